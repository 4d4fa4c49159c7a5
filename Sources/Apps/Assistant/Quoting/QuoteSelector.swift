// Chooses the sentences that answer a question, and says how sure it is.

internal import Dialogue
internal import Foundation
internal import Retrieval

/// Selects quotes from passages.
///
/// A value without I/O.
struct QuoteSelector {
    let question: String
    let passages: [GroundingPassage]
    let analyzer: BilingualAnalyzer

    init(question: String, passages: [GroundingPassage], analyzer: BilingualAnalyzer) {
        (self.question, self.passages, self.analyzer) = (question, passages, analyzer)
    }

    /// The terms whose frequencies the choice depends on.
    var terms: Set<String> { Set(analyzer.terms(of: question, language: nil).map(\.text)) }

    func plan(with statistics: Library.Frequencies) -> QuotePlan {
        let total = Double(statistics.passageCount)
        let weights = Dictionary(
            uniqueKeysWithValues: terms.map { term in
                let frequency = Double(statistics.frequencies[term] ?? 0)
                return (term, log(1 + (total - frequency + 0.5) / (frequency + 0.5)))
            }
        )
        let mass = weights.values.reduce(0, +)
        var quotes: [Quote] = []
        for (index, passage) in passages.enumerated() {
            for sentence in SentenceSplitter().sentences(in: passage.text) {
                let text = String(Substring(passage.text.utf8.dropFirst(sentence.lowerBound).prefix(sentence.count)))
                let found = Set(analyzer.terms(of: text, language: passage.language).map(\.text))
                let score = weights.reduce(0) { $0 + (found.contains($1.key) ? $1.value : 0) } / max(mass, 1e-9)
                quotes.append(Quote(passage: index, range: sentence, span: nil, score: score))
            }
        }
        quotes.sort { $0.score > $1.score }
        return QuotePlan(quotes: Array(quotes.prefix(5)), confidence: quotes.first?.score ?? 0)
    }
}
