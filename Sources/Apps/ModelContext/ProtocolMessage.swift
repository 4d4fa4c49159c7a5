// JSON-RPC 2.0 as the Model Context Protocol uses it: one object a message, no batches.

package import Foundation

/// What came in: a request, or a notification where there is no id.
package struct ProtocolMessage: Sendable {
    package var id: JSONValue?
    package var method: String
    package var parameters: JSONValue

    /// The protocol's revision that the request itself names, as revisions since 2026-07-28 want it.
    package var version: String? { parameters["_meta"]?[Self.versionKey]?.string }
    /// Where progress is to be told, if it is wanted.
    var progressToken: JSONValue? { parameters["_meta"]?["progressToken"] }
    package var wantsProgress: Bool { progressToken != nil }
    /// The request that this notification cancels.
    package var cancelledID: JSONValue? { method == "notifications/cancelled" ? parameters["requestId"] : nil }

    static let versionKey = "io.modelcontextprotocol/protocolVersion"
    static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"

    /// Reads a message.
    ///
    /// - Returns: nil for a response, for the server asks nothing that a client could respond to.
    /// - Throws: `ProtocolError`.
    package init?(_ data: Data) throws(ProtocolError) {
        let message: JSONValue
        do {
            message = try JSONDecoder().decode(JSONValue.self, from: data)
        } catch {
            throw ProtocolError(.parseError, "The message is no JSON.")
        }
        guard case .object = message, message["jsonrpc"] == "2.0" else {
            throw ProtocolError(.invalidRequest, "The message is no JSON-RPC 2.0 object; batches are not taken.")
        }
        if message["method"] == nil, message["result"] != nil || message["error"] != nil { return nil }
        guard let method = message["method"]?.string else {
            throw ProtocolError(.invalidRequest, "The message names no method.")
        }
        switch message["id"] {
        case nil, .string, .integer: id = message["id"]
        default: throw ProtocolError(.invalidRequest, "An id is a string or a whole number.")
        }
        self.method = method
        parameters = message["params"] ?? [:]
    }

    /// The response with a result.
    static func response(to id: JSONValue, _ result: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    /// The response with an error; the id is null where the request could not be read.
    package static func response(to id: JSONValue?, _ error: ProtocolError) -> JSONValue {
        var content: [String: JSONValue] = ["code": .integer(error.code.rawValue), "message": .string(error.message)]
        content["data"] = error.data
        return ["jsonrpc": "2.0", "id": id ?? .null, "error": .object(content)]
    }

    /// What the server tells while it works on a request.
    static func progress(_ token: JSONValue, _ progress: ToolProgress) -> JSONValue {
        [
            "jsonrpc": "2.0", "method": "notifications/progress",
            "params": [
                "progressToken": token, "progress": .integer(progress.step), "message": .string(progress.message),
            ],
        ]
    }
}

/// Why a message is not answered with a result.
package struct ProtocolError: Error, Equatable {
    package enum Code: Int, Sendable {
        case parseError = -32_700
        case invalidRequest = -32_600
        case methodNotFound = -32_601
        case invalidParameters = -32_602
        case internalError = -32_603
        case headerMismatch = -32_020
        case unsupportedVersion = -32_022
    }

    package var code: Code
    package var message: String
    package var data: JSONValue?

    package init(_ code: Code, _ message: String, data: JSONValue? = nil) {
        (self.code, self.message, self.data) = (code, message, data)
    }
}
