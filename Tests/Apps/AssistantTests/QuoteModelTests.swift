import Foundation
import Testing

@testable import Assistant

@Suite("Models of quotes and spans")
struct QuoteModelTests {
    @Test(
        "each tree leads the figures to one leaf, and the leaves add up",
        arguments: [([0.5, 9], 1.25), ([0.6, 2], 10.25), ([0.6, 2.1], 20.25)]
    )
    func trees(figures: [Double], sum: Double) {
        let trees = BoostedTrees("0<0.5 1 1<2 10 20\n0.25")
        #expect(trees.sum(figures) == sum)
    }

    @Test("the trees were grown on the figures that there are")
    func figures() {
        let names = QuoteModel.treeFigures.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(names == FeatureVector<SentenceFeature>.names + FeatureVector<StandingFeature>.names)
    }

    @Test("of two spans nearly as likely, the one that others overlap is set in bold; none where all are unlikely")
    func choice() {
        func span(_ range: Range<Int>, _ probability: Double) -> (range: Range<Int>, score: Double) {
            (range, log(probability))
        }
        // 0.40 + 0.3 · 0.40 = 0.520 stands against 0.35 + 0.3 · 0.60 = 0.530.
        #expect(AnswerSpan.choice(among: [span(0..<2, 0.4), span(5..<9, 0.35), span(6..<9, 0.25)]) == 5..<9)
        #expect(AnswerSpan.choice(among: [span(0..<2, 0.5), span(5..<9, 0.3), span(6..<9, 0.2)]) == 0..<2)
        #expect(AnswerSpan.choice(among: (0..<6).map { span($0..<$0 + 1, 1 / 6) }) == nil)
        #expect(AnswerSpan.choice(among: []) == nil)
    }
}
