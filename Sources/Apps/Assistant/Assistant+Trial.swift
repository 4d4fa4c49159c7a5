// One question asked for measurement: what would be quoted first, and whether it would be given as an answer.

internal import Dialogue
internal import Retrieval

extension Assistant {
    /// The outcome of a question as evaluations see it.
    package struct Trial: Sendable, Equatable {
        /// Whether the quote would be given as an answer, and not merely as near the question.
        package var isAnswered: Bool
        /// How sure the answerer is of the best quote, from 0 to 1.
        package var confidence = 0.0
        /// The best quote, whether or not it is given as an answer.
        package var firstQuote: String?
        /// The words in bold, as UTF-8 offsets in the quote.
        package var span: Range<Int>?
        /// Whether the quote stands right below a heading that asks the very question.
        package var isBelowItsHeading = false
        /// Whether the answer has a shape of its own; the first quote is the first one in it.
        package var isShaped = false
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

        /// Whether the question is Chinese: the weights of spans depend on it.
        package var isChinese = false
        /// Every span of the quote that might be set in bold.
        package var spans: [Span] = []

        /// A span with its figures that are not 0.
        package struct Span: Sendable, Equatable {
            /// UTF-8 offsets in the quote.
            package var range: Range<Int>
            /// Places of the figures among those that `spanBlocks` counts, and the figures.
            package var places: [Int]
            package var figures: [Double]
        }

        /// The blocks of a span's figures, in order, each with the number of its figures.
        package static var spanBlocks: [(name: String, count: Int)] {
            SpanBlock.allCases.map { ($0.rawValue, $0.count) }
        }

        package static var featureNames: [String] { FeatureVector<SentenceFeature>.names }
        package static var standingNames: [String] { FeatureVector<StandingFeature>.names }
    }

    /// Asks the question of the library and the quoting answerer, exactly as `answer` does, and keeps what decides.
    ///
    /// All candidates for the words in bold are kept too where `recordsSpans` says so.
    package func trial(_ question: Question, recordsSpans: Bool = false) async throws -> Trial {
        let standing = StandingQuestion(question.text, after: [])
        let results = try await search(standing, in: question.scope)
        var writer = AnswerWriter(results: results)
        try await writer.locate(in: library)
        let request = ChatRequest(
            messages: [ChatMessage(role: .user, text: question.text)],
            passages: writer.passages,
            language: question.language
        )
        let (plan, analysis, candidates) = try await QuotingAnswerer(library: library).weigh(request)
        var trial = Trial(isAnswered: plan.hasAnswer)
        trial.isChinese = analysis.isChinese
        trial.confidence = plan.confidence
        trial.sentences = candidates.all.map {
            .init(
                text: $0.sentence.text,
                passage: $0.passage.index,
                features: $0.features.figures,
                standing: $0.standing.figures
            )
        }
        func words(_ quote: Quote) -> String {
            let text = request.passages[quote.passage].text
            return String(Substring(text.utf8.dropFirst(quote.range.lowerBound).prefix(quote.range.count)))
        }
        trial.firstQuote = plan.quotes.first.map(words)
        let language = Phrases.language(of: question.text, otherwise: question.language)
        let found = Found(results: results, writer: writer)
        if let shaped = try await shaped(standing, found, in: question.scope, language: language, tell: { _ in }) {
            (trial.isShaped, trial.isAnswered) = (true, true)
            if let quote = shaped.firstQuote, quote != trial.firstQuote {
                trial.firstQuote = quote
                return trial
            }
        }
        guard let first = plan.quotes.first else { return trial }
        trial.span = first.span.map { $0.lowerBound - first.range.lowerBound..<$0.upperBound - first.range.lowerBound }
        trial.isBelowItsHeading = plan.isBelowItsHeading
        if recordsSpans, let quote = trial.firstQuote {
            let units = library.analyzer.units(of: quote, language: request.passages[first.passage].language)
            trial.spans = AnswerSpan(analysis).candidates(in: quote, units: units).map {
                .init(range: $0.range, places: $0.figures.map(\.index), figures: $0.figures.map(\.value))
            }
        }
        return trial
    }
}
