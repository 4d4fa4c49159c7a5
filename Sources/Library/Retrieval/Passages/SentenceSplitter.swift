// Finds where sentences end, in Chinese and in languages with blanks, without changing a byte of the text.

/// Cuts text into sentences.
package struct SentenceSplitter: Sendable {
    package init() {}

    /// The sentences as UTF-8 ranges that follow each other without gaps; blanks after a sentence belong to it.
    package func sentences(in text: String) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        let scalars = text.unicodeScalars
        var (start, offset) = (0, 0)
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            var next = scalars.index(after: index)
            offset += UTF8.width(scalar)
            if endsSentence(scalar, at: index, in: scalars) {
                while next < scalars.endIndex, Self.closers.contains(scalars[next]) || Self.isBlank(scalars[next]) {
                    offset += UTF8.width(scalars[next])
                    next = scalars.index(after: next)
                }
                sentences.append(start..<offset)
                start = offset
            }
            index = next
        }
        if start < offset { sentences.append(start..<offset) }
        return sentences
    }

    private static let closers: Set<Unicode.Scalar> = Set("\"'”’」』》】）)]}!?！？。…".unicodeScalars)
    private static let abbreviations: Set<String> = [
        "al", "approx", "ca", "cf", "co", "corp", "dept", "dr", "ed", "eds", "e.g", "eq", "etc", "fig", "figs", "gen",
        "gov", "i.e", "inc", "jr", "lt", "ltd", "mr", "mrs", "ms", "mt", "no", "nos", "p", "pp", "prof", "rev", "sen",
        "sgt", "sr", "st", "u.s", "vol", "vs",
    ]

    private func endsSentence(
        _ scalar: Unicode.Scalar,
        at index: String.UnicodeScalarView.Index,
        in scalars: String.UnicodeScalarView
    ) -> Bool {
        switch scalar {
        case "。", "！", "？", "｡": return true
        case "\n": return true
        case ".", "!", "?", "…": break
        default: return false
        }
        var next = scalars.index(after: index)
        while next < scalars.endIndex, Self.closers.contains(scalars[next]) { next = scalars.index(after: next) }
        guard next < scalars.endIndex else { return true }
        guard Self.isBlank(scalars[next]) else { return scalars[next].isHan && scalar != "." }
        if scalar != "." { return true }
        while next < scalars.endIndex, Self.isBlank(scalars[next]) { next = scalars.index(after: next) }
        guard next < scalars.endIndex else { return true }
        if scalars[next].properties.isLowercase { return false }
        return !isAbbreviation(before: index, in: scalars)
    }

    private func isAbbreviation(before index: String.UnicodeScalarView.Index, in scalars: String.UnicodeScalarView)
        -> Bool
    {
        var word = String.UnicodeScalarView()
        var position = index
        while position > scalars.startIndex, word.count < 8 {
            position = scalars.index(before: position)
            let scalar = scalars[position]
            guard scalar.properties.isAlphabetic || scalar == "." else { break }
            word.insert(scalar, at: word.startIndex)
        }
        let text = String(word)
        if text.count == 1, let letter = word.first, letter.properties.isUppercase, letter != "I" { return true }
        return Self.abbreviations.contains(text.lowercased())
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace
    }
}
