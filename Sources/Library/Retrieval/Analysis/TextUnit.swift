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

/// What is made of the units of a text: told of each in their order.
protocol TextUnitReceiver {
    /// A character of a script without blanks, folded; glued where it directly follows another one.
    mutating func take(character: Unicode.Scalar, at range: Range<Int>, isGlued: Bool)
    /// A word of any other script.
    mutating func take(word: Stemmer.Forms, at range: Range<Int>, isCapitalised: Bool)
}

/// The units themselves.
struct TextUnitList: TextUnitReceiver {
    private let folding: CharacterFolding
    private(set) var units: [TextUnit] = []

    init(folding: CharacterFolding, byteCount: Int) {
        self.folding = folding
        units.reserveCapacity(byteCount / 4)
    }

    mutating func take(character: Unicode.Scalar, at range: Range<Int>, isGlued: Bool) {
        let folded = folding.string(character)
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
    }

    mutating func take(word: Stemmer.Forms, at range: Range<Int>, isCapitalised: Bool) {
        units.append(
            TextUnit(
                key: word.stem,
                folded: word.folded,
                range: range,
                isCharacter: false,
                isGlued: false,
                isCapitalised: isCapitalised
            )
        )
    }
}

/// Cuts text into units while its scalars go by: at any time at most one word is open.
///
/// Words of ASCII letters and digits that no sign follows, most words of most texts, are taken whole.
struct TextUnitScanner<Receiver: TextUnitReceiver> {
    /// Longer words are cut to this many bytes: nobody searches for them, and an index need not hold them.
    private static var longestWord: Int { 128 }

    var receiver: Receiver
    private let folding: CharacterFolding
    private var word = ""
    private var wordRange = 0..<0
    /// A sign inside the word that may turn out to end it: an apostrophe, or a dot or comma behind a digit.
    private var pending: (sign: Unicode.Scalar, byteCount: Int, end: Int)?
    /// Where the last unit ended, if it was a character.
    private var characterEnd = -1

    init(_ receiver: Receiver, folding: CharacterFolding) { (self.receiver, self.folding) = (receiver, folding) }

    /// Tells the receiver of the units of the text.
    mutating func scan(_ text: String, _ stems: inout Stemmer.Stems) {
        let bytes = Array(text.utf8)
        var offset = 0
        var hasWord = false
        while offset < bytes.count {
            if !hasWord {
                if !Self.isLetterOrDigit(bytes[offset]), bytes[offset] < 0x80 {
                    offset += 1
                    continue
                }
                if let end = Self.endOfPlainWord(in: bytes, from: offset) {
                    take(stems.forms(of: bytes[offset..<end]), offset..<end, Self.isCapital(bytes[offset]))
                    offset = end
                    continue
                }
            }
            let scalar = Self.scalar(at: offset, in: bytes)
            let end = offset + UTF8.width(scalar)
            let kind = CharacterClass(scalar)
            if case .continuous = kind, !hasWord {
                take(scalar, offset..<end)
            } else {
                take(scalar, kind, offset..<end, &stems)
                hasWord = !word.isEmpty
            }
            offset = end
        }
        endWord(&stems)
    }

    private mutating func take(_ scalar: Unicode.Scalar, _ range: Range<Int>) {
        receiver.take(character: folding.fold(scalar), at: range, isGlued: characterEnd == range.lowerBound)
        characterEnd = range.upperBound
    }

    private mutating func take(_ word: Stemmer.Forms, _ range: Range<Int>, _ isCapitalised: Bool) {
        receiver.take(word: word, at: range, isCapitalised: isCapitalised)
        characterEnd = -1
    }

    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "'" || scalar == "\u{2019}" || scalar == "\u{02BC}"
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }

    /// Where a word of ASCII letters and digits ends, unless what follows may belong to it.
    private static func endOfPlainWord(in bytes: [UInt8], from start: Int) -> Int? {
        var end = start
        while end < bytes.count, isLetterOrDigit(bytes[end]) { end += 1 }
        guard start < end, end - start < longestWord else { return nil }
        guard end < bytes.count else { return end }
        switch bytes[end] {
        case UInt8(ascii: "'"): return nil
        case 0x80...:
            let scalar = scalar(at: end, in: bytes)
            return switch CharacterClass(scalar) {
            case .word: nil
            case .continuous: end
            case .separator: isApostrophe(scalar) ? nil : end
            }
        case UInt8(ascii: "."), UInt8(ascii: ","): return (0x30...0x39).contains(bytes[end - 1]) ? nil : end
        case UInt8(ascii: "+"), UInt8(ascii: "#"): return end - start <= 2 ? nil : end
        default: return end
        }
    }

    /// The scalar that begins there; the bytes are those of a string, and so valid.
    private static func scalar(at offset: Int, in bytes: [UInt8]) -> Unicode.Scalar {
        let first = bytes[offset]
        guard first >= 0x80 else { return Unicode.Scalar(first) }
        let count = (~first).leadingZeroBitCount
        var value = UInt32(first) & (0x7F >> UInt32(count))
        for byte in bytes[offset + 1..<offset + count] { value = value << 6 | UInt32(byte & 0x3F) }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private mutating func take(
        _ scalar: Unicode.Scalar,
        _ kind: CharacterClass,
        _ range: Range<Int>,
        _ stems: inout Stemmer.Stems
    ) {
        switch kind {
        case .continuous:
            endWord(&stems)
            take(scalar, range)
        case .word:
            if let sign = pending?.sign, sign == "." || sign == ",", !isDigit(scalar) { endWord(&stems) }
            if word.isEmpty { wordRange = range }
            if word.utf8.count < Self.longestWord { word.unicodeScalars.append(scalar) }
            wordRange = wordRange.lowerBound..<range.upperBound
        case .separator:
            if word.isEmpty { return }
            if pending == nil, Self.isApostrophe(scalar) {
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
                endWord(&stems)
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

    private mutating func endWord(_ stems: inout Stemmer.Stems) {
        guard !word.isEmpty else { return }
        defer { (word, pending) = ("", nil) }
        guard let (sign, byteCount, end) = pending, word.utf8.count < Self.longestWord else {
            append(word, wordRange, &stems)
            return
        }
        let head = String(Substring(word.utf8.prefix(byteCount)))
        let tail = String(Substring(word.utf8.dropFirst(byteCount + 1)))
        if tail.isEmpty {
            append(head, wordRange.lowerBound..<end, &stems)
        } else if sign != "'" {
            append(word, wordRange, &stems)
        } else if tail.lowercased() == "s" {
            // A possessive: the word stands for its owner.
            append(head, wordRange.lowerBound..<end, &stems)
        } else if tail.utf8.count > 2 {
            // "l'histoire", "d'Artagnan" are two words; "don't" and "we'll" stay one.
            append(head, wordRange.lowerBound..<end, &stems)
            append(tail, wordRange.upperBound - tail.utf8.count..<wordRange.upperBound, &stems)
        } else {
            append(word, wordRange, &stems)
        }
    }

    private mutating func append(_ word: String, _ range: Range<Int>, _ stems: inout Stemmer.Stems) {
        var folded = folding.fold(word: word)
        guard let first = folded.unicodeScalars.first else { return }
        if isDigit(first) { folded.removeAll { $0 == "," } }
        let isCapitalised = word.unicodeScalars.first?.properties.isUppercase ?? false
        take(stems.forms(of: Array(folded.utf8)[...]), range, isCapitalised)
    }
}
