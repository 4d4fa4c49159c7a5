// Ranks the passages that the index found: BM25 over words and bigrams (Robertson, Zaragoza 2009), BM25 over single
// Chinese characters, words of the title, and words that stand near each other as in the query.

internal import Foundation

/// Scores passages against one query.
///
/// A value without state beyond the query's statistics. The weights were chosen on samples of six retrieval sets
/// together; none depends on a set or a language.
struct PassageRanker: Sendable {
    struct Statistics: Sendable {
        var passageCount: Int
        /// Mean number of terms in a passage's body.
        var averageLength: Double
        var frequencies: [String: Int]

        func inverseFrequency(of term: String) -> Double {
            let (total, count) = (Double(passageCount), Double(frequencies[term] ?? 0))
            return log(1 + (total - count + 0.5) / (count + 0.5))
        }
    }

    private static let k1 = 1.2
    private static let b = 0.75
    private static let characterWeight = 0.5
    private static let titleWeight = 0.4
    private static let pairWeight = 0.4
    /// Words of a pair stand at most this far apart.
    private static let pairDistance = 4

    private let terms: [(forms: [String], weight: Double)]
    private let characters: [(text: String, weight: Double)]
    private let pairs: [(first: String, second: String, weight: Double)]
    private let pairWords: Set<String>
    private let averageLength: Double

    init(_ query: QueryTerms, statistics: Statistics) {
        terms = query.terms.map { term in
            (term.forms, term.weight * (term.forms.map(statistics.inverseFrequency).min() ?? 0))
        }
        characters = query.characters.map { ($0, statistics.inverseFrequency(of: $0)) }
        pairs = query.pairs.map { first, second in
            (first, second, min(statistics.inverseFrequency(of: first), statistics.inverseFrequency(of: second)))
        }
        pairWords = Set(pairs.flatMap { [$0.first, $0.second] })
        averageLength = max(1, statistics.averageLength)
    }

    func score(_ passage: PassageTerms) -> Double {
        let named = Set(passage.title + passage.headings)
        var counts: [String: Double] = [:]
        for term in passage.body { counts[term, default: 0] += 1 }
        for term in named { counts[term, default: 0] += 1 }
        let norm = Self.k1 * (1 - Self.b + Self.b * Double(passage.body.count + named.count) / averageLength)
        var score = 0.0
        for (forms, weight) in terms {
            let frequency = forms.reduce(0) { max($0, counts[$1] ?? 0) }
            if frequency > 0 { score += weight * frequency / (frequency + norm) }
            if forms.contains(where: named.contains) { score += Self.titleWeight * weight }
        }
        if !characters.isEmpty {
            let characterCounts = Self.characterCounts(passage.body)
            for (text, weight) in characters {
                guard let frequency = characterCounts[text] else { continue }
                score += Self.characterWeight * weight * frequency / (frequency + norm)
            }
        }
        return score + pairScore(passage.body)
    }

    private func pairScore(_ body: [String]) -> Double {
        guard !pairs.isEmpty else { return 0 }
        var places: [String: [Int]] = [:]
        for (place, term) in body.enumerated() where pairWords.contains(term) {
            places[term, default: []].append(place)
        }
        return pairs.reduce(0) { sum, pair in
            guard let first = places[pair.first], let second = places[pair.second] else { return sum }
            let near = first.reduce(0) { count, x in
                count + second.count { 0 < $0 - x && $0 - x <= Self.pairDistance }
            }
            return sum + Self.pairWeight * pair.weight * Double(near) / (Double(near) + Self.k1)
        }
    }

    /// How often each character stands in a text, told from its bigrams: each character of a run but the last begins
    /// one, and the last one ends the last.
    private static func characterCounts(_ body: [String]) -> [String: Double] {
        var counts: [String: Double] = [:]
        for (place, term) in body.enumerated() {
            let scalars = term.unicodeScalars
            guard let first = scalars.first, case .continuous = CharacterClass(first) else { continue }
            counts[String(first), default: 0] += 1
            guard scalars.count == 2, let last = scalars.last else { continue }
            let next = place + 1 < body.count ? body[place + 1].unicodeScalars : String.UnicodeScalarView()
            if !(next.count == 2 && next.first == last) { counts[String(last), default: 0] += 1 }
        }
        return counts
    }
}
