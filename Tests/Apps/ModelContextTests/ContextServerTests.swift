import Assistant
import Documents
import Foundation
import Retrieval
import Testing

@testable import ModelContext

@Suite("The Model Context Protocol")
struct ContextServerTests {
    private static let capabilities = #""io.modelcontextprotocol/clientCapabilities": {}"#

    private func server() throws -> ContextServer {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("context-\(UUID().uuidString)").path
        let library = try Library(path: path + "/library.sqlite")
        let assistant = Assistant(library: library, model: QuotingAnswerer(library: library))
        return ContextServer(assistant: assistant, version: "test", intake: nil)
    }

    private func send(_ text: String) async throws -> JSONValue? {
        let message = try #require(try ProtocolMessage(Data(text.utf8)))
        return await (try server()).respond(to: message) { _ in }
    }

    @Test("a handshake agrees on the client's revision, or offers the newest that has handshakes")
    func handshake() async throws {
        for (wanted, agreed) in [("2025-06-18", "2025-06-18"), ("1999-01-01", "2025-11-25")] {
            let response = try await send(
                #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"\#(wanted)"}}"#
            )
            #expect(response?["result"]?["protocolVersion"]?.string == agreed)
        }
    }

    @Test("a revision that is not spoken is refused with those that are")
    func unknownRevision() async throws {
        let response = try await send(
            #"""
            {"jsonrpc":"2.0","id":"a","method":"server/discover","params":{"_meta":{
            "io.modelcontextprotocol/protocolVersion":"2031-01-01",\#(Self.capabilities)}}}
            """#
        )
        #expect(response?["error"]?["code"] == -32_022)
        #expect(response?["error"]?["data"]?["supported"] == ["2026-07-28"])
        #expect(response?["id"] == "a")
    }

    @Test("notifications get no response, unknown methods and tools an error, and a tool that refuses says so itself")
    func kinds() async throws {
        #expect(try await send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#) == nil)
        #expect(try await send(#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#)?["error"]?["code"] == -32_601)
        let unknown = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{}}}"#
        #expect(try await send(unknown)?["error"]?["code"] == -32_602)
        let missing = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{}}}"#
        let result = try await send(missing)?["result"]
        #expect(result?["isError"] == true)
        guard case .array(let content)? = result?["content"] else { throw CancellationError() }
        #expect(content == [["type": "text", "text": "The argument document_id is missing."]])
    }

    @Test(
        "what is no message is refused",
        arguments: [("{", -32_700), ("[]", -32_600), (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32_600)]
    )
    func malformed(text: String, code: Int) {
        let error = #expect(throws: ProtocolError.self) { try ProtocolMessage(Data(text.utf8)) }
        #expect(error?.code.rawValue == code)
    }
}
