// Words of the library that a word it does not hold may have been meant for: alike in letters.

internal import InvertedIndex

/// Finds near words among those of an index.
struct Spelling {
    /// Shorter words are near to too many others.
    private static let shortest = 4
    /// From this length on, two slips are forgiven.
    private static let long = 8
    private let snapshot: IndexSnapshot

    init(in snapshot: IndexSnapshot) { self.snapshot = snapshot }

    /// The indexed word that is nearest to the stem and begins like it, the most frequent of several; nil if none is near.
    func nearest(to stem: String) throws(IndexError) -> String? {
        let letters = Array(stem.unicodeScalars)
        guard letters.count >= Self.shortest, let first = letters.first,
            letters.allSatisfy({ $0.properties.isAlphabetic })
        else { return nil }
        var best: (word: String, distance: Int, frequency: Int)?
        let limit = letters.count >= Self.long ? 2 : 1
        // A word comes once from each segment: counts are added up only for those that are near.
        var counts: [String: Int] = [:]
        try snapshot.forEachWord(withPrefix: String(first)) { word, frequency in
            guard abs(word.utf8.count - stem.utf8.count) <= limit * 4 else { return true }
            let distance = Self.distance(letters, Array(word.unicodeScalars), atMost: limit)
            guard let distance, distance > 0 else { return true }
            counts[word, default: 0] += frequency
            let count = counts[word] ?? 0
            if let known = best, (known.distance, -known.frequency) <= (distance, -count) { return true }
            best = (word, distance, count)
            return true
        }
        return best?.word
    }

    /// How many letters to insert, remove, replace, or swap with their neighbour make the one of the other (optimal string
    /// alignment, Damerau 1964); nil where it takes more than the limit.
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int) -> Int? {
        guard abs(a.count - b.count) <= limit else { return nil }
        var (beforeLast, last) = ([Int](), Array(0...b.count))
        for i in 1...max(1, a.count) where i <= a.count {
            var row = [i]
            for j in 1...max(1, b.count) where j <= b.count {
                var value = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    value = min(value, beforeLast[j - 2] + 1)
                }
                row.append(value)
            }
            guard (row.min() ?? 0) <= limit else { return nil }
            (beforeLast, last) = (last, row)
        }
        return last[b.count] <= limit ? last[b.count] : nil
    }
}
