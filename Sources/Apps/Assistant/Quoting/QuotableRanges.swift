// The stretches of a passage that can be quoted: sentences without blanks at their ends, none longer than 300
// characters.

internal import Retrieval

/// Cuts a passage into what can be quoted.
struct QuotableRanges {
    static let longestQuote = 300

    /// UTF-8 offsets, in order.
    let ranges: [Range<Int>]

    init(_ text: String) {
        let bytes = text.utf8
        ranges = SentenceSplitter().sentences(in: text).flatMap { sentence -> [Range<Int>] in
            let slice = Substring(bytes.dropFirst(sentence.lowerBound).prefix(sentence.count))
            return Self.pieces(Array(slice.unicodeScalars), from: sentence.lowerBound)
        }
    }

    /// Marks at which a sentence that is too long may be cut, the best first.
    private static let cuts: [Set<Unicode.Scalar>] = [["；", ";"], ["，", ",", "、", ":", "：", "—"], [" "]]

    private static func pieces(_ scalars: [Unicode.Scalar], from start: Int) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var rest = scalars[...]
        var offset = start
        func drop(_ count: Int) {
            offset += rest.prefix(count).reduce(0) { $0 + UTF8.width($1) }
            rest = rest.dropFirst(count)
        }
        while true {
            drop(rest.prefix { $0.properties.isWhitespace }.count)
            while rest.last?.properties.isWhitespace ?? false { rest = rest.dropLast() }
            guard !rest.isEmpty else { return pieces }
            let count = rest.count <= longestQuote ? rest.count : cut(Array(rest))
            var piece = rest.prefix(count)
            while piece.last?.properties.isWhitespace ?? false { piece = piece.dropLast() }
            pieces.append(offset..<offset + piece.reduce(0) { $0 + UTF8.width($1) })
            drop(count)
        }
    }

    /// How many scalars the first piece takes.
    private static func cut(_ scalars: [Unicode.Scalar]) -> Int {
        for marks in cuts {
            let candidates = (longestQuote / 3..<longestQuote).reversed()
            let found = candidates.first { index in
                guard marks.contains(scalars[index]) else { return false }
                // Not inside 1,000 or 12:30.
                let isInside = (scalars[index] == "," || scalars[index] == ":") && isLatin(scalars[index + 1])
                return !isInside
            }
            if let found { return found + 1 }
        }
        return longestQuote
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isHan && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }
}
