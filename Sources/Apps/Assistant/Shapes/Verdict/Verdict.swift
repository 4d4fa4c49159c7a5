// "Can interns take annual leave?", 净水器可以用热水吗: the sentence that decides first, and Yes or No before it where it
// says plainly that very thing. In all other cases nothing is said but what the documents say.

internal import Dialogue
internal import Foundation
internal import Retrieval

/// The shape of yes and no.
struct Verdict: AnswerShape {
    private let question: ShapedQuestion

    /// Quotes that are looked at for a decision.
    private static let quoteCount = 4

    init?(_ question: ShapedQuestion) {
        guard (question.isChinese ? Self.chinese : Self.english).matches(question.text),
            !Self.open.matches(question.text)
        else { return nil }
        self.question = question
    }

    private static let english = Pattern(
        #"^(?:is|are|was|were|do|does|did|can|could|will|may|must|should|has|have|had)\b"#,
        ignoresCase: true
    )
    private static let chinese = Pattern("吗$|是否|是不是|能否|能不能|可不可以|可否|会不会|有没有|要不要|需不需要")
    /// Alternatives, negations and questions for more than yes or no.
    private static let open = Pattern(
        #"\bor\b|n't\b|\bnot\b|\b(?:what|who|when|where|why|how|which)\b|还是|什么|哪|谁|多少|怎么|如何|为何|不(?![是能可会要需])"#,
        ignoresCase: true
    )

    func compose(from evidence: inout ShapeEvidence) async throws -> [ChatEvent]? {
        var plan = try await evidence.plan()
        guard plan.hasAnswer, plan.sides.isEmpty else { return nil }
        let decision = Decision(question, analyzer: evidence.analyzer)
        for (index, quote) in plan.quotes.prefix(Self.quoteCount).enumerated() {
            let passage = evidence.request.passages[quote.passage]
            let words = String(Substring(passage.text.utf8.dropFirst(quote.range.lowerBound).prefix(quote.range.count)))
            guard let isYes = decision.verdict(of: words) else { continue }
            plan.quotes.insert(plan.quotes.remove(at: index), at: 0)
            plan.quotes[0].span = nil
            let events = QuoteComposer(request: evidence.request, quoteCount: QuotingAnswerer.quoteCount)
                .events(of: plan).filter { $0 != .finished(.stop) }
            return [.text("**\(Phrases.verdict(isYes, question.language))** ")] + events
        }
        return nil
    }
}
