// The tool `search`: passages that match, with where they stand.

internal import Assistant
internal import Foundation
internal import Retrieval

/// Finds passages.
struct SearchTool: ContextTool {
    let library: Library

    private static let largestLimit = 20

    private struct Arguments: Decodable {
        var query: String
        var limit: Int?
        var folder: String?
        var language: String?
    }

    private struct Hit: Encodable {
        var document_id: Int64
        var title: String
        var address: String
        var date: String?
        var place: Place
        var start: Int
        var end: Int
        var text: String
    }

    var description: ToolDescription {
        ToolDescription(
            name: "search",
            title: "Search the library",
            purpose: """
                Finds passages of the user's documents. Understands "phrases", -without, title:word, type:pdf, lang:zh, \
                folder:notes, after:2024-05 and before:2025.
                """,
            input: Schema.object(
                [
                    "query": Schema.string("What to find.", longest: SearchQuery.longestText),
                    "limit": Schema.integer("How many documents; 5 without it.", from: 1, to: Self.largestLimit),
                    "folder": Schema.string("Only documents in this folder."),
                    "language": Schema.string("Only documents in this language, such as en or zh."),
                ],
                required: ["query"]
            ),
            output: Schema.object(
                [
                    "passages": Schema.list(
                        "Best first.",
                        of: Schema.object(
                            Schema.range.merging([
                                "title": Schema.string("The document's title."),
                                "address": Schema.string("Where the document lies."),
                                "date": Schema.string("Its date, where it states one."),
                                "place": ["type": "object", "description": "Page, headings, lines or cells."],
                                "text": Schema.string("The passage, word for word."),
                            ]) { own, _ in own },
                            required: ["document_id", "title", "address", "place", "start", "end", "text"]
                        )
                    )
                ],
                required: ["passages"]
            )
        )
    }

    func call(
        _ arguments: JSONValue,
        tell: @escaping @Sendable (ToolProgress) async -> Void
    ) async throws -> ToolResult {
        let given = try arguments.arguments(Arguments.self)
        guard given.query.contains(where: { !$0.isWhitespace }) else {
            throw ToolError(description: "The query is empty.")
        }
        guard (1...Self.largestLimit).contains(given.limit ?? 5) else {
            throw ToolError(description: "The limit is a whole number from 1 to \(Self.largestLimit).")
        }
        var filter = DocumentFilter()
        (filter.folder, filter.language) = (given.folder, given.language)
        await tell(ToolProgress(step: 1, message: "Searching"))
        var query = try SearchQuery(given.query, filter: filter, limit: given.limit ?? 5)
        query.passagesPerDocument = 2
        let found = try await library.search(query).results.flatMap { result in
            result.passages.map { (document: result.document, passage: $0) }
        }
        let blocks = try await library.blocks(covering: found.map { ($0.passage.documentID, $0.passage.range) })
        let hits = zip(found, blocks).map { found, blocks in
            Hit(
                document_id: found.document.id,
                title: found.document.title,
                address: found.document.canonicalAddress ?? found.document.address,
                date: found.document.date,
                place: blocks.first.map(Place.init) ?? Place(),
                start: found.passage.range.lowerBound,
                end: found.passage.range.upperBound,
                text: found.passage.text
            )
        }
        let text = hits.map { "## \($0.title) (document \($0.document_id), \($0.start)–\($0.end))\n\($0.text)" }
        return ToolResult(
            content: try JSONValue(encoding: ["passages": hits]),
            text: hits.isEmpty ? "Nothing found." : text.joined(separator: "\n\n")
        )
    }
}
