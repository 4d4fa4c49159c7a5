// The tools that a model is offered: what each is called, what it takes and gives, and who does it.

internal import Assistant
internal import Documents
internal import Foundation
internal import Retrieval

/// A step of a tool's work.
struct ToolProgress: Sendable {
    /// Counts up from 1.
    var step: Int
    var message: String
}

/// What a tool says of itself.
struct ToolDescription: Sendable {
    var name: String
    var title: String
    var purpose: String
    /// JSON schemas of the arguments and of the result.
    var input: JSONValue
    var output: JSONValue
    /// Whether it changes nothing.
    var isReadOnly = true

    /// As `tools/list` shows it.
    var description: JSONValue {
        [
            "name": .string(name), "title": .string(title), "description": .string(purpose),
            "inputSchema": input, "outputSchema": output,
            "annotations": [
                "readOnlyHint": .bool(isReadOnly), "destructiveHint": false, "idempotentHint": true,
                "openWorldHint": false,
            ],
        ]
    }
}

/// What a tool found: JSON for programs, and the same as text for models.
struct ToolResult {
    var content: JSONValue
    var text: String
}

/// Why a tool gives nothing, in one sentence for the model that called it.
package struct ToolError: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
}

/// One tool.
protocol ContextTool: Sendable {
    var description: ToolDescription { get }

    /// Does the work.
    ///
    /// - Throws: `ToolError`, or an error whose description is a sentence.
    func call(
        _ arguments: JSONValue,
        tell: @escaping @Sendable (ToolProgress) async -> Void
    ) async throws -> ToolResult
}

/// All tools of a server.
struct Toolbox: Sendable {
    private let all: [any ContextTool]

    init(assistant: Assistant, intake: (any TextIntake)?) {
        let library = assistant.library
        var all: [any ContextTool] = [
            SearchTool(library: library), ReadTool(library: library), AskTool(assistant: assistant),
        ]
        if let intake { all.append(AddTool(intake: intake)) }
        self.all = all
    }

    var tools: [ToolDescription] { all.map(\.description) }

    /// Calls a tool; whatever it refuses or fails at is part of the result, so that the model reads it.
    ///
    /// - Throws: `ProtocolError` where there is no such tool, `CancellationError`.
    func call(
        _ name: String,
        _ arguments: JSONValue,
        tell: @escaping @Sendable (ToolProgress) async -> Void
    ) async throws -> [String: JSONValue] {
        guard let tool = all.first(where: { $0.description.name == name }) else {
            throw ProtocolError(.invalidParameters, "There is no tool \"\(name.prefix(60))\" here.")
        }
        do {
            let result = try await tool.call(arguments, tell: tell)
            try Task.checkCancellation()
            return [
                "content": [["type": "text", "text": .string(result.text)]], "structuredContent": result.content,
                "isError": false,
            ]
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return ["content": [["type": "text", "text": .string(Self.sentence(error))]], "isError": true]
        }
    }

    private static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as ToolError: error.description
        case let error as LibraryError: error.description
        case let error as ReadingError: error.description
        case let error as DecodingError: sentence(error)
        default: "Something went wrong inside Kaiyuan; try again."
        }
    }

    private static func sentence(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "The argument \(key.stringValue) is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "The argument \(context.codingPath.first?.stringValue ?? "list") has a value of the wrong type."
        @unknown default: "The arguments cannot be read."
        }
    }
}

extension JSONValue {
    /// These arguments as a value.
    func arguments<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard case .object(let members) = self else { throw ToolError(description: "The arguments are no object.") }
        // As everywhere, null is the same as absent.
        let given = members.filter { $0.value != .null }
        return try JSONDecoder().decode(type, from: JSONValue.object(given).data())
    }
}

/// Schemas in short.
enum Schema {
    static func object(_ properties: [String: JSONValue], required: [String]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(required.map(JSONValue.string)),
        ]
    }

    static func string(_ description: String, longest: Int? = nil) -> JSONValue {
        var schema: [String: JSONValue] = ["type": "string", "description": .string(description)]
        if let longest { (schema["minLength"], schema["maxLength"]) = (1, .integer(longest)) }
        return .object(schema)
    }

    static func integer(_ description: String, from least: Int, to most: Int? = nil) -> JSONValue {
        var schema: [String: JSONValue] = [
            "type": "integer", "description": .string(description), "minimum": .integer(least),
        ]
        schema["maximum"] = most.map(JSONValue.integer)
        return .object(schema)
    }

    static func list(_ description: String, of items: JSONValue, longest: Int? = nil) -> JSONValue {
        var schema: [String: JSONValue] = ["type": "array", "description": .string(description), "items": items]
        schema["maxItems"] = longest.map(JSONValue.integer)
        return .object(schema)
    }

    /// A range of a document's text, as marks and `read` name it.
    static let range: [String: JSONValue] = [
        "document_id": integer("The document's id.", from: 1),
        "start": integer("Where the words begin, in UTF-8 bytes of the document's text.", from: 0),
        "end": integer("Where they end.", from: 0),
    ]
}
