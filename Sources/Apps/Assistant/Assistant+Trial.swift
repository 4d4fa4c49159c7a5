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
        /// Whether the quote stands right below a heading that asks the very question.
        package var isBelowItsHeading = false
        /// Every sentence that was weighed.
        package var sentences: [Sentence] = []

        /// A sentence with its figures, in the order of `featureNames` and `standingNames`.
        package struct Sentence: Sendable, Equatable {
            package var text: String
            /// Sentences of the same passage share it.
            package var passage: Int
            package var features: [Double]
            package var standing: [Double]
        }

        package static var featureNames: [String] { FeatureVector<SentenceFeature>.names }
        package static var standingNames: [String] { FeatureVector<StandingFeature>.names }
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
        let (plan, candidates) = try await QuotingAnswerer(library: library).weigh(request)
        var trial = Trial(isAnswered: plan.hasAnswer)
        trial.sentences = candidates.all.map {
            .init(
                text: $0.sentence.text,
                passage: $0.passage.index,
                features: $0.features.figures,
                standing: $0.standing.figures
            )
        }
        guard let first = plan.quotes.first else { return trial }
        func words(_ range: Range<Int>) -> String {
            String(Substring(request.passages[first.passage].text.utf8.dropFirst(range.lowerBound).prefix(range.count)))
        }
        trial.firstQuote = words(first.range)
        trial.span = first.span.map(words)
        trial.isBelowItsHeading = plan.isBelowItsHeading
        return trial
    }
}
