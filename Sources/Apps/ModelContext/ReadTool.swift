// The tool `read`: a document's text, from anywhere to anywhere.

internal import Foundation
internal import Retrieval

/// Reads a document.
struct ReadTool: ContextTool {
    let library: Library

    /// Bytes of text given at once.
    private static let largestWindow = 32_000
    private static let standardWindow = 8_000

    private struct Arguments: Decodable {
        var document_id: Int64
        var start: Int?
        var end: Int?
    }

    private struct Reading: Encodable {
        var document_id: Int64
        var title: String
        var address: String
        var start: Int
        var end: Int
        var text: String
        /// Whether text follows.
        var has_more: Bool
    }

    var description: ToolDescription {
        ToolDescription(
            name: "read",
            title: "Read a document",
            purpose: """
                Reads the text of one of the user's documents: the range of a mark or passage, or all of it in windows of \
                \(Self.standardWindow) bytes, each beginning where the one before ended.
                """,
            input: Schema.object(
                [
                    "document_id": Schema.integer("The document's id, from search or ask.", from: 1),
                    "start": Schema.integer("Where to begin, in UTF-8 bytes of the text; 0 without it.", from: 0),
                    "end": Schema.integer(
                        "Where to end; \(Self.standardWindow) behind the start without it, at most \(Self.largestWindow).",
                        from: 1
                    ),
                ],
                required: ["document_id"]
            ),
            output: Schema.object(
                Schema.range.merging([
                    "title": Schema.string("The document's title."),
                    "address": Schema.string("Where the document lies."),
                    "text": Schema.string("The text in that range."),
                    "has_more": ["type": "boolean", "description": "Whether text follows; go on at end."],
                ]) { own, _ in own },
                required: ["document_id", "title", "address", "start", "end", "text", "has_more"]
            )
        )
    }

    func call(
        _ arguments: JSONValue,
        tell: @escaping @Sendable (ToolProgress) async -> Void
    ) async throws -> ToolResult {
        let given = try arguments.arguments(Arguments.self)
        let document = try await library.document(given.document_id)
        let start = given.start ?? 0
        guard (0...Int(Int32.max)).contains(start), given.end ?? .max > start else {
            throw ToolError(description: "The start is 0 or more, and the end lies behind it.")
        }
        let wanted = min(given.end.map { $0 - start } ?? Self.standardWindow, Self.largestWindow)
        // A few bytes more, so that the last character is whole and one sees whether text follows.
        let found = try await library.text(of: given.document_id, in: start..<start + wanted + 4)
        guard !found.isEmpty else {
            throw ToolError(description: "\(document.title) ends before byte \(start).")
        }
        var text = String.UnicodeScalarView()
        var byteCount = 0
        for scalar in found.unicodeScalars {
            guard byteCount + UTF8.width(scalar) <= wanted || byteCount == 0 else { break }
            text.append(scalar)
            byteCount += UTF8.width(scalar)
        }
        let reading = Reading(
            document_id: given.document_id,
            title: document.title,
            address: document.canonicalAddress ?? document.address,
            start: start,
            end: start + byteCount,
            text: String(text),
            has_more: found.utf8.count > byteCount
        )
        return ToolResult(content: try JSONValue(encoding: reading), text: reading.text)
    }
}
