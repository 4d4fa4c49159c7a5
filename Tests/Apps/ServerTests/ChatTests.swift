import Foundation
import Hummingbird
import Testing

@testable import Server

@Suite("OpenAI's dialect")
struct ChatTests {
    @Test("the page of an OpenAI client: chat with marks as annotations")
    func chat() async throws {
        try await TestServer.run { client, _ in
            let response = try await client.execute(
                uri: "/v1/chat/completions",
                method: .post,
                headers: [.contentType: "application/json"],
                body: ByteBuffer(
                    string:
                        #"{"model": "kaiyuan", "messages": [{"role": "user", "content": [{"type": "text", "text": "Who built the old bridge?"}]}]}"#
                )
            )
            let choice = try #require((try TestServer.json(response)["choices"] as? [[String: Any]])?.first)
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

    private static func body(_ question: String, _ more: String = "") -> String {
        #"{"model": "kaiyuan", "messages": [{"role": "user", "content": "\#(question)"}]\#(more)}"#
    }

    private static func choice(_ response: TestResponse) throws -> (content: String, finish: String) {
        let choice = try #require((try TestServer.json(response)["choices"] as? [[String: Any]])?.first)
        let message = try #require(choice["message"] as? [String: Any])
        return (try #require(message["content"] as? String), try #require(choice["finish_reason"] as? String))
    }

    @Test("an answer ends where the client wants it ended, streamed or not, and usage counts what is left")
    func cut() async throws {
        let question = "Who built the old bridge?"
        try await TestServer.run { client, _ in
            let whole = try Self.choice(try await client.chat(Self.body(question)))
            #expect(whole.finish == "stop")
            #expect(whole.content.contains("bridge"))
            for (more, finish) in [
                (#", "stop": ["nowhere", "bridge"]"#, "stop"), (#", "max_tokens": 4"#, "length"),
                (#", "max_tokens": 400, "max_completion_tokens": 4"#, "length"),
            ] {
                let plain = try await client.chat(Self.body(question, more))
                let cut = try Self.choice(plain)
                #expect(cut.finish == finish)
                #expect(whole.content.hasPrefix(cut.content) && cut.content.count < whole.content.count)
                #expect(!cut.content.contains("bridge") || finish == "length")
                let usage = try #require(try TestServer.json(plain)["usage"] as? [String: Int])
                if finish == "length" { #expect(try #require(usage["completion_tokens"]) <= 4) }
                let chunks = try TestServer.chunks(
                    try await client.chat(Self.body(question, #", "stream": true"# + more))
                )
                let choices = chunks.compactMap { ($0["choices"] as? [[String: Any]])?.first }
                let streamed = choices.compactMap { ($0["delta"] as? [String: Any])?["content"] as? String }.joined()
                #expect(streamed == cut.content)
                #expect(choices.last?["finish_reason"] as? String == finish)
            }
        }
    }

    @Test(
        "what is out of range is refused, and what cannot be met is not ignored",
        arguments: [
            (#""max_tokens": -1"#, "invalid_value", "max_tokens"),
            (#""max_completion_tokens": 0"#, "invalid_value", "max_completion_tokens"),
            (#""max_tokens": 1.5"#, "invalid_value", "max_tokens"),
            (#""temperature": 2.1"#, "invalid_value", "temperature"),
            (#""temperature": "hot""#, "invalid_value", "temperature"),
            (#""top_p": -0.1"#, "invalid_value", "top_p"),
            (#""presence_penalty": 3"#, "invalid_value", "presence_penalty"),
            (#""stop": ["a", "b", "c", "d", "e"]"#, "invalid_value", "stop"),
            (#""stop": 5"#, "invalid_value", "stop"),
            (#""tools": "all""#, "invalid_value", "tools"),
            (#""n": 0"#, "invalid_value", "n"),
            (#""n": 2"#, "unsupported_parameter", "n"),
            (#""logprobs": true"#, "unsupported_parameter", "logprobs"),
            (#""tool_choice": "required""#, "unsupported_parameter", "tool_choice"),
            (
                #""tool_choice": {"type": "function", "function": {"name": "f"}}"#, "unsupported_parameter",
                "tool_choice"
            ),
            (#""tool_choice": "maybe""#, "invalid_value", "tool_choice"),
            (#""response_format": {"type": "json_object"}"#, "unsupported_parameter", "response_format"),
            (
                #""response_format": {"type": "json_schema", "json_schema": {}}"#, "unsupported_parameter",
                "response_format"
            ),
            (#""response_format": {"type": "xml"}"#, "invalid_value", "response_format.type"),
        ]
    )
    func refusals(field: String, code: String, param: String) async throws {
        try await TestServer.run { client, _ in
            let refused = try await client.chat(Self.body("Who built the old bridge?", ", " + field))
            #expect(refused.status == .badRequest)
            let error = try #require(try TestServer.json(refused)["error"] as? [String: Any])
            #expect(error["code"] as? String == code)
            #expect(error["param"] as? String == param)
            #expect(error["type"] as? String == "invalid_request_error")
        }
    }

    @Test("what clients send by default is taken")
    func defaults() async throws {
        let more = """
            , "temperature": 1, "top_p": 1, "n": 1, "stop": null, "max_tokens": null, "tool_choice": "auto", "seed": 7,
            "tools": [{"type": "function", "function": {"name": "f"}}], "response_format": {"type": "text"},
            "logprobs": false, "user": "somebody", "logit_bias": {"1": 5}
            """
        try await TestServer.run { client, _ in
            let response = try await client.chat(Self.body("Who built the old bridge?", more))
            #expect(response.status == .ok)
            #expect(response.headers[.processingTime].flatMap { Int($0) } != nil)
        }
    }

    @Test("when the library holds no answer, the nearest passages stand beside the answer")
    func nearPassages() async throws {
        let question = "How heavy is the largest granite bridge of Portugal?"
        try await TestServer.run { client, _ in
            let plain = try TestServer.json(try await client.chat(Self.body(question)))
            let results = try #require(plain["search_results"] as? [[String: Any]])
            #expect(results.map { $0["title"] as? String } == ["Bridges"])
            #expect(results.first?["url"] as? String == "http://localhost/d/1")
            let chunks = try TestServer.chunks(try await client.chat(Self.body(question, #", "stream": true"#)))
            #expect((chunks.last?["search_results"] as? [Any])?.count == 1)
            let answered = try TestServer.json(try await client.chat(Self.body("Who built the old bridge?")))
            #expect(answered["search_results"] == nil)
        }
    }

    @Test("what goes wrong before the first word has a status of its own, and tells nothing of the inside")
    func failures() async throws {
        try await TestServer.run(model: FailingModel()) { client, _ in
            for more in ["", #", "stream": true"#] {
                let failed = try await client.chat(Self.body("Who built the old bridge?", more))
                #expect(failed.status == .internalServerError)
                let error = try #require(try TestServer.json(failed)["error"] as? [String: Any])
                #expect(error["code"] as? String == "answer_failed")
                #expect(error["type"] as? String == "server_error")
                #expect((error["message"] as? String)?.contains("SELECT") == false)
            }
            let done = try await client.ask("Who built the old bridge?").done
            #expect(done["status"] as? String == "failed")
            let error = try #require(done["error"] as? [String: Any])
            #expect((error["message"] as? String)?.contains("SELECT") == false)
        }
    }

    @Test("a client that goes away stops its answer, streamed or not", arguments: [false, true])
    func leaving(isStreamed: Bool) async throws {
        let (written, writing) = AsyncStream<Void>.makeStream()
        try await TestServer.run(model: EndlessModel(written: writing)) { client, _ in
            async let response = client.chat(
                Self.body("Who built the old bridge?", isStreamed ? #", "stream": true"# : "")
            )
            for await _ in written { break }
            client.leave()
            // Without the client's leave this would never end.
            let ended = try await response
            #expect(isStreamed || ended.status.code == 499)
            let metrics = String(buffer: try await client.execute(uri: "/metrics", method: .get).body)
            #expect(metrics.contains("kaiyuan_answers_running 0\n"))
        }
    }

    @Test("what the client wants no more of is not worked for, streamed or not", arguments: [false, true])
    func cutOff(isStreamed: Bool) async throws {
        let (_, writing) = AsyncStream<Void>.makeStream()
        try await TestServer.run(model: EndlessModel(written: writing)) { client, _ in
            let more = #", "max_tokens": 1"# + (isStreamed ? #", "stream": true"# : "")
            // The model writes "It begins" and never ends of itself.
            let response = try await client.chat(Self.body("Who built the old bridge?", more))
            #expect(response.status == .ok)
            let text = String(buffer: response.body)
            #expect(text.contains(#""finish_reason":"length""#) && !text.contains("begins"))
            let metrics = String(buffer: try await client.execute(uri: "/metrics", method: .get).body)
            #expect(metrics.contains("kaiyuan_answers_running 0\n"))
        }
    }

    @Test("behind a proxy with TLS, marks open pages there")
    func secureSite() async throws {
        try await TestServer.run { client, _ in
            let response = try await client.execute(
                uri: "/v1/chat/completions",
                method: .post,
                headers: [.contentType: "application/json", .forwardedProto: "https"],
                body: ByteBuffer(string: Self.body("Who built the old bridge?"))
            )
            #expect(String(buffer: response.body).contains("https://localhost/d/1?"))
        }
    }
}
