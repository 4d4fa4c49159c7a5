// `POST /api/ask`: a question, answered as a stream of events; and the same stream again for a tab that comes back.

internal import Assistant
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Retrieval

/// Asking, joining and stopping.
struct AskRoutes {
    let desk: AnswerDesk

    func add(to router: Router<KaiyuanContext>) {
        router.post("api/ask", use: ask)
        router.get("api/turns/:id/events", use: events)
        router.post("api/turns/:id/stop", use: stop)
    }

    @Sendable func ask(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let body = try await JSONBody.decode(AskRequest.self, from: request)
        return Self.stream(try await desk.ask(try body.asking()))
    }

    @Sendable func events(_ request: Request, context: KaiyuanContext) async throws -> Response {
        Self.stream(try await desk.events(of: try context.parameters.require("id")))
    }

    @Sendable func stop(_ request: Request, context: KaiyuanContext) async throws -> Response {
        try await desk.stop(try context.parameters.require("id"))
        return Response(status: .noContent)
    }

    private static func stream(_ events: AsyncStream<AnswerEvent>) -> Response {
        ServerSentEvents.response(
            AsyncThrowingStream { continuation in
                let task = Task {
                    do {
                        for await event in events { continuation.yield(try buffer(event)) }
                        continuation.finish()
                    } catch {
                        continuation.finish(throwing: error)
                    }
                }
                continuation.onTermination = { _ in task.cancel() }
            }
        )
    }

    private static func buffer(_ event: AnswerEvent) throws -> ByteBuffer {
        switch event {
        case .start(let start): try ServerSentEvents.event("start", start)
        case .progress(let progress): try ServerSentEvents.event("progress", progress)
        case .sources(let sources): try ServerSentEvents.event("sources", ["sources": sources])
        case .delta(let text, let marks): try ServerSentEvents.event("delta", Delta(text: text, marks: marks))
        case .followups(let questions): try ServerSentEvents.event("followups", ["questions": questions])
        case .done(let answer): try ServerSentEvents.event("done", answer)
        }
    }

    private struct Delta: Encodable {
        var text: String
        var marks: [Mark]
    }
}

/// The body of `POST /api/ask`.
struct AskRequest: Decodable {
    struct Scope: Decodable {
        var documentIDs: [WholeNumber]?
        var folder: String?

        enum CodingKeys: String, CodingKey {
            case folder
            case documentIDs = "document_ids"
        }
    }

    static let longestQuestion = SearchQuery.longestText
    private static let documentCount = 1_000

    var question: String
    var conversationID: String?
    var replaces: String?
    var scope: Scope?
    var language: String?

    enum CodingKeys: String, CodingKey {
        case question, replaces, scope, language
        case conversationID = "conversation_id"
    }

    func asking() throws -> AnswerDesk.Asking {
        let text = question.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else {
            throw APIError.invalid("The question is empty.", param: "question", code: "empty_question")
        }
        guard text.unicodeScalars.count <= Self.longestQuestion else {
            throw APIError.invalid(
                "The question has more than \(Self.longestQuestion) characters. Ask in fewer words.",
                param: "question",
                code: "question_too_long"
            )
        }
        if let language, language != "en", language != "zh" {
            throw APIError.invalid("The language is \"en\" or \"zh\".", param: "language")
        }
        guard scope?.documentIDs?.count ?? 0 <= Self.documentCount else {
            throw APIError.invalid(
                "The scope names more than \(Self.documentCount) documents. Name a folder instead.",
                param: "scope.document_ids"
            )
        }
        if let index = scope?.documentIDs?.firstIndex(where: { $0.value < 1 }) {
            throw APIError.invalid("A document's id is 1 or more.", param: "scope.document_ids.[\(index)]")
        }
        if let replaces, conversationID == nil { throw ConversationError.noSuchTurn(replaces) }
        var filter = DocumentFilter()
        filter.documentIDs = Set((scope?.documentIDs ?? []).map { Int64($0.value) })
        filter.folder = scope?.folder
        return AnswerDesk.Asking(
            question: text,
            conversationID: conversationID,
            replacedTurnID: replaces,
            scope: filter,
            language: language ?? "en"
        )
    }
}
