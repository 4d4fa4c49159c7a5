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
        let reports = try await library.sourceReports(failureLimit: Self.failureCount)
        return try JSONBody.response(["sources": reports.map(SourceBody.init)])
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

    init(_ report: Library.SourceReport) {
        let source = report.source
        (id, address, kind) = (source.id, source.address, source.kind.rawValue)
        (layer, documents, added_at) = (source.layer.rawValue, source.documentCount, source.addedAt)
        guard let visit = report.visit else { return }
        fetched_at = visit.visitedAt.map(Self.time)
        due_at = visit.dueAt.map(Self.time)
        failed = visit.failedPageCount
        failures = report.failedPages.compactMap { page in
            page.failure.map {
                Failure(address: page.address, code: $0.code, message: $0.reason, fetched_at: Self.time(page.fetchedAt))
            }
        }
    }

    private static func time(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}
