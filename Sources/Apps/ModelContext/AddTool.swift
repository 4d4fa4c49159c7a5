// The tool `add`: a text becomes a document of the library. Takes no path: a model that was talked into it must not be
// able to bring in files that nobody meant to share.

internal import Foundation

/// Takes documents in that come as text.
package protocol TextIntake: Sendable {
    /// Adds a document of that file name.
    ///
    /// - Returns: the document's id, and whether it was there already.
    /// - Throws: an error whose description is a sentence.
    func add(_ text: String, named name: String) async throws -> (documentID: Int64, isNew: Bool)
}

/// Adds a document.
struct AddTool: ContextTool {
    let intake: any TextIntake

    private static let longestName = 200
    private static let longestText = 1 << 20

    private struct Arguments: Decodable {
        var name: String
        var text: String
    }

    var description: ToolDescription {
        ToolDescription(
            name: "add",
            title: "Add a document",
            purpose: "Adds a text to the user's library as a document of its own; it can be asked at once.",
            input: Schema.object(
                [
                    "name": Schema.string(
                        "A file name; its ending tells the format: notes.md, page.html, table.csv, plain.txt.",
                        longest: Self.longestName
                    ),
                    "text": Schema.string("The whole text.", longest: Self.longestText),
                ],
                required: ["name", "text"]
            ),
            output: Schema.object(
                [
                    "document_id": Schema.integer("The document's id.", from: 1),
                    "status": [
                        "type": "string", "enum": ["added", "unchanged"],
                        "description": "unchanged where the library held the very same text already.",
                    ],
                ],
                required: ["document_id", "status"]
            ),
            isReadOnly: false
        )
    }

    func call(
        _ arguments: JSONValue,
        tell: @escaping @Sendable (ToolProgress) async -> Void
    ) async throws -> ToolResult {
        let given = try arguments.arguments(Arguments.self)
        guard (1...Self.longestName).contains(given.name.unicodeScalars.count) else {
            throw ToolError(description: "A name has 1 to \(Self.longestName) characters.")
        }
        guard (1...Self.longestText).contains(given.text.utf8.count) else {
            throw ToolError(description: "A text has 1 to \(Self.longestText) bytes; send longer ones as files.")
        }
        await tell(ToolProgress(step: 1, message: "Reading \(given.name)"))
        let added = try await intake.add(given.text, named: given.name)
        return ToolResult(
            content: [
                "document_id": .integer(Int(added.documentID)), "status": added.isNew ? "added" : "unchanged",
            ],
            text: added.isNew
                ? "Added as document \(added.documentID)."
                : "The library holds it already, as document \(added.documentID)."
        )
    }
}
