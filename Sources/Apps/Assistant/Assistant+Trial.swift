// One question asked for measurement: what would be quoted first, and whether it would be given as an answer.

internal import Dialogue
internal import Retrieval

extension Assistant {
    /// The outcome of a question as evaluations see it.
    package struct Trial: Sendable, Equatable {
        /// Whether the quote would be given as an answer, and not merely as near the question.
        package var isAnswered: Bool
        /// The best quote, whether or not it is given as an answer.
        package var firstQuote: String?
        /// The words in bold.
        package var span: String?
    }

    /// Asks the question of the library and the quoting answerer, exactly as `answer` does, and keeps what decides.
    package func trial(_ question: Question) async throws -> Trial {
        let results = try await search(StandingQuestion(question.text, after: []), in: question.scope)
        var writer = AnswerWriter(results: results)
        try await writer.locate(in: library)
        let request = ChatRequest(
            messages: [ChatMessage(role: .user, text: question.text)],
            passages: writer.passages,
            language: question.language
        )
        let plan = try await QuotingAnswerer(library: library).plan(for: request)
        guard let first = plan.quotes.first else { return Trial(isAnswered: false) }
        func words(_ range: Range<Int>) -> String {
            String(Substring(request.passages[first.passage].text.utf8.dropFirst(range.lowerBound).prefix(range.count)))
        }
        return Trial(isAnswered: plan.hasAnswer, firstQuote: words(first.range), span: first.span.map(words))
    }
}
