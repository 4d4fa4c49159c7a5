// `/api/sources`: what the library was filled from; of each source on the web also when it was visited and what failed.

internal import Foundation
internal import Hummingbird
internal import Retrieval

/// Lists sources.
struct SourceRoutes {
    let library: Library

    private static let failureCount = 100

    func add(to router: Router<KaiyuanContext>) { router.get("api/sources", use: list) }

    @Sendable func list(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let visits = Dictionary(uniqueKeysWithValues: try await library.webSources().map { ($0.source.id, $0) })
        var sources: [SourceBody] = []
        for source in try await library.sources() {
            let visit = visits[source.id]
            let failed =
                visit.map { $0.failedPageCount > 0 } ?? false
                ? try await library.webPages(of: source.id, failedOnly: true, limit: Self.failureCount) : []
            sources.append(SourceBody(source, visit, failed))
        }
        return try JSONBody.response(["sources": sources])
    }
}

private struct SourceBody: Encodable {
    struct Failure: Encodable {
        var address: String
        var code: String
        var message: String
        var fetched_at: String
    }

    var id: Int64
    var address: String
    var kind: String
    var layer: String
    var documents: Int
    var added_at: String
    /// When the last visit ended, of a source on the web.
    var fetched_at: String?
    var due_at: String?
    /// How many addresses could not be had, the last time they were asked for.
    var failed: Int?
    var failures: [Failure]?

    init(_ source: Source, _ visit: WebSource?, _ failedPages: [WebPage]) {
        (id, address, kind) = (source.id, source.address, source.kind.rawValue)
        (layer, documents, added_at) = (source.layer.rawValue, source.documentCount, source.addedAt)
        guard let visit else { return }
        fetched_at = visit.visitedAt.map(Self.time)
        due_at = visit.dueAt.map(Self.time)
        failed = visit.failedPageCount
        failures = failedPages.compactMap { page in
            page.failure.map {
                Failure(address: page.address, code: $0.code, message: $0.reason, fetched_at: Self.time(page.fetchedAt))
            }
        }
    }

    private static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}
