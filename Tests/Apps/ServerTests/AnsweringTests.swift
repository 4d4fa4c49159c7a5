import Assistant
import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import Server

@Suite("Answers that end early")
struct AnsweringTests {
    /// Asks, waits until some words are out, ends the answer by `end`, and reads the turn back.
    private static func interrupted(
        _ end: @escaping @Sendable (TestClient, KaiyuanServer, _ turn: String) async throws -> Void
    ) async throws {
        let (written, writing) = AsyncStream<Void>.makeStream()
        try await TestServer.run(model: EndlessModel(written: writing)) { client, server in
            async let asking = client.ask("Who built the old bridge?")
            for await _ in written { break }
            let list = try TestServer.json(try await client.execute(uri: "/api/conversations", method: .get))
            let heads = try #require(list["conversations"] as? [[String: Any]])
            let conversation = try #require(heads.first?["id"] as? String)
            #expect(heads.first?["answering"] as? Bool == true)
            func turn() async throws -> [String: Any] {
                let read = try await client.execute(uri: "/api/conversations/\(conversation)", method: .get)
                return try #require((try TestServer.json(read)["turns"] as? [[String: Any]])?.first)
            }
            try await end(client, server, try #require(try await turn()["id"] as? String))
            #expect(try await asking.done["status"] as? String == "stopped")
            let kept = try await turn()
            #expect(kept["status"] as? String == "stopped")
            #expect(kept["text"] as? String == "It begins")
        }
    }

    @Test("are kept as far as they came when the asker stops them")
    func stopping() async throws {
        try await Self.interrupted { client, _, turn in
            let stopped = try await client.execute(uri: "/api/turns/\(turn)/stop", method: .post)
            #expect(stopped.status == .noContent)
        }
    }

    @Test("are kept as far as they came when the server stops, and no other is begun")
    func shutdown() async throws {
        try await Self.interrupted { client, server, _ in
            await server.desk.shutDown()
            let late = try await client.execute(
                uri: "/api/ask",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"question": "Anything?"}"#)
            )
            #expect(late.status == .serviceUnavailable)
        }
    }
}
