import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import Server

@Suite("Routes")
struct RouteTests {
    @Test("a question is answered as a stream, kept, found again and shared")
    func asking() async throws {
        try await TestServer.run { client, _ in
            let response = try await client.execute(
                uri: "/api/ask",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"question": "Who built the old bridge?", "language": "en"}"#)
            )
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/event-stream; charset=utf-8")
            let events = try TestServer.events(response)
            #expect(events.first?.name == "start")
            #expect(events.last?.name == "done")
            let done = try #require(events.last?.data)
            #expect(done["status"] as? String == "answered")
            let marks = try #require(done["marks"] as? [[String: Any]])
            let quote = try #require(marks.first?["quote"] as? String)
            #expect(TestServer.text.contains(quote))
            let turn = try #require(events.first?.data["turn_id"] as? String)
            let conversation = try #require(events.first?.data["conversation_id"] as? String)

            let again = try await client.execute(uri: "/api/turns/\(turn)/events", method: .get)
            #expect(try TestServer.events(again).last?.data["text"] as? String == done["text"] as? String)
            let read = try await client.execute(uri: "/api/conversations/\(conversation)", method: .get)
            #expect((try TestServer.json(read)["turns"] as? [[String: Any]])?.first?["status"] as? String == "answered")

            let share = try TestServer.json(
                try await client.execute(uri: "/api/conversations/\(conversation)/shares", method: .post)
            )
            let token = try #require(share["token"] as? String)
            #expect(try await client.execute(uri: "/api/shares/\(token)", method: .get).status == .ok)
            #expect(try await client.execute(uri: "/api/shares/\(token)", method: .delete).status == .noContent)
            #expect(try await client.execute(uri: "/api/shares/\(token)", method: .get).status == .notFound)
        }
    }

    @Test("within what a question was asked is told with its turn, and in no snapshot")
    func scope() async throws {
        try await TestServer.run { client, _ in
            for (scope, told) in [
                (#", "scope": {"folder": "/docs"}"#, #""scope":{"folder":"/docs"}"#),
                (#", "scope": {"document_ids": [1]}"#, #""scope":{"document_ids":[1]}"#), ("", nil),
            ] as [(String, String?)] {
                let asked = try await client.execute(
                    uri: "/api/ask",
                    method: .post,
                    headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: #"{"question": "Who built the old bridge?"\#(scope)}"#)
                )
                let id = try #require(try TestServer.events(asked).first?.data["conversation_id"] as? String)
                let read = try await client.execute(uri: "/api/conversations/\(id)", method: .get)
                let body = String(buffer: read.body)
                #expect(told.map { body.contains($0) } ?? !body.contains(#""scope""#))
                let share = try TestServer.json(
                    try await client.execute(uri: "/api/conversations/\(id)/shares", method: .post)
                )
                let token = try #require(share["token"] as? String)
                let shared = try await client.execute(uri: "/api/shares/\(token)", method: .get)
                #expect(!String(buffer: shared.body).contains(#""scope""#))
            }
        }
    }

    @Test("a mark opens its words, highlighted in the document")
    func reading() async throws {
        try await TestServer.run { client, _ in
            let start = "When was the old bridge built?\n".utf8.count
            let response = try await client.execute(
                uri: "/api/documents/1?start=\(start + 4)&end=\(start + 14)",
                method: .get
            )
            let body = try TestServer.json(response)
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
        try await TestServer.run { client, _ in
            let found = try TestServer.json(
                try await client.execute(
                    uri: "/api/search",
                    method: .post,
                    headers: [.contentType: "application/json"],
                    body: ByteBuffer(string: #"{"query": "granite"}"#)
                )
            )
            #expect((found["results"] as? [Any])?.count == 1)
            func total() async throws -> Int? {
                try TestServer.json(try await client.execute(uri: "/api/documents", method: .get))["total"] as? Int
            }
            #expect(try await total() == 1)
            #expect(try await client.execute(uri: "/api/documents/1", method: .delete).status == .noContent)
            #expect(try await client.execute(uri: "/api/documents/1", method: .get).status == .notFound)
            #expect(try await total() == 0)
        }
    }

    private static let tooManyDocuments = """
        {"question": "x", "scope": {"document_ids": [\(Array(repeating: "1", count: 1_001).joined(separator: ","))]}}
        """

    @Test(
        "what is wrong is refused with its status, code and field",
        arguments: [
            ("/api/ask", "{}", 400, "missing_field", "question"),
            ("/api/ask", #"{"question": "  "}"#, 400, "empty_question", "question"),
            ("/api/ask", "nonsense", 400, "invalid_value", nil),
            ("/api/ask", #"{"question": 5}"#, 400, "invalid_value", "question"),
            ("/api/ask", #"{"question": "x", "conversation_id": "conv_none"}"#, 404, "not_found", nil),
            ("/api/search", #"{"query": "x", "limit": 0}"#, 400, "invalid_value", "limit"),
            ("/api/search", #"{"query": "x", "limit": 1.5}"#, 400, "invalid_value", "limit"),
            ("/api/search", #"{"query": "x", "limit": "1"}"#, 400, "invalid_value", "limit"),
            ("/api/search", #"{"query": "type:foo x"}"#, 400, "invalid_value", "query"),
            (
                "/api/ask", #"{"question": "x", "scope": {"document_ids": [1, 0]}}"#, 400, "invalid_value",
                "scope.document_ids.[1]"
            ),
            ("/api/ask", tooManyDocuments, 400, "invalid_value", "scope.document_ids"),
            ("/v1/chat/completions", #"{"model": "gpt-9", "messages": []}"#, 404, "model_not_found", "model"),
            ("/v1/chat/completions", #"{"model": "kaiyuan", "messages": []}"#, 400, "invalid_value", "messages"),
        ] as [(String, String, Int, String, String?)]
    )
    func refusals(path: String, body: String, status: Int, code: String, param: String?) async throws {
        try await TestServer.run { client, _ in
            let response = try await client.execute(
                uri: path,
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: body)
            )
            #expect(response.status.code == status)
            let error = try #require(try TestServer.json(response)["error"] as? [String: Any])
            #expect(error["code"] as? String == code)
            #expect(error["param"] as? String == param)
        }
    }

    @Test("with a secret nobody gets in without it, but the page and its sign-in are there")
    func secret() async throws {
        try await TestServer.run(secret: "a long enough secret") { client, _ in
            let html: HTTPFields = [.accept: "text/html"]
            for path in ["/api/documents", "/metrics", "/v1/models", "/api/conversations", "/api/nowhere"] {
                for headers in [[:], html] {
                    let refused = try await client.execute(uri: path, method: .get, headers: headers)
                    #expect(refused.status == .unauthorized, "\(path)")
                    #expect(refused.headers[.wwwAuthenticate] == "Bearer realm=\"kaiyuan\"")
                    let error = try #require(try TestServer.json(refused)["error"] as? [String: Any])
                    #expect(error["type"] as? String == "invalid_request_error")
                    let code = path.hasPrefix("/v1/") ? "invalid_api_key" : "sign_in_required"
                    #expect(error["code"] as? String == code)
                }
            }
            let status = try TestServer.json(try await client.execute(uri: "/api/status", method: .get))
            #expect(status["signed_in"] as? Bool == false)
            #expect(status["documents"] as? Int == 0)
            #expect(try await client.execute(uri: "/", method: .get).status == .ok)
            let signIn = try await client.execute(
                uri: "/api/session",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"secret": "a long enough secret"}"#)
            )
            #expect(signIn.headers[.setCookie]?.contains("Secure") == false)
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
        try await TestServer.run { client, _ in
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

    @Test(
        "a site that makes its name resolve to this machine is refused",
        arguments: ["127.evil.example", "evil.example"]
    )
    func rebinding(host: String) async throws {
        try await TestServer.run { client, _ in
            let refused = try await client.execute(uri: "/api/documents", method: .get, host: host)
            #expect(refused.status == .misdirectedRequest)
        }
    }

    @Test("guessing by bearer token is slowed, for the one who guesses and on every path that tells")
    func guessing() async throws {
        try await TestServer.run(secret: "a long enough secret") { client, _ in
            func status(_ secret: String, from address: String, _ path: String = "/v1/models") async throws -> Int {
                try await client.execute(
                    uri: path,
                    method: .get,
                    headers: [.authorization: "Bearer \(secret)", .forwardedFor: address]
                ).status.code
            }
            for _ in 0..<5 {
                let guess = try await status("wrong", from: "10.0.0.1")
                #expect(guess == 401)
                let open = try await status("wrong", from: "10.0.0.1", "/api/status")
                #expect(open == 200)
            }
            let slowed = try await status("wrong", from: "10.0.0.1")
            #expect(slowed == 429)
            let open = try await status("wrong", from: "10.0.0.1", "/api/status")
            #expect(open == 429)
            let other = try await status("a long enough secret", from: "10.0.0.2")
            #expect(other == 200)
        }
    }

    @Test("behind TLS the cookie is for TLS alone")
    func secureCookie() async throws {
        try await TestServer.run(secret: "a long enough secret") { client, _ in
            let signIn = try await client.execute(
                uri: "/api/session",
                method: .post,
                headers: [.contentType: "application/json", .forwardedProto: "https"],
                body: ByteBuffer(string: #"{"secret": "a long enough secret"}"#)
            )
            #expect(signIn.headers[.setCookie]?.hasSuffix("; Secure") == true)
        }
    }

    @Test("in a query string a plus is a blank, and %2B is a plus")
    func plus() async throws {
        try await TestServer.run { client, _ in
            _ = try await client.ask("Who built the old bridge?")
            _ = try await client.ask("What is C++?")
            for (query, title) in [("old+bridge", "Who built the old bridge?"), ("C%2B%2B", "What is C++?")] {
                let found = try TestServer.json(
                    try await client.execute(uri: "/api/conversations?query=\(query)", method: .get)
                )
                let titles = (found["conversations"] as? [[String: Any]])?.map { $0["title"] as? String }
                #expect(titles == [title])
            }
            let bad = try await client.execute(uri: "/api/conversations?query=%FF", method: .get)
            #expect(bad.status == .badRequest)
        }
    }

    @Test("an address that nobody has shows the page to a browser, and JSON to others")
    func unknownAddress() async throws {
        try await TestServer.run(secret: "a long enough secret") { client, _ in
            let page = try await client.execute(
                uri: "/nowhere/at/all",
                method: .get,
                headers: [.accept: "text/html,application/xhtml+xml"]
            )
            #expect(page.status == .notFound)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(String(buffer: page.body).contains("<html"))
            let policy = page.headers[try #require(HTTPField.Name("Content-Security-Policy"))]
            #expect(policy?.contains("script-src 'self'") == true)
        }
        try await TestServer.run { client, _ in
            let plain = try await client.execute(uri: "/nowhere", method: .get)
            #expect(plain.status == .notFound)
            #expect(plain.headers[.contentType] == "application/json; charset=utf-8")
        }
    }

    @Test("methods that a path does not have are refused", arguments: ["/", "/history", "/c/x", "/api/ask", "/health"])
    func methods(path: String) async throws {
        try await TestServer.run { client, _ in
            let refused = try await client.execute(uri: path, method: .put)
            #expect(refused.status == .methodNotAllowed)
            #expect(refused.headers[.allow]?.isEmpty == false)
        }
    }

    @Test("shares are not for search engines")
    func robots() async throws {
        try await TestServer.run { client, _ in
            for (path, robots) in [("/s/token", "noindex"), ("/api/shares/token", "noindex"), ("/", nil)] {
                let response = try await client.execute(uri: path, method: .get)
                #expect(response.headers[.robots] == robots)
            }
        }
    }

    @Test("a title is as long as the description says, in Unicode scalars", arguments: [(200, 200), (201, 400)])
    func titles(length: Int, status: Int) async throws {
        try await TestServer.run { client, _ in
            let conversation = try await client.ask("Who built the old bridge?").conversation
            let title = String(repeating: "e\u{301}", count: length / 2) + (length % 2 == 1 ? "e" : "")
            let renamed = try await client.execute(
                uri: "/api/conversations/\(conversation)",
                method: .patch,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(string: #"{"title": "\#(title)"}"#)
            )
            #expect(renamed.status.code == status)
        }
    }

    @Test("a body that is too large is refused, and the connection with it")
    func tooLarge() async throws {
        try await TestServer.run { client, _ in
            for (path, type, length) in [
                ("/api/ask", "application/json", "2097153"),
                ("/api/documents", "multipart/form-data; boundary=x", "1073741825"),
            ] {
                let refused = try await client.execute(
                    uri: path,
                    method: .post,
                    headers: [.contentType: type, .contentLength: length]
                )
                #expect(refused.status == .contentTooLarge)
                #expect(refused.headers[.connection] == "close")
            }
        }
    }

    @Test("answers of both dialects are counted, and probes do not wait for the library")
    func metrics() async throws {
        try await TestServer.run { client, _ in
            _ = try await client.ask("Who built the old bridge?")
            _ = try await client.chat(#"{"model": "kaiyuan", "messages": [{"role": "user", "content": "2+2"}]}"#)
            let text = String(buffer: try await client.execute(uri: "/metrics", method: .get).body)
            #expect(text.contains("kaiyuan_answers_running 0\n"))
            #expect(text.contains("kaiyuan_answer_duration_seconds_count{status=\"answered\"} 1\n"))
            #expect(text.contains("kaiyuan_answer_duration_seconds_count{status=\"chat\"} 1\n"))
            #expect(text.contains("kaiyuan_documents 1\n"))
            #expect(try await client.execute(uri: "/ready", method: .get).status == .ok)
        }
    }

    @Test("every answer carries the policy that forbids inline scripts")
    func headers() async throws {
        try await TestServer.run { client, _ in
            for path in ["/", "/api/status", "/nowhere"] {
                let response = try await client.execute(uri: path, method: .get)
                let policy = response.headers[try #require(HTTPField.Name("Content-Security-Policy"))]
                #expect(policy?.contains("script-src 'self'") == true)
                #expect(policy?.contains("unsafe") == false)
            }
        }
    }
}
