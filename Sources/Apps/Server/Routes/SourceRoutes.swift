// `/api/sources`: what the library was filled from; of each source on the web also when it was visited and what failed.
// An address on the web is added and removed here.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Retrieval
internal import Web

/// Lists sources; adds and removes those on the web.
struct SourceRoutes {
    let library: Library
    /// What adds addresses; nil for a server that does not go out.
    let visits: VisitDesk?

    private static let failureCount = 100

    func add(to router: Router<KaiyuanContext>) {
        router.get("api/sources", use: list)
        router.post("api/sources", use: addAddress)
        router.delete("api/sources/:id", use: remove)
    }

    @Sendable func list(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let reports = try await library.sourceReports(failureLimit: Self.failureCount)
        let body = SourceList(sources: reports.map(SourceBody.init), visits: await visits?.all ?? [])
        return try JSONBody.response(body)
    }

    @Sendable func addAddress(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let order = try await JSONBody.decode(SourceRequest.self, from: request).order()
        guard let visits else {
            throw APIError(
                status: .forbidden,
                code: "web_off",
                message: "This server does not read from the web. Save the page and add the file."
            )
        }
        return try JSONBody.response(try await visits.add(order), status: .accepted)
    }

    @Sendable func remove(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let name = try context.parameters.require("id")
        guard let id = Int64(name), let source = try await library.sources().first(where: { $0.id == id }) else {
            throw APIError.notFound("There is no source \(name.prefix(40)).", code: "source_not_found")
        }
        guard [.page, .site, .feed, .repository, .search].contains(source.kind) else {
            throw APIError(
                status: .conflict,
                code: "not_on_the_web",
                message: "\(source.address) is not on the web. Remove its documents, or type: kaiyuan remove."
            )
        }
        try await library.remove(source)
        return Response(status: .noContent)
    }
}

private struct SourceList: Encodable {
    var sources: [SourceBody]
    /// Addresses that were added of late, and how far they are.
    var visits: [SourceVisit]
}

private struct SourceRequest: Decodable {
    var address: String
    var kind: String?
    var layer: String?
    var pages: WholeNumber?

    private static let addressLength = 2_000
    private static let largestPageCount = 10_000

    func order() throws -> WebIntake.Order {
        let trimmed = address.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed.utf8.count <= Self.addressLength, WebIntake.isAddress(trimmed), WebAddress(trimmed) != nil else {
            throw APIError.invalid(
                "The address is one on the web, such as https://example.org/page.",
                param: "address",
                code: "bad_address"
            )
        }
        var order = WebIntake.Order(trimmed)
        if let kind {
            guard let known = Source.Kind(rawValue: kind), [.page, .site, .feed, .repository].contains(known) else {
                throw APIError.invalid("The kind is page, site, feed or repository.", param: "kind")
            }
            order.kind = known
        }
        if let layer {
            guard let known = TrustLayer(rawValue: layer) else {
                throw APIError.invalid("The layer is own, author, reference or web.", param: "layer")
            }
            order.layer = known
        }
        if let pages {
            guard (1...Self.largestPageCount).contains(pages.value) else {
                throw APIError.invalid(
                    "The number of pages is a whole one from 1 to \(Self.largestPageCount).",
                    param: "pages"
                )
            }
            order.pageLimit = pages.value
        }
        return order
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
