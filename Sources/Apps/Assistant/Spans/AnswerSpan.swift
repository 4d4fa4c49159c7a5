// The very words that were asked for inside a quote: the date, the number, the name, the thing.

internal import Foundation
internal import Retrieval

/// Finds the span of a quote that answers a question: every run of words that may be an answer is a candidate, and the
/// model chooses among them.
struct AnswerSpan {
    /// Words of a quote that may be the answer.
    struct Candidate {
        /// UTF-8 offsets in the quote.
        var range: Range<Int>
        var figures: [SpanFigureValue]
    }

    private let question: QuestionAnalysis

    /// Candidates that are weighed as a whole: those whose two ends alone promise most.
    private static let weighedCount = 64

    init(_ question: QuestionAnalysis) { self.question = question }

    /// UTF-8 offsets in `quote`, or nil when nothing stands out; `units` are those of the quote, with offsets in it.
    func range(in quote: String, units: [TextUnit]) -> Range<Int>? {
        let model = question.isChinese ? SpanModel.chinese : SpanModel.english
        let text = SpanText(quote, units: units, question: question)
        let scorer = SpanScorer(text, question)
        let begins = units.indices.map { model.score(scorer.beginning(at: $0)) }
        let ends = units.indices.map { model.score(scorer.ending(before: $0 + 1)) }
        let matches = PatternMatches(question, in: quote, units: units)
        var spans = SpanCandidates(text).all.map { span in
            (span: span, score: begins[span.units.lowerBound] + ends[span.units.upperBound - 1])
        }
        if spans.count > Self.weighedCount {
            spans.sort { $0.score > $1.score }
            spans.removeLast(spans.count - Self.weighedCount)
        }
        for index in spans.indices {
            spans[index].score += model.score(whole(spans[index].span, scorer, matches))
            if matches.all.count == 1, matches.nearest == spans[index].span.range {
                spans[index].score += SpanModel.onlyMatchBonus
            }
        }
        return Self.choice(among: spans.map { ($0.span.range, $0.score) })
    }

    /// The span that promises most: by the probability that it is the answer, and in part by the one that it overlaps it,
    /// which all the spans that share a word with it have together.
    static func choice(among spans: [(range: Range<Int>, score: Double)]) -> Range<Int>? {
        guard let highest = spans.map(\.score).max() else { return nil }
        let masses = spans.map { exp($0.score - highest) }
        let whole = masses.reduce(0, +)
        let promises = spans.indices.map { index in
            let overlapping = spans.indices.reduce(0) {
                spans[$1].range.overlaps(spans[index].range) ? $0 + masses[$1] : $0
            }
            return (
                index: index, overlap: overlapping / whole, value: masses[index] + SpanModel.overlapWeight * overlapping
            )
        }
        guard let best = promises.max(by: { $0.value < $1.value }) else { return nil }
        return best.overlap >= SpanModel.threshold ? spans[best.index].range : nil
    }

    /// Every candidate with all its figures, for `Scripts/fit-quotes`.
    func candidates(in quote: String, units: [TextUnit]) -> [Candidate] {
        let text = SpanText(quote, units: units, question: question)
        let scorer = SpanScorer(text, question)
        let matches = PatternMatches(question, in: quote, units: units)
        let begins = units.indices.map { scorer.beginning(at: $0) }
        let ends = units.indices.map { scorer.ending(before: $0 + 1) }
        return SpanCandidates(text).all.map { span in
            Candidate(
                range: span.range,
                figures: begins[span.units.lowerBound] + ends[span.units.upperBound - 1] + whole(span, scorer, matches)
            )
        }
    }

    private func whole(_ span: SpanCandidates.Span, _ scorer: SpanScorer, _ matches: PatternMatches)
        -> [SpanFigureValue]
    {
        let words = Substring(scorer.text.text.utf8.dropFirst(span.range.lowerBound).prefix(span.range.count))
        var figures = scorer.whole(span.units, words, marking: span.marking)
        if matches.all.contains(span.range) {
            figures.append(SpanFigureValue(.matchByType, question.type.rawValue))
        }
        if matches.nearest == span.range {
            figures.append(SpanFigureValue(.nearestMatchByType, question.type.rawValue))
        }
        return figures
    }
}
