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
    /// Sides of a disagreement score alike and share most of their words.
    private static let sideGap = 3.0
    private static let sideOverlap = 0.6

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
        let confidence = QuoteModel.confidence(top.features, top.standing)
        let quotes = quotes(candidates.all, top, question)
        return QuotePlan(quotes: quotes, confidence: confidence, sides: sides(quotes, question))
    }

    /// The best sentence, with the one that completes it, then what else speaks for it; near-duplicates once.
    private func quotes(_ candidates: [QuoteCandidate], _ top: QuoteCandidate, _ question: QuestionAnalysis) -> [Quote] {
        let first = quote(top, completed(top, candidates, question), question)
        var quotes = [first]
        var shown = [top.sentence.keySet]
        for candidate in candidates.sorted(by: { $0.score > $1.score }) {
            guard quotes.count < Self.quoteCount, top.score - candidate.score <= Self.supportGap else { break }
            let isInside =
                candidate.passage.index == first.passage && first.range.overlaps(candidate.sentence.range)
            // What differs in a number is no repetition.
            let keys = candidate.sentence.keySet
            let isRepeated = shown.contains { known in
                Self.overlap(known, keys) > 0.8
                    && Self.numbers(known).isSuperset(of: Self.numbers(keys))
            }
            if isInside || isRepeated { continue }
            shown.append(candidate.sentence.keySet)
            quotes.append(quote(candidate, candidate.sentence.range, question))
        }
        return quotes
    }

    private func quote(_ candidate: QuoteCandidate, _ range: Range<Int>, _ question: QuestionAnalysis) -> Quote {
        let passage = candidate.passage.index
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

    /// Quotes of different documents that say nearly the same with another date or number: they contradict each other.
    private func sides(_ quotes: [Quote], _ question: QuestionAnalysis) -> [Quote] {
        guard let first = quotes.first, question.type == .date || question.type == .number else { return [] }
        func content(_ quote: Quote) -> (words: Set<String>, value: String)? {
            guard let span = quote.span else { return nil }
            let units = analyzer.units(of: words(quote.range, of: quote.passage), language: nil)
            let words = units.filter { !FunctionWords.contains($0) }.map(\.key)
            let value = analyzer.units(of: self.words(span, of: quote.passage), language: nil).map(\.key)
            return (Set(words).subtracting(value), value.joined(separator: " "))
        }
        guard let (words, value) = content(first) else { return [] }
        var sides = [first]
        var values: Set<String> = [value]
        var sources: Set<Int> = [passages[first.passage].number]
        for quote in quotes.dropFirst() where !sources.contains(passages[quote.passage].number) {
            guard first.score - quote.score < Self.sideGap, let (others, other) = content(quote),
                !values.contains(other), !values.contains(where: { $0.contains(other) || other.contains($0) }),
                Self.overlap(words, others) >= Self.sideOverlap
            else { continue }
            sides.append(quote)
            values.insert(other)
            sources.insert(passages[quote.passage].number)
        }
        guard sides.count > 1 else { return [] }
        return sides.sorted { (passages[$0.passage].date ?? "") > (passages[$1.passage].date ?? "") }
    }

    /// The sentence's range, together with a neighbour that completes it.
    ///
    /// A neighbour does so when it scores nearly as well and both hold words of the question that the other lacks, or
    /// the second of the two begins with a pronoun or connective, or only the neighbour offers what is asked for.
    private func completed(_ top: QuoteCandidate, _ candidates: [QuoteCandidate], _ question: QuestionAnalysis) -> Range<Int> {
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
            return sharesEvidence || second.isContinuation || offersMore
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

    /// Shared words as a share of the smaller set.
    private static func overlap(_ a: Set<String>, _ b: Set<String>) -> Double {
        Double(a.intersection(b).count) / Double(max(1, min(a.count, b.count)))
    }
}
