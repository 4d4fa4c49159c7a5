// Chooses the sentences that answer a question, and says how sure it is.

internal import Dialogue
internal import Foundation
internal import Retrieval

/// Selects quotes from passages.
///
/// A value without I/O; `QuoteCandidates` gives the sentences with their scores.
struct QuoteSelector {
    private let passages: [GroundingPassage]
    private let analyzer: BilingualAnalyzer
    private let questionText: String
    private let units: [TextUnit]

    /// Quotes in a plan at most.
    private static let quoteCount = 8
    /// Quotes further behind the best one than this support nothing.
    private static let supportGap = 4.0

    init(question: String, passages: [GroundingPassage], analyzer: BilingualAnalyzer) {
        (questionText, self.passages, self.analyzer) = (question, passages, analyzer)
        units = analyzer.units(of: question, language: passages.first?.language)
    }

    /// The terms whose frequencies the choice depends on.
    var terms: Set<String> { QuestionAnalysis.wantedTerms(units) }

    /// The question taken apart, and every sentence that might answer it.
    func weigh(with statistics: LexicalStatistics) -> (question: QuestionAnalysis, candidates: QuoteCandidates) {
        let question = QuestionAnalysis(questionText, units: units, statistics: statistics)
        return (question, QuoteCandidates(question, passages, statistics, analyzer: analyzer))
    }

    /// Chooses the quotes.
    func plan(_ question: QuestionAnalysis, _ candidates: QuoteCandidates) -> QuotePlan {
        guard let top = candidates.top else { return QuotePlan(quotes: [], confidence: 0) }
        let quotes = quotes(candidates.all, top, question)
        return QuotePlan(
            quotes: quotes,
            confidence: confidence(top, question),
            sides: QuoteSides(question, passages, analyzer: analyzer).sides(among: quotes),
            isBelowItsHeading: question.isAsked(by: top.sentence.heading)
        )
    }

    /// How likely it is that the best sentence answers.
    private func confidence(_ top: QuoteCandidate, _ question: QuestionAnalysis) -> Double {
        if question.isAsked(by: top.sentence.heading) { return 1 }
        // A short question about something of which the library never speaks is not answered by what speaks of the rest.
        if question.asksOfUnknown { return 0 }
        return QuoteModel.confidence(top.features, top.standing)
    }

    /// The best sentence, with the one that completes it, then what else speaks for it; near-duplicates once.
    private func quotes(_ candidates: [QuoteCandidate], _ top: QuoteCandidate, _ question: QuestionAnalysis) -> [Quote]
    {
        let first = quote(top, completed(top, candidates, question), question, spans: true)
        var quotes = [first]
        var shown = [top.sentence.keySet]
        for candidate in candidates.sorted(by: { $0.score > $1.score }) {
            guard quotes.count < Self.quoteCount, top.score - candidate.score <= Self.supportGap else { break }
            let isInside =
                candidate.passage.index == first.passage && first.range.overlaps(candidate.sentence.range)
            // What differs in a number is no repetition.
            let keys = candidate.sentence.keySet
            let isRepeated = shown.contains { known in
                QuoteSides.overlap(known, keys) > 0.8
                    && Self.numbers(known).isSuperset(of: Self.numbers(keys))
            }
            if isInside || isRepeated { continue }
            shown.append(candidate.sentence.keySet)
            // Only the first quote shows its span; that of another one matters where it may contradict the first.
            let mayContradict =
                QuoteSides.comparable.contains(question.type) && top.score - candidate.score < QuoteSides.gap
                && passages[candidate.passage.index].number != passages[first.passage].number
            quotes.append(quote(candidate, candidate.sentence.range, question, spans: mayContradict))
        }
        return quotes
    }

    private func quote(
        _ candidate: QuoteCandidate,
        _ range: Range<Int>,
        _ question: QuestionAnalysis,
        spans: Bool
    ) -> Quote {
        let passage = candidate.passage.index
        guard spans else { return Quote(passage: passage, range: range, span: nil, score: candidate.score) }
        let text = words(range, of: passage)
        let units = analyzer.units(of: text, language: passages[passage].language)
        let span = AnswerSpan(question).range(in: text, units: units).map {
            range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound
        }
        return Quote(passage: passage, range: range, span: span, score: candidate.score)
    }

    private func words(_ range: Range<Int>, of passage: Int) -> String {
        String(Substring(passages[passage].text.utf8.dropFirst(range.lowerBound).prefix(range.count)))
    }

    /// The sentence's range, together with a neighbour that completes it.
    ///
    /// A neighbour does so when it scores nearly as well and both hold words of the question that the other lacks, or
    /// the second of the two begins with a pronoun or connective, or only the neighbour offers what is asked for; or when
    /// it scores so nearly as well that either may be the one that answers.
    private func completed(_ top: QuoteCandidate, _ candidates: [QuoteCandidate], _ question: QuestionAnalysis)
        -> Range<Int>
    {
        let sentence = top.sentence
        let neighbours = candidates.filter {
            $0.passage.index == top.passage.index && abs($0.sentence.index - sentence.index) == 1
                && top.score - $0.score < QuoteModel.pairGap
        }
        let fitting = neighbours.filter { neighbour in
            let other = neighbour.sentence
            let range =
                min(
                    sentence.range.lowerBound,
                    other.range.lowerBound
                )..<max(
                    sentence.range.upperBound,
                    other.range.upperBound
                )
            guard length(of: range, passage: top.passage.index) <= QuotableRanges.longestQuote else {
                return false
            }
            func alone(_ one: SentenceFacts, _ another: SentenceFacts) -> Double {
                question.singles.filter { one.holds($0.text) && !another.holds($0.text) }
                    .reduce(0) { $0 + $1.weight } / question.singleMass
            }
            let sharesEvidence =
                alone(sentence, other) >= QuoteModel.pairShare && alone(other, sentence) >= QuoteModel.pairShare
            let second = other.index > sentence.index ? other : sentence
            let offersMore = top.features[.offersType] == 0 && neighbour.features[.offersType] == 1
            let isInDoubt = top.score - neighbour.score < QuoteModel.doubtGap
            return isInDoubt || sharesEvidence || second.isContinuation || offersMore
        }
        guard let other = fitting.max(by: { $0.score < $1.score })?.sentence else { return sentence.range }
        return min(
            sentence.range.lowerBound,
            other.range.lowerBound
        )..<max(
            sentence.range.upperBound,
            other.range.upperBound
        )
    }

    private func length(of range: Range<Int>, passage: Int) -> Int {
        words(range, of: passage).unicodeScalars.count
    }

    private static func numbers(_ keys: Set<String>) -> Set<String> {
        keys.filter { $0.contains(where: \.isNumber) }
    }
}
