// The smallest pieces of text that carry meaning: words of scripts with blanks, single characters of scripts without.
// Search terms are made of them, and whoever looks closer at a sentence counts in them.

/// A word or a character, and where it stands.
package struct TextUnit: Sendable, Equatable {
    /// The folded, stemmed form.
    package var key: String
    /// The folded form before stemming.
    package var folded: String
    /// UTF-8 offsets in the text.
    package var range: Range<Int>
    /// Whether it is one character of a script without blanks.
    package var isCharacter: Bool
    /// Whether it is a character that directly follows another one: the two make a bigram.
    package var isGlued: Bool
    /// Whether it begins with a capital letter.
    package var isCapitalised: Bool
}

/// Cuts text into units while its scalars go by: at any time at most one word is open.
struct TextUnitScanner {
    /// Longer words are cut to this many bytes: nobody searches for them, and an index need not hold them.
    private static let longestWord = 128
    private static let apostrophes: Set<Unicode.Scalar> = ["'", "\u{2019}", "\u{02BC}"]

    private let folding: CharacterFolding
    private let stemmer: Stemmer?
    private var units: [TextUnit] = []
    private var word = ""
    private var wordRange = 0..<0
    /// A sign inside the word that may turn out to end it: an apostrophe, or a dot or comma behind a digit.
    private var pending: (sign: Unicode.Scalar, byteCount: Int, end: Int)?

    init(folding: CharacterFolding, stemmer: Stemmer?) {
        (self.folding, self.stemmer) = (folding, stemmer)
    }

    /// The units of the text, in order.
    mutating func scan(_ text: String) -> [TextUnit] {
        var offset = 0
        for scalar in text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            take(scalar, offset..<end)
            offset = end
        }
        endWord()
        return units
    }

    private mutating func take(_ scalar: Unicode.Scalar, _ range: Range<Int>) {
        switch CharacterClass(scalar) {
        case .continuous:
            endWord()
            let folded = String(folding.fold(scalar))
            let isGlued = units.last.map { $0.isCharacter && $0.range.upperBound == range.lowerBound } ?? false
            units.append(
                TextUnit(
                    key: folded,
                    folded: folded,
                    range: range,
                    isCharacter: true,
                    isGlued: isGlued,
                    isCapitalised: false
                )
            )
        case .word:
            if let sign = pending?.sign, sign == "." || sign == ",", !isDigit(scalar) { endWord() }
            if word.isEmpty { wordRange = range }
            if word.utf8.count < Self.longestWord { word.unicodeScalars.append(scalar) }
            wordRange = wordRange.lowerBound..<range.upperBound
        case .separator:
            if word.isEmpty { return }
            if pending == nil, Self.apostrophes.contains(scalar) {
                pending = ("'", word.utf8.count, wordRange.upperBound)
                word += "'"
            } else if scalar == "." || scalar == ",", pending?.end != wordRange.upperBound,
                pending?.sign != "'", word.unicodeScalars.last.map(isDigit) ?? false
            {
                // 3.14 and 1,000 are one unit each.
                pending = (scalar, word.utf8.count, wordRange.upperBound)
                word.unicodeScalars.append(scalar)
            } else if pending == nil, isNameSign(scalar) {
                word.unicodeScalars.append(scalar)
                wordRange = wordRange.lowerBound..<range.upperBound
            } else {
                endWord()
            }
        }
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// Whether the sign belongs to the name of a language such as C++, C# or F#.
    private func isNameSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "#": word.utf8.count == 1
        case "+": word.utf8.count == 1 || (word.utf8.count == 2 && word.hasSuffix("+"))
        default: false
        }
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        defer { (word, pending) = ("", nil) }
        guard let (sign, byteCount, end) = pending, word.utf8.count < Self.longestWord else {
            append(word, wordRange)
            return
        }
        let head = String(Substring(word.utf8.prefix(byteCount)))
        let tail = String(Substring(word.utf8.dropFirst(byteCount + 1)))
        if tail.isEmpty {
            append(head, wordRange.lowerBound..<end)
        } else if sign != "'" {
            append(word, wordRange)
        } else if tail.lowercased() == "s" {
            // A possessive: the word stands for its owner.
            append(head, wordRange.lowerBound..<end)
        } else if tail.utf8.count > 2 {
            // "l'histoire", "d'Artagnan" are two words; "don't" and "we'll" stay one.
            append(head, wordRange.lowerBound..<end)
            append(tail, wordRange.upperBound - tail.utf8.count..<wordRange.upperBound)
        } else {
            append(word, wordRange)
        }
    }

    private mutating func append(_ word: String, _ range: Range<Int>) {
        var folded = folding.fold(word: word)
        guard let first = folded.unicodeScalars.first else { return }
        if isDigit(first) { folded.removeAll { $0 == "," } }
        let hasDigit = folded.unicodeScalars.contains(where: isDigit)
        units.append(
            TextUnit(
                key: hasDigit ? folded : stemmer?.stem(folded) ?? folded,
                folded: folded,
                range: range,
                isCharacter: false,
                isGlued: false,
                isCapitalised: word.unicodeScalars.first?.properties.isUppercase ?? false
            )
        )
    }
}
