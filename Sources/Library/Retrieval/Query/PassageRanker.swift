// Ranks the passages that the index found: BM25 over weighted fields (Robertson, Zaragoza 2009, section 3.6).

internal import Foundation

/// Scores passages against one query.
///
/// A value without state beyond the query's statistics.
struct PassageRanker: Sendable {
    struct Statistics: Sendable {
        var passageCount: Int
        /// Mean number of terms in a passage's body.
        var averageLength: Double
        var frequencies: [String: Int]
    }

    private static let k1 = 1.2
    private static let b = 0.75
    private static let titleWeight = 2.0
    private static let headingWeight = 1.0

    private let terms: [(forms: [String], weight: Double)]
    private let averageLength: Double

    init(_ query: QueryTerms, statistics: Statistics) {
        let counted = Dictionary(query.terms.map { ($0, 1.0) }, uniquingKeysWith: +)
        let total = Double(statistics.passageCount)
        terms = counted.map { term, count in
            let frequency = Double(term.forms.map { statistics.frequencies[$0] ?? 0 }.max() ?? 0)
            return (term.forms, count * log(1 + (total - frequency + 0.5) / (frequency + 0.5)))
        }
        averageLength = max(1, statistics.averageLength)
    }

    func score(_ passage: PassageTerms) -> Double {
        var counts: [String: Double] = [:]
        for term in passage.body { counts[term, default: 0] += 1 }
        for term in passage.headings { counts[term, default: 0] += Self.headingWeight }
        for term in passage.title { counts[term, default: 0] += Self.titleWeight }
        let norm = Self.k1 * (1 - Self.b + Self.b * Double(passage.body.count) / averageLength)
        return terms.reduce(0) { sum, term in
            let frequency = term.forms.reduce(0) { max($0, counts[$1] ?? 0) }
            return sum + term.weight * frequency / (frequency + norm)
        }
    }
}
