// Chinese typed in Latin letters: which of the library's words are read as what was typed.

internal import Foundation
internal import InvertedIndex

/// Finds the Chinese words of an index behind their pinyin.
struct Pinyin {
    /// Longer runs are no words.
    private static let longest = 8
    private static let longestSyllable = 6
    private static let characters: [String: [Unicode.Scalar]] = {
        var characters: [String: [Unicode.Scalar]] = [:]
        let parts = PinyinTable.text.split(whereSeparator: \.isWhitespace)
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            characters[String(parts[index])] = Array(parts[index + 1].unicodeScalars)
        }
        return characters
    }()

    private let snapshot: IndexSnapshot

    init(in snapshot: IndexSnapshot) { self.snapshot = snapshot }

    /// The word of two or more characters that is read so and stands in the index most; nil where there is none.
    func word(readAs letters: String) throws(IndexError) -> String? {
        var best: (word: String, score: Double)?
        for syllables in Self.readings(of: letters.lowercased().replacing("ü", with: "v")) where syllables.count > 1 {
            guard let found = try word(of: syllables), found.score > best?.score ?? 0 else { continue }
            best = found
        }
        return best?.word
    }

    /// The ways to cut the letters into syllables, those with fewer first.
    static func readings(of letters: String) -> [[String]] {
        let letters = Array(letters)
        guard letters.count <= longest * longestSyllable else { return [] }
        var readings: [[[String]]] = [[[]]]
        for end in 1...max(1, letters.count) where end <= letters.count {
            var here: [[String]] = []
            for start in max(0, end - longestSyllable)..<end {
                let syllable = String(letters[start..<end])
                guard characters[syllable] != nil else { continue }
                here += readings[start].filter { $0.count < longest }.map { $0 + [syllable] }
            }
            // Enough for "xian" and its like; a bound for what is made up.
            readings.append(Array(here.sorted { $0.count < $1.count }.prefix(16)))
        }
        return readings[letters.count].filter { !$0.isEmpty }
    }

    /// The characters, one for each syllable, of which every neighbouring two stand in the index, and most often.
    ///
    /// Each step keeps the best way to each character (Viterbi); a way's score is the sum of the logarithms of its pairs.
    private func word(of syllables: [String]) throws(IndexError) -> (word: String, score: Double)? {
        var ways: [Unicode.Scalar: (word: String, score: Double)] = [:]
        for scalar in Self.characters[syllables[0]] ?? [] { ways[scalar] = (String(scalar), 0) }
        for syllable in syllables.dropFirst() {
            let wanted = Set(Self.characters[syllable] ?? [])
            var next: [Unicode.Scalar: (word: String, score: Double)] = [:]
            for (first, way) in ways.sorted(by: { $0.key < $1.key }) {
                var counts: [Unicode.Scalar: Int] = [:]
                try snapshot.forEachWord(withPrefix: String(first)) { word, frequency in
                    let scalars = word.unicodeScalars
                    if scalars.count == 2, let second = scalars.last, wanted.contains(second) {
                        counts[second, default: 0] += frequency
                    }
                    return true
                }
                for (second, count) in counts {
                    let score = way.score + log2(1 + Double(count))
                    if score > next[second]?.score ?? 0 { next[second] = (way.word + String(second), score) }
                }
            }
            ways = next
        }
        return ways.values.max { ($0.score, $1.word) < ($1.score, $0.word) }
    }
}
