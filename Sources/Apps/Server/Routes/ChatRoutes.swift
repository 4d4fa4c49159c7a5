// `POST /v1/chat/completions`: OpenAI's dialect of a chat, translated at the door. The model `kaiyuan` answers from the
// library; its marks arrive as annotations of the type `url_citation`.

internal import Assistant
internal import Foundation
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Synchronization

/// Chats.
struct ChatRoutes {
    let assistant: Assistant
    let metrics: ServerMetrics

    func add(to router: Router<KaiyuanContext>) { router.post("v1/chat/completions", use: complete) }

    @Sendable func complete(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let body = try await JSONBody.decode(ChatCompletionRequest.self, from: request)
        let question = try body.question()
        let reply = ChatReply(
            id: "chatcmpl-" + UUID().uuidString.lowercased(),
            created: Int(Date.now.timeIntervalSince1970),
            model: body.model,
            site: request.site,
            promptTokens: body.promptTokens
        )
        return body.stream ?? false
            ? try await stream(question, reply, body, context)
            : try await whole(question, reply, body.cutter, context)
    }

    private func whole(
        _ question: Question,
        _ reply: ChatReply,
        _ cutter: ReplyCutter,
        _ context: KaiyuanContext
    ) async throws -> Response {
        let cutting = Mutex(cutter)
        let answer = await context.whileConnected {
            await respond(to: question) { text in
                cutting.withLock { cutter in
                    _ = cutter.take(text)
                    return !cutter.isCut
                }
            }
        }
        var cutter = cutting.withLock { $0 }
        try Self.check(answer, isCut: cutter.isCut, context.logger)
        _ = cutter.finish()
        return try JSONBody.response(reply.completion(answer, cutter))
    }

    /// The response is held until the first words are there, so that an error before them has a status of its own.
    private func stream(
        _ question: Question,
        _ reply: ChatReply,
        _ body: ChatCompletionRequest,
        _ context: KaiyuanContext
    ) async throws -> Response {
        let (pieces, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        let (opened, opening) = AsyncThrowingStream<Void, any Error>.makeStream()
        let showsUsage = body.streamOptions?.includeUsage ?? false
        let stream = ChatStream(reply, body.cutter, showsUsage: showsUsage, to: continuation, opening: opening)
        let task = Task {
            let answer = await context.whileConnected { await respond(to: question) { stream.write($0) } }
            do {
                try Self.check(answer, isCut: stream.isCut, context.logger)
                stream.end(answer)
            } catch {
                stream.fail(error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        for try await _ in opened { break }
        return ServerSentEvents.response(pieces)
    }

    /// Answers until the end, or until `take` wants no more of the text: then the current task is cancelled, and with it
    /// the work for what nobody would see.
    private func respond(to question: Question, _ take: @Sendable (String) -> Bool) async -> Answer {
        metrics.beginAnswer()
        let answer = await assistant.answer(question) { event in
            guard case .delta(let text, _) = event, !take(text) else { return }
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        }
        metrics.endAnswer(status: answer.status.rawValue, seconds: answer.seconds)
        return answer
    }

    /// What went wrong inside is for the log; the client learns that something did.
    private static func check(_ answer: Answer, isCut: Bool, _ logger: Logger) throws {
        if isCut { return }
        if answer.status == .stopped { throw APIError.clientGone }
        guard let failure = answer.error else { return }
        logger.error("A chat completion failed", metadata: ["error": "\(failure.message)"])
        throw APIError(
            status: .internalServerError,
            code: Answer.Failure.unexplained.code,
            message: Answer.Failure.unexplained.message
        )
    }
}
