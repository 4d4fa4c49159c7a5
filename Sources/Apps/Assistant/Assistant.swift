// A question becomes a cited answer: what is wanted, what stands for it in the library, and an answer whose marks are
// checked before they leave. Start here. Knows nothing of HTTP, nor of how conversations are kept.

package import Dialogue
package import Retrieval
internal import Documents
internal import Foundation

/// A question with all that decides its answer.
package struct Question: Sendable {
    package var text: String
    /// What was asked and answered before, oldest first.
    package var exchanges: [Exchange]
    /// Which documents may answer.
    package var scope: DocumentFilter
    /// The language of the page, `en` or `zh`: phrases that are no quotes are in the question's own language, and in
    /// this one where the question does not tell.
    package var language: String

    package init(_ text: String, exchanges: [Exchange] = [], scope: DocumentFilter = DocumentFilter(), language: String)
    {
        (self.text, self.exchanges, self.scope, self.language) = (text, exchanges, scope, language)
    }
}

/// Brings into the library what is found elsewhere for a question, and tells how many documents that were.
package typealias Gatherer = @Sendable (_ question: String) async throws -> Int

/// Answers questions from a library.
package struct Assistant: Sendable {
    package let library: Library
    let model: any ChatModel
    private let gather: Gatherer?

    /// How many documents, and passages of each, the model is shown.
    static let documentCount = 8
    private static let passagesPerDocument = 3

    /// - Parameters:
    ///   - library: what is searched.
    ///   - model: what makes an answer of what is found.
    ///   - gather: what is asked before the library is searched, unless the question is about a part of it.
    package init(library: Library, model: any ChatModel, gather: Gatherer? = nil) {
        (self.library, self.model, self.gather) = (library, model, gather)
    }

    /// Answers the question, telling each step as it happens.
    ///
    /// Never throws: what goes wrong is an answer with the status `failed`. When its task is cancelled, what was
    /// written so far is returned with the status `stopped`.
    package func answer(_ question: Question, tell: @Sendable (AnswerEvent) async -> Void) async -> Answer {
        let clock = ContinuousClock()
        let began = clock.now
        var answer: Answer
        do {
            answer = try await respond(to: question, tell)
        } catch is CancellationError {
            answer = Answer(status: .stopped)
        } catch {
            answer = Answer(status: .failed)
            answer.error = .init(message: "\(error)", code: "answer_failed")
        }
        answer.seconds = (clock.now - began) / .seconds(1)
        return answer
    }

    /// Whether the question is about documents, and no small talk or arithmetic.
    package static func needsLibrary(_ question: String) -> Bool { QuestionKind(question) == .search }

    private func respond(to question: Question, _ tell: @Sendable (AnswerEvent) async -> Void) async throws -> Answer {
        let language = Phrases.language(of: question.text, otherwise: question.language)
        let kind = QuestionKind(question.text)
        if kind != .search {
            var answer = Answer(status: .chat)
            answer.text = Phrases.reply(to: kind, language, try await library.statistics())
            await tell(.delta(text: answer.text, marks: []))
            return answer
        }
        var standing = StandingQuestion(question.text, after: question.exchanges)
        try await resolve(&standing, in: question.scope)
        if let gather, question.scope.isEmpty, standing.documentIDs.isEmpty {
            await tell(.progress(.init(stage: .gathering)))
            // Without the search engine, the library answers alone.
            _ = try? await gather(standing.text)
            try Task.checkCancellation()
        }
        await tell(.progress(.init(stage: .searching, query: standing.isRewritten ? standing.text : nil)))
        var results = try await search(standing, in: question.scope)
        var writer = AnswerWriter(results: results)
        try await writer.locate(in: library)
        let plain = Found(results: results, writer: writer)
        let shaped = try await shaped(standing, plain, in: question.scope, language: language, tell: tell)
        if let shaped { (results, writer) = (shaped.found.results, shaped.found.writer) }
        let passageCount = results.reduce(0) { $0 + $1.passages.count }
        await tell(.progress(.init(stage: .reading, documents: results.count, passages: passageCount)))

        await tell(.sources(writer.sources))
        let request = ChatRequest(
            messages: [ChatMessage(role: .user, text: standing.text)],
            passages: writer.passages,
            searchedCount: try await count(in: question.scope),
            language: language
        )
        if results.isEmpty {
            let text = Phrases.nothingFound(language, asked: standing.language, in: request.searchedCount)
            var answer = await Self.noAnswer(text, tell)
            try await suggest(standing, for: &answer, tell)
            return answer
        }
        do {
            let events = shaped.map { Self.stream($0.events) } ?? model.respond(to: request)
            for try await event in events {
                for step in writer.take(event, language: language) { await tell(step) }
            }
        } catch is CancellationError {
            return writer.answer(stopped: true)
        }
        if Task.isCancelled { return writer.answer(stopped: true) }
        var answer = writer.answer(stopped: false)
        if answer.status == .noAnswer {
            try await suggest(standing, for: &answer, tell)
            return answer
        }
        answer.followups = FollowUpQuestions(language: language).suggest(after: standing.text, results, answer)
        if !answer.followups.isEmpty { await tell(.followups(answer.followups)) }
        return answer
    }

    /// Offers the question as it may have been meant: with the library's words for those that it does not hold.
    private func suggest(
        _ question: StandingQuestion,
        for answer: inout Answer,
        _ tell: @Sendable (AnswerEvent) async -> Void
    ) async throws {
        guard let suggestion = try await library.suggestion(for: question.text) else { return }
        answer.followups = [suggestion]
        await tell(.followups(answer.followups))
    }

    private static func stream(_ events: [ChatEvent]) -> AsyncThrowingStream<ChatEvent, any Error> {
        AsyncThrowingStream { continuation in
            for event in events { continuation.yield(event) }
            continuation.finish()
        }
    }

    func search(
        _ question: StandingQuestion,
        in scope: DocumentFilter,
        limit: Int = documentCount
    ) async throws -> [SearchResult] {
        var query = SearchQuery(plain: question.text, filter: scope, limit: limit)
        query.passagesPerDocument = Self.passagesPerDocument
        if !question.documentIDs.isEmpty { query.filter.documentIDs = question.documentIDs }
        if let language = question.language { query.filter.language = language }
        return try await library.search(query).results
    }

    /// Finds the document that a follow-up names by its number, where nobody kept which ones answered before: asking
    /// again gives them in the same order.
    private func resolve(_ standing: inout StandingQuestion, in scope: DocumentFilter) async throws {
        guard let number = standing.ordinal else { return }
        let results = try await search(standing, in: scope)
        let index = number < 0 ? results.count - 1 : number - 1
        if results.indices.contains(index) { standing.documentIDs = [results[index].document.id] }
    }

    private func count(in scope: DocumentFilter) async throws -> Int {
        try await library.documents(filter: scope, limit: 1).totalCount
    }

    private static func noAnswer(_ text: String, _ tell: @Sendable (AnswerEvent) async -> Void) async -> Answer {
        var answer = Answer(status: .noAnswer)
        answer.text = text
        await tell(.delta(text: text, marks: []))
        return answer
    }
}
