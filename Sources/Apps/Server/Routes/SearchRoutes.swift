// `POST /api/search`: the passages that match a query.

internal import Assistant
internal import Documents
internal import Foundation
internal import Hummingbird
internal import Retrieval

/// Searching without answering.
struct SearchRoutes {
    let library: Library

    func add(to router: Router<KaiyuanContext>) { router.post("api/search", use: search) }

    @Sendable func search(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let body = try await JSONBody.decode(SearchRequest.self, from: request)
        let query = try body.searchQuery()
        let clock = ContinuousClock()
        let began = clock.now
        let found = try await library.search(query)
        let highlighter = Highlighter(query.rankingText, analyzer: library.analyzer)
        let hits = found.results.flatMap(\.passages)
        let blocks = try await library.blocks(covering: hits.map { ($0.documentID, $0.range) })
        let places = Dictionary(uniqueKeysWithValues: zip(hits.map(\.id), blocks.map { $0.first.map(Place.init) }))
        let results = found.results.map { result in
            SearchResponse.Result(
                document: DocumentBody(result.document),
                passages: result.passages.map { hit in
                    SearchResponse.Passage(hit, place: (places[hit.id] ?? nil) ?? Place(), highlighter)
                },
                duplicates: result.duplicates.map { DocumentBody($0) }
            )
        }
        return try JSONBody.response(
            SearchResponse(
                results: results,
                total_documents: found.results.count,
                seconds: (clock.now - began) / .seconds(1)
            )
        )
    }
}

private struct SearchRequest: Decodable {
    var query: String
    var limit: WholeNumber?
    var folder: String?
    var format: String?
    var language: String?
    var since: String?
    var until: String?

    func searchQuery() throws -> SearchQuery {
        guard !query.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
            throw APIError.invalid("The query is empty.", param: "query", code: "empty_query")
        }
        if let limit, !(1...100).contains(limit.value) {
            throw APIError.invalid("The limit is a whole number from 1 to 100.", param: "limit")
        }
        var filter = DocumentFilter()
        filter.folder = folder
        filter.language = language
        (filter.since, filter.until) = (since, until)
        for (name, date) in [("since", since), ("until", until)] {
            if let date, !SearchQuery.isDate(date) {
                throw APIError.invalid("\(name) is a date: 2024, 2024-05 or 2024-05-31.", param: name)
            }
        }
        if let format {
            guard let known = DocumentFormat(rawValue: format) else {
                throw APIError.invalid("There is no format \"\(format.prefix(40))\".", param: "format")
            }
            filter.formats = [known]
        }
        return try SearchQuery(query, filter: filter, limit: limit?.value ?? 10)
    }
}

private struct SearchResponse: Encodable {
    struct Result: Encodable {
        var document: DocumentBody
        var passages: [Passage]
        var duplicates: [DocumentBody]
    }

    struct Passage: Encodable {
        var start: Int
        var end: Int
        var segments: [Segment]
        var place: Place
        var score: Double

        init(_ hit: PassageHit, place: Place, _ highlighter: Highlighter) {
            (start, end, score) = (hit.range.lowerBound, hit.range.upperBound, hit.score)
            self.place = place
            segments = Segment.segments(of: hit.text, marked: highlighter.ranges(in: hit.text, language: hit.language))
        }
    }

    var results: [Result]
    var total_documents: Int
    var seconds: Double
}
