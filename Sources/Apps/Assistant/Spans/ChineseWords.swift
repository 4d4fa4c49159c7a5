// Where words begin and end in Chinese text, and what kind of words they are: the most frequent words of the language,
// with their rarity, from the table that Scripts/word-table makes.

internal import Foundation
internal import WordTable

/// What part a word plays, as jieba's dictionary has it.
enum WordKind: String, CaseIterable {
    case noun = "n"
    case person = "nr"
    case place = "ns"
    case organisation = "nt"
    case properNoun = "nz"
    case time = "t"
    case verb = "v"
    case verbalNoun = "vn"
    case adjective = "a"
    case adverb = "d"
    case numeral = "m"
    case measure = "q"
    case pronoun = "r"
    case preposition = "p"
    case conjunction = "c"
    case direction = "f"
    case attribute = "b"
    case abbreviation = "j"
    case location = "s"
    case idiom = "i"
    case phrase = "l"
    case other = "x"
    /// Not Chinese: a word or number in other letters.
    case foreign, digits
    /// Beyond either end of the text.
    case none

    /// Its place among all kinds.
    var index: Int { Self.indices[self] ?? 0 }

    private static let indices = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}

/// The most frequent words of Chinese.
struct ChineseWords: Sendable {
    /// Read at its first use.
    static let shared = ChineseWords()

    private struct Entry {
        var rarity: Double
        var kind: WordKind
    }

    /// How a text up to some place is best cut: where its last word begins.
    private struct Step {
        var start: Int
        var kind: WordKind
    }

    private let entries: [String: Entry]
    private static let longestWord = 5
    /// The rarity of characters that the table does not have.
    private static let unknownRarity = 19.0

    private init() {
        let table = unsafe String(
            decoding: UnsafeBufferPointer(start: ky_chinese_words, count: ky_chinese_words_count),
            as: UTF8.self
        )
        var entries: [String: Entry] = [:]
        entries.reserveCapacity(45_000)
        for line in table.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: " ")
            guard fields.count == 4, let rarity = Double(fields[1]), let length = Int(fields[2]) else { continue }
            let entry = Entry(rarity: rarity, kind: WordKind(rawValue: String(fields[0])) ?? .other)
            var rest = fields[3][...]
            while !rest.isEmpty {
                entries[String(rest.prefix(length))] = entry
                rest = rest.dropFirst(length)
            }
        }
        self.entries = entries
    }

    /// Minus the natural logarithm of a word's share of all words of the language; nil for words outside of the table.
    func rarity(of word: String) -> Double? { entries[word]?.rarity }

    /// The likeliest way to cut characters into words: the one whose words are the least rare together.
    func words(of characters: [String]) -> [(range: Range<Int>, kind: WordKind)] {
        var best = [0.0] + Array(repeating: Double.infinity, count: characters.count)
        var last = Array(repeating: Step(start: 0, kind: .other), count: characters.count + 1)
        for start in characters.indices {
            var word = ""
            for end in start + 1...min(start + Self.longestWord, characters.count) {
                word += characters[end - 1]
                let found = entries[word]
                guard found != nil || end == start + 1 else { continue }
                let rarity = best[start] + (found?.rarity ?? Self.unknownRarity)
                if rarity < best[end] {
                    best[end] = rarity
                    last[end] = Step(start: start, kind: found?.kind ?? .other)
                }
            }
        }
        var words: [(range: Range<Int>, kind: WordKind)] = []
        var end = characters.count
        while end > 0 {
            words.append((last[end].start..<end, last[end].kind))
            end = last[end].start
        }
        return words.reversed()
    }
}
