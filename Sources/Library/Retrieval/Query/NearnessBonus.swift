// What the index's score leaves out: neighbouring content words of the query that stand near each other in the passage too.

internal import InvertedIndex

/// Ranks passages that were found by what their words' places add to their scores.
///
/// The constants were chosen on samples of six retrieval sets together; none depends on a set or a language.
struct NearnessBonus {
    private static let weight = 0.4
    /// Words of a pair stand at most this far apart.
    private static let distance: UInt32 = 4
    /// Another occurrence adds less than the one before, as in BM25.
    private static let saturation = 1.2

    private let words: [String]
    private let pairs: [(first: Int, second: Int, weight: Double)]

    /// The bonus for a query's pairs; `rarity` says how telling a term is.
    init(_ query: QueryTerms, rarity: (String) -> Double) {
        let words = Array(Set(query.pairs.flatMap { [$0.first, $0.second] })).sorted()
        let places = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
        self.words = words
        pairs = query.pairs.compactMap { pair in
            guard let first = places[pair.first], let second = places[pair.second] else { return nil }
            return (first, second, min(rarity(pair.first), rarity(pair.second)))
        }
    }

    /// What to add to the score of each passage, in their order.
    func bonuses(at places: [PassagePlace], in snapshot: IndexSnapshot) throws(IndexError) -> [Double] {
        guard !pairs.isEmpty, !places.isEmpty else { return places.map { _ in 0 } }
        return try snapshot.occurrences(of: words.map { .word($0) }, at: places).map { found in
            pairs.reduce(0) { sum, pair in
                guard let first = found[pair.first]?.body, let second = found[pair.second]?.body else { return sum }
                let near = Double(Self.count(first, second))
                return sum + Self.weight * pair.weight * near / (near + Self.saturation)
            }
        }
    }

    /// How many of the second positions stand closely behind one of the first; both are in order.
    private static func count(_ first: [UInt32], _ second: [UInt32]) -> Int {
        var (count, start) = (0, 0)
        for position in first {
            while start < second.count, second[start] <= position { start += 1 }
            var next = start
            while next < second.count, second[next] - position <= distance { (count, next) = (count + 1, next + 1) }
        }
        return count
    }
}
