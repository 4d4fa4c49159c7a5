// Do documents contradict each other? Quotes that say nearly the same with another date, number or name are the sides of
// a disagreement, which is shown and never blended.

internal import Dialogue
internal import Foundation
internal import Retrieval

/// Finds the sides of a disagreement among quotes.
struct QuoteSides {
    private let question: QuestionAnalysis
    private let passages: [GroundingPassage]
    private let analyzer: BilingualAnalyzer

    /// Sides score alike, and hold of the question's content what the best one holds, or nearly all of it.
    static let gap = 3.0
    private static let leastCoverage = 0.75
    /// Things and reasons can be put in many words without any disagreement.
    static let comparable: Set<AnswerType> = [.number, .date, .person, .place]

    init(_ question: QuestionAnalysis, _ passages: [GroundingPassage], analyzer: BilingualAnalyzer) {
        (self.question, self.passages, self.analyzer) = (question, passages, analyzer)
    }

    /// One quote for each document that says something else than the others, newest first; empty when all agree.
    func sides(among quotes: [Quote]) -> [Quote] {
        guard Self.comparable.contains(question.type), let best = quotes.first, let first = Statement(best, of: self)
        else { return [] }
        var sides = [best]
        var statements = [first]
        for quote in quotes.dropFirst() where best.score - quote.score < Self.gap {
            guard let other = Statement(quote, of: self),
                !statements.contains(where: { $0.source == other.source }),
                isAbout(the: first.content, other.content),
                !statements.contains(where: { $0.agrees(with: other) })
            else { continue }
            sides.append(quote)
            statements.append(other)
        }
        guard sides.count > 1 else { return [] }
        return sides.sorted { (passages[$0.passage].date ?? "") > (passages[$1.passage].date ?? "") }
    }

    /// Whether the second holds what the first one holds of the question.
    private func isAbout(the first: Set<String>, _ other: Set<String>) -> Bool {
        let asked = question.contentSet.intersection(first)
        guard asked.count * 2 >= question.contentSet.count else { return false }
        return Double(asked.intersection(other).count) >= Self.leastCoverage * Double(asked.count)
    }

    /// What a quote states: something about the question's content, with a value.
    private struct Statement {
        /// The number of the document.
        var source: Int
        /// Its content words but for the value.
        var content: Set<String>
        /// What was asked for.
        var value: String
        /// Every number of the quote, for documents may put the same one elsewhere.
        var numbers: Set<String>
        var text: String
        var isNumeric: Bool

        init?(_ quote: Quote, of sides: QuoteSides) {
            let passage = sides.passages[quote.passage]
            func words(_ range: Range<Int>) -> String {
                String(Substring(passage.text.utf8.dropFirst(range.lowerBound).prefix(range.count)))
            }
            guard let span = quote.span else { return nil }
            text = words(quote.range)
            source = passage.number
            let units = sides.analyzer.units(of: text, language: passage.language)
            let valueUnits = sides.analyzer.units(of: words(span), language: passage.language)
            content = Set(units.filter { !FunctionWords.contains($0) }.map(\.key)).subtracting(valueUnits.map(\.key))
            numbers = Self.numbers(in: text)
            let own = Self.numbers(in: words(span))
            isNumeric = !own.isEmpty
            value =
                own.isEmpty ? valueUnits.map(\.folded).joined(separator: " ") : own.sorted().joined(separator: " ")
        }

        /// Whether both can be true: the value of one stands in the other.
        func agrees(with other: Statement) -> Bool {
            if isNumeric != other.isNumeric { return true }
            if isNumeric {
                return !Self.numbers(in: value).isDisjoint(with: other.numbers)
                    || !Self.numbers(in: other.value).isDisjoint(with: numbers)
            }
            return other.text.lowercased().contains(value) || text.lowercased().contains(other.value)
        }

        private static let number = Pattern("[0-9][0-9,]*(?:\\.[0-9]+)?|[〇零一二三四五六七八九十百千万亿两]{2,}")

        private static func numbers(in text: String) -> Set<String> {
            Set(number.all(in: text).map { String($0).replacing(",", with: "") })
        }
    }

    /// Shared words as a share of the smaller set.
    static func overlap(_ a: Set<String>, _ b: Set<String>) -> Double {
        Double(a.intersection(b).count) / Double(max(1, min(a.count, b.count)))
    }
}
