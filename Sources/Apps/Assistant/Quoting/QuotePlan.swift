// What the quoting answerer decided: whether there is an answer, and which words give it.

/// A sentence or two, verbatim from a passage.
struct Quote: Sendable, Equatable {
    /// Index into the request's passages.
    var passage: Int
    /// UTF-8 offsets in the passage's text, without blanks at either end.
    var range: Range<Int>
    /// The date, number or name asked for, as UTF-8 offsets in the passage's text; nil when nothing stands out.
    var span: Range<Int>?
    var score: Double
}

/// The quotes that answer a question, or are at least near it.
struct QuotePlan: Sendable, Equatable {
    /// Best first; the first one leads the answer.
    var quotes: [Quote]
    /// How likely it is that the first quote holds the answer, from 0 to 1.
    var confidence: Double
    /// Quotes of different documents that contradict each other, newest first; empty when none do.
    var sides: [Quote] = []
    /// Whether the first quote stands right below a heading that asks the very question.
    var isBelowItsHeading = false

    var hasAnswer: Bool { !quotes.isEmpty && confidence >= QuoteModel.threshold }
}
