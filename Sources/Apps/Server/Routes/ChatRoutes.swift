// `POST /v1/chat/completions`: OpenAI's dialect of a chat, translated at the door. The model `kaiyuan` answers from the
// library; its marks arrive as annotations of the type `url_citation`.

internal import Assistant
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Retrieval

/// Chats.
struct ChatRoutes {
    let assistant: Assistant

    func add(to router: Router<KaiyuanContext>) { router.post("v1/chat/completions", use: complete) }

    @Sendable func complete(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let body = try await JSONBody.decode(ChatCompletionRequest.self, from: request)
        let question = try body.question()
        let reply = ChatReply(
            id: "chatcmpl-" + UUID().uuidString.lowercased(),
            created: Int(Date.now.timeIntervalSince1970),
            model: body.model,
            site: "http://\(request.head.authority ?? "localhost")"
        )
        let promptTokens = body.messages.reduce(0) { $0 + PassageCutter.tokenCount(of: $1.text) }
        guard body.stream ?? false else {
            let answer = await assistant.answer(question) { _ in }
            if let failure = answer.error {
                throw APIError(status: .internalServerError, code: failure.code, message: failure.message)
            }
            return try JSONBody.response(reply.completion(answer, promptTokens: promptTokens))
        }
        let includesUsage = body.streamOptions?.includeUsage ?? false
        return ServerSentEvents.response(stream(question, reply, includesUsage ? promptTokens : nil))
    }

    private func stream(
        _ question: Question,
        _ reply: ChatReply,
        _ promptTokens: Int?
    ) -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    func send(_ chunk: ChatReply.Chunk) throws {
                        continuation.yield(try ServerSentEvents.event(nil, chunk))
                    }
                    let showsUsage = promptTokens != nil
                    try send(reply.chunk(.init(role: "assistant", content: ""), showsUsage: showsUsage))
                    let answer = await assistant.answer(question) { event in
                        guard case .delta(let text, _) = event,
                            let piece = try? ServerSentEvents.event(
                                nil,
                                reply.chunk(.init(content: text), showsUsage: showsUsage)
                            )
                        else { return }
                        continuation.yield(piece)
                    }
                    if let failure = answer.error {
                        let error = APIError(
                            status: .internalServerError,
                            code: failure.code,
                            message: failure.message
                        )
                        continuation.yield(try ServerSentEvents.event(nil, ErrorBody(error)))
                    } else {
                        let annotations = reply.annotations(answer)
                        try send(
                            reply.chunk(
                                .init(annotations: annotations.isEmpty ? nil : annotations),
                                finish: "stop",
                                showsUsage: showsUsage
                            )
                        )
                        if let promptTokens { try send(reply.usageChunk(answer, promptTokens: promptTokens)) }
                        continuation.yield(ByteBuffer(string: "data: [DONE]\n\n"))
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

/// The fields of a chat completion request that mean something here; others are ignored.
struct ChatCompletionRequest: Decodable {
    struct Message: Decodable {
        var role: String
        var text: String

        private enum CodingKeys: CodingKey { case role, content }
        private struct Part: Decodable {
            var type: String
            var text: String?
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            role = try container.decode(String.self, forKey: .role)
            if let plain = try? container.decodeIfPresent(String.self, forKey: .content) {
                text = plain
            } else if try container.contains(.content) && !container.decodeNil(forKey: .content) {
                let parts = try container.decode([Part].self, forKey: .content)
                text = parts.compactMap(\.text).joined(separator: "\n")
            } else {
                text = ""
            }
        }
    }

    struct StreamOptions: Decodable {
        var includeUsage: Bool?

        enum CodingKeys: String, CodingKey { case includeUsage = "include_usage" }
    }

    var model: String
    var messages: [Message]
    var stream: Bool?
    var streamOptions: StreamOptions?
    var n: Int?

    enum CodingKeys: String, CodingKey {
        case model, messages, stream, n
        case streamOptions = "stream_options"
    }

    private static let roles: Set<String> = ["developer", "system", "user", "assistant", "tool", "function"]
    private static let messageCount = 1_000

    /// The last message as the question, the turns before it as its context.
    func question() throws -> Question {
        guard model == ModelRoutes.assistantName else { throw APIError.unknownModel(model) }
        guard n ?? 1 == 1 else {
            throw APIError.invalid("The model kaiyuan gives one answer; n is 1.", param: "n")
        }
        guard messages.count <= Self.messageCount else {
            throw APIError.invalid("More than \(Self.messageCount) messages.", param: "messages")
        }
        for (index, message) in messages.enumerated() where !Self.roles.contains(message.role) {
            throw APIError.invalid(
                "There is no role \"\(message.role.prefix(40))\".",
                param: "messages.[\(index)].role"
            )
        }
        guard let last = messages.last(where: { $0.role == "user" }),
            !last.text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty
        else {
            throw APIError.invalid("There is no user message with text.", param: "messages")
        }
        guard last.text.unicodeScalars.count <= AskRequest.longestQuestion else {
            throw APIError.invalid(
                "The question has more than \(AskRequest.longestQuestion) characters.",
                param: "messages",
                code: "context_length_exceeded"
            )
        }
        let earlier = messages.filter { $0.role == "user" }.dropLast().map(\.text)
        return Question(last.text, exchanges: Exchange.chain(earlier), language: "en")
    }
}

/// Makes completions and chunks of an answer.
struct ChatReply: Sendable {
    let id: String
    let created: Int
    let model: String
    /// Scheme and host under which the client reached us: marks open pages there.
    let site: String

    struct Annotation: Encodable {
        struct URLCitation: Encodable {
            var url: String
            var title: String
            var start_index: Int
            var end_index: Int
        }

        var type = "url_citation"
        var url_citation: URLCitation
    }

    struct Delta: Encodable {
        var role: String?
        var content: String?
        var annotations: [Annotation]?
    }

    struct Usage: Encodable {
        var prompt_tokens: Int
        var completion_tokens: Int
        var total_tokens: Int

        init(prompt: Int, completion: Int) {
            (prompt_tokens, completion_tokens, total_tokens) = (prompt, completion, prompt + completion)
        }
    }

    struct Completion: Encodable {
        struct Choice: Encodable {
            struct Message: Encodable {
                var role = "assistant"
                var content: String
                var annotations: [Annotation]
            }

            var index = 0
            var message: Message
            var finish_reason = "stop"
        }

        var id: String
        var object = "chat.completion"
        var created: Int
        var model: String
        var choices: [Choice]
        var usage: Usage
    }

    struct Chunk: Encodable {
        struct Choice: Encodable {
            var index = 0
            var delta: Delta
            var finish_reason: String?

            enum CodingKeys: CodingKey { case index, delta, finish_reason }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(index, forKey: .index)
                try container.encode(delta, forKey: .delta)
                try container.encode(finish_reason, forKey: .finish_reason)
            }
        }

        var id: String
        var object = "chat.completion.chunk"
        var created: Int
        var model: String
        var choices: [Choice]
        /// Outer nil leaves the field out, inner nil writes `null`.
        var usage: Usage??

        enum CodingKeys: CodingKey { case id, object, created, model, choices, usage }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(object, forKey: .object)
            try container.encode(created, forKey: .created)
            try container.encode(model, forKey: .model)
            try container.encode(choices, forKey: .choices)
            if let usage { try container.encode(usage, forKey: .usage) }
        }
    }

    func completion(_ answer: Answer, promptTokens: Int) -> Completion {
        Completion(
            id: id,
            created: created,
            model: model,
            choices: [.init(message: .init(content: answer.text, annotations: annotations(answer)))],
            usage: usage(answer, promptTokens)
        )
    }

    func chunk(_ delta: Delta, finish: String? = nil, showsUsage: Bool) -> Chunk {
        Chunk(
            id: id,
            created: created,
            model: model,
            choices: [.init(delta: delta, finish_reason: finish)],
            usage: showsUsage ? .some(nil) : nil
        )
    }

    func usageChunk(_ answer: Answer, promptTokens: Int) -> Chunk {
        Chunk(id: id, created: created, model: model, choices: [], usage: usage(answer, promptTokens))
    }

    /// One for each mark; the offsets are those of the mark itself, in Unicode scalars of the content.
    func annotations(_ answer: Answer) -> [Annotation] {
        answer.marks.map { mark in
            let title = answer.sources.first { $0.documentID == mark.documentID }?.title ?? ""
            return Annotation(
                url_citation: .init(
                    url: "\(site)/d/\(mark.documentID)?start=\(mark.start)&end=\(mark.end)",
                    title: title,
                    start_index: mark.textStart,
                    end_index: mark.textEnd
                )
            )
        }
    }

    /// Without a tokenizer, a token is a Chinese character or three quarters of a word.
    private func usage(_ answer: Answer, _ promptTokens: Int) -> Usage {
        Usage(prompt: promptTokens, completion: PassageCutter.tokenCount(of: answer.text))
    }
}
