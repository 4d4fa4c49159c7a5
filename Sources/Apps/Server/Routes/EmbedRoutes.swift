// The search box for other sites: `/embed.js` puts a frame there, `/embed` is the page in the frame, `/embed/ask` answers
// it. Whoever can open such a site may ask, so answers here are kept nowhere and say nothing of where documents lie.

internal import Assistant
internal import Foundation
internal import Hummingbird
internal import Retrieval
internal import Synchronization

/// Asking from other sites.
struct EmbedRoutes {
    let assistant: Assistant
    let origins: EmbedOrigins
    let pages: PageRoutes
    private let places = AnswerPlaces()

    init(assistant: Assistant, origins: EmbedOrigins, pages: PageRoutes) {
        (self.assistant, self.origins, self.pages) = (assistant, origins, pages)
    }

    func add(to router: Router<KaiyuanContext>) {
        router.get("embed") { request, _ in try file("assets/embed.html", request) }
        router.get("embed.js") { request, _ in try file("assets/embed.js", request) }
        router.post("embed/ask", use: ask)
    }

    private func file(_ path: String, _ request: Request) throws -> Response {
        guard origins.isOn else { throw Self.isOff }
        return try pages.file(path, request)
    }

    private static var isOff: APIError {
        APIError.notFound("No site may show this search box; name those that may: KAIYUAN_EMBED_ORIGINS.")
    }

    @Sendable func ask(_ request: Request, context: KaiyuanContext) async throws -> Response {
        guard origins.isOn else { throw Self.isOff }
        let asking = try await JSONBody.decode(EmbedRequest.self, from: request).asking()
        guard places.take() else {
            throw APIError(
                status: .tooManyRequests,
                code: "busy",
                message: "Many are asking at this moment; try again shortly.",
                headers: [.retryAfter: "2"]
            )
        }
        defer { places.giveBack() }
        let question = Question(asking.question, language: asking.language)
        let answer = await context.whileConnected { await assistant.answer(question) { _ in } }
        if answer.status == .stopped { throw APIError.clientGone }
        guard answer.status != .failed else {
            throw APIError(
                status: .internalServerError,
                code: Answer.Failure.unexplained.code,
                message: Answer.Failure.unexplained.message
            )
        }
        return try JSONBody.response(EmbedAnswer(answer))
    }
}

/// How many may be answered at once: strangers must leave room for those who are signed in.
private final class AnswerPlaces: Sendable {
    private static let count = 8
    private let taken = Mutex(0)

    func take() -> Bool {
        taken.withLock { taken in
            guard taken < Self.count else { return false }
            taken += 1
            return true
        }
    }

    func giveBack() { taken.withLock { $0 -= 1 } }
}

private struct EmbedRequest: Decodable {
    var question: String
    var language: String?

    func asking() throws -> AnswerDesk.Asking {
        try AskRequest(
            question: question,
            conversationID: nil,
            replaces: nil,
            scope: nil,
            language: language
        ).asking()
    }
}

/// An answer as strangers see it.
private struct EmbedAnswer: Encodable {
    struct Source: Encodable {
        var number: Int
        var title: String
        var author: String?
        var date: String?
        /// Only of documents from the web.
        var url: String?
        var snippet: String
        var cited: Bool
        var near: Bool
    }

    struct Mark: Encodable {
        var number: Int
        var text_start: Int
        var text_end: Int
        var quote: String
    }

    var status: Answer.Status
    var text: String
    var marks: [Mark]
    var sources: [Source]

    init(_ answer: Answer) {
        (status, text) = (answer.status, answer.text)
        marks = answer.marks.map {
            Mark(number: $0.number, text_start: $0.textStart, text_end: $0.textEnd, quote: $0.quote)
        }
        sources = answer.sources.filter { $0.cited || $0.near }.map { source in
            let isOnWeb = source.address.hasPrefix("https://") || source.address.hasPrefix("http://")
            return Source(
                number: source.number,
                title: source.title,
                author: source.author,
                date: source.date,
                url: isOnWeb ? source.address : nil,
                snippet: source.snippet,
                cited: source.cited,
                near: source.near
            )
        }
    }
}
