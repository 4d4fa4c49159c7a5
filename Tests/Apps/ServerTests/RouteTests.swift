import Assistant
import Documents
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Retrieval
import Store
import Testing

@testable import Server

@Suite("Routes")
struct RouteTests {
    private static let text = "The old bridge was built in 1905 by Ada Stone. It is made of granite."

    /// A server over one document, without a network.
    private static func withServer(
        secret: String? = nil,
        _ body: @Sendable @escaping (TestClient) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let library = try Library(path: folder + "/library.sqlite")
        var builder = DocumentBuilder()
        builder.add(.heading(level: 1), "When was the old bridge built?")
        builder.add(.paragraph, text, at: .lines(first: 2, last: 2))
        var document = builder.document(format: .markdown)
        (document.title, document.language) = ("Bridges", "en")
        let origin = DocumentOrigin(
            address: "/docs/a.md",
            folder: "/docs",
            contentHash: [1],
            byteCount: 1,
            modifiedAt: 0
        )
        try await library.add(
            [library.prepare(document, from: origin)],
            to: try await library.source(at: "/docs", kind: .folder)
        )
        let server = try await KaiyuanServer(
            settings: ServerSettings(
                host: "127.0.0.1",
                port: 0,
                secret: secret,
                uploadFolder: folder + "/uploads",
                version: "test"
            ),
            library: library,
            conversations: try SQLiteDatabase(
                path: folder + "/conversations.sqlite",
                migrations: ConversationStore.migrations
            ),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await body(TestClient(server.router()))
    }

    private static func json(_ response: TestResponse) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]
        )
    }

    private static func events(_ response: TestResponse) throws -> [(name: String, data: [String: Any])] {
        try String(buffer: response.body).components(separatedBy: "\n\n").filter { !$0.isEmpty && !$0.hasPrefix(":") }
            .map { block in
                let lines = block.components(separatedBy: "\n")
                let name = String(try #require(lines.first { $0.hasPrefix("event: ") }).dropFirst(7))
                let data = String(try #require(lines.first { $0.hasPrefix("data: ") }).dropFirst(6))
                let value = try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
                return (name, try #require(value))
            }
    }

    @Test("a question is answered as a stream, kept, found again and shared")
    func asking() async throws {
        try await Self.withServer { client in
            let response = try await client.execute(
                uri: "/api/ask",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"question": "Who built the old bridge?", "language": "en"}"#)
            )
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/event-stream; charset=utf-8")
            let events = try Self.events(response)
            #expect(events.first?.name == "start")
            #expect(events.last?.name == "done")
            let done = try #require(events.last?.data)
            #expect(done["status"] as? String == "answered")
            let marks = try #require(done["marks"] as? [[String: Any]])
            let quote = try #require(marks.first?["quote"] as? String)
            #expect(Self.text.contains(quote))
            let turn = try #require(events.first?.data["turn_id"] as? String)
            let conversation = try #require(events.first?.data["conversation_id"] as? String)

            let again = try await client.execute(uri: "/api/turns/\(turn)/events", method: .get)
            #expect(try Self.events(again).last?.data["text"] as? String == done["text"] as? String)
            let read = try await client.execute(uri: "/api/conversations/\(conversation)", method: .get)
            #expect((try Self.json(read)["turns"] as? [[String: Any]])?.first?["status"] as? String == "answered")

            let share = try Self.json(
                try await client.execute(uri: "/api/conversations/\(conversation)/shares", method: .post)
            )
            let token = try #require(share["token"] as? String)
            #expect(try await client.execute(uri: "/api/shares/\(token)", method: .get).status == .ok)
            #expect(try await client.execute(uri: "/api/shares/\(token)", method: .delete).status == .noContent)
            #expect(try await client.execute(uri: "/api/shares/\(token)", method: .get).status == .notFound)
        }
    }

    @Test("a mark opens its words, highlighted in the document")
    func reading() async throws {
        try await Self.withServer { client in
            let start = "When was the old bridge built?\n".utf8.count
            let response = try await client.execute(
                uri: "/api/documents/1?start=\(start + 4)&end=\(start + 14)",
                method: .get
            )
            let body = try Self.json(response)
            let blocks = try #require(body["blocks"] as? [[String: Any]])
            #expect(body["marked_block"] as? Int == 1)
            #expect(blocks.map { $0["kind"] as? String } == ["heading", "paragraph"])
            let segments = try #require(blocks[1]["segments"] as? [[String: Any]])
            #expect(segments.filter { $0["marked"] as? Bool == true }.map { $0["text"] as? String } == ["old bridge"])
            #expect((blocks[1]["place"] as? [String: Any])?["lines"] as? [Int] == [2, 2])
        }
    }

    @Test("searching, listing and removing")
    func library() async throws {
        try await Self.withServer { client in
            let found = try Self.json(
                try await client.execute(
                    uri: "/api/search",
                    method: .post,
                    headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: #"{"query": "granite"}"#)
                )
            )
            #expect((found["results"] as? [Any])?.count == 1)
            #expect(try Self.json(try await client.execute(uri: "/api/documents", method: .get))["total"] as? Int == 1)
            #expect(try await client.execute(uri: "/api/documents/1", method: .delete).status == .noContent)
            #expect(try await client.execute(uri: "/api/documents/1", method: .get).status == .notFound)
            #expect(try Self.json(try await client.execute(uri: "/api/documents", method: .get))["total"] as? Int == 0)
        }
    }

    @Test("the page of an OpenAI client: chat with marks as annotations")
    func chat() async throws {
        try await Self.withServer { client in
            let response = try await client.execute(
                uri: "/v1/chat/completions",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(
                    string:
                        #"{"model": "kaiyuan", "messages": [{"role": "user", "content": [{"type": "text", "text": "Who built the old bridge?"}]}]}"#
                )
            )
            let choice = try #require((try Self.json(response)["choices"] as? [[String: Any]])?.first)
            let message = try #require(choice["message"] as? [String: Any])
            let content = Array(try #require(message["content"] as? String).unicodeScalars)
            let annotations = try #require(message["annotations"] as? [[String: Any]])
            #expect(!annotations.isEmpty)
            for annotation in annotations {
                let citation = try #require(annotation["url_citation"] as? [String: Any])
                let range =
                    (try #require(citation["start_index"] as? Int))..<(try #require(citation["end_index"] as? Int))
                #expect(content[range].map(String.init).joined().wholeMatch(of: /\[\d+\]/) != nil)
            }
        }
    }

    @Test(
        "what is wrong is refused with its status, code and field",
        arguments: [
            ("/api/ask", "{}", 400, "missing_field", "question"),
            ("/api/ask", #"{"question": "  "}"#, 400, "empty_question", "question"),
            ("/api/ask", "nonsense", 400, "invalid_value", nil),
            ("/api/ask", #"{"question": 5}"#, 400, "invalid_value", "question"),
            ("/api/ask", #"{"question": "x", "conversation_id": "conv_none"}"#, 404, "not_found", nil),
            ("/api/search", #"{"query": "x", "limit": 0}"#, 400, "invalid_value", "limit"),
            ("/api/search", #"{"query": "type:foo x"}"#, 400, "invalid_value", "query"),
            ("/v1/chat/completions", #"{"model": "gpt-9", "messages": []}"#, 404, "model_not_found", "model"),
            ("/v1/chat/completions", #"{"model": "kaiyuan", "messages": []}"#, 400, "invalid_value", "messages"),
        ] as [(String, String, Int, String, String?)]
    )
    func refusals(path: String, body: String, status: Int, code: String, param: String?) async throws {
        try await Self.withServer { client in
            let response = try await client.execute(
                uri: path,
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: body)
            )
            #expect(response.status.code == status)
            let error = try #require(try Self.json(response)["error"] as? [String: Any])
            #expect(error["code"] as? String == code)
            #expect(error["param"] as? String == param)
        }
    }

    @Test("with a secret nobody gets in without it, but the page and its sign-in are there")
    func secret() async throws {
        try await Self.withServer(secret: "a long enough secret") { client in
            for path in ["/api/documents", "/metrics", "/v1/models", "/api/conversations"] {
                #expect(try await client.execute(uri: path, method: .get).status == .unauthorized, "\(path)")
            }
            let status = try Self.json(try await client.execute(uri: "/api/status", method: .get))
            #expect(status["signed_in"] as? Bool == false)
            #expect(status["documents"] as? Int == 0)
            #expect(try await client.execute(uri: "/", method: .get).status == .ok)
            let signIn = try await client.execute(
                uri: "/api/session",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"secret": "a long enough secret"}"#)
            )
            let cookie = try #require(signIn.headers[.setCookie]).prefix { $0 != ";" }
            let inside = try await client.execute(
                uri: "/api/documents",
                method: .get,
                headers: [.cookie: String(cookie)]
            )
            #expect(inside.status == .ok)
            let key = try await client.execute(
                uri: "/v1/models",
                method: .get,
                headers: [.authorization: "Bearer a long enough secret"]
            )
            #expect(key.status == .ok)
        }
    }

    @Test("pages of other sites are refused")
    func origins() async throws {
        try await Self.withServer { client in
            let foreign = try await client.execute(
                uri: "/api/documents",
                method: .get,
                headers: [.origin: "https://evil.example"]
            )
            #expect(foreign.status == .forbidden)
            let crossSite = try await client.execute(
                uri: "/api/conversations",
                method: .delete,
                headers: [try #require(HTTPField.Name("Sec-Fetch-Site")): "cross-site"]
            )
            #expect(crossSite.status == .forbidden)
        }
    }

    @Test("every answer carries the policy that forbids inline scripts")
    func headers() async throws {
        try await Self.withServer { client in
            for path in ["/", "/api/status", "/nowhere"] {
                let response = try await client.execute(uri: path, method: .get)
                let policy = response.headers[try #require(HTTPField.Name("Content-Security-Policy"))]
                #expect(policy?.contains("script-src 'self'") == true)
                #expect(policy?.contains("unsafe") == false)
            }
        }
    }
}
