// BERT's normalizer: control characters go, Chinese characters stand apart, accents and capitals go where the model says so.

/// What is done to a text for WordPiece.
struct BertNormalizer: Sendable {
    var cleansText = true
    var separatesChinese = true
    var stripsAccents = true
    var lowercases = true

    func normalized(_ text: [UInt8]) -> [UInt8] {
        var text = cleansText || separatesChinese ? rewritten(text) : text
        if stripsAccents { text = Normalizer.without(Self.nonspacing, NormalizationForm.nfd.normalized(text)) }
        if lowercases { text = Normalizer.lowercased(text) }
        return text
    }

    private func rewritten(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            let (value, width) = UTF8Scalar.decode(text.span, at: position, end: text.count)
            let bytes = text[position..<position + width]
            position += width
            if cleansText, Self.dropped.contains(value) { continue }
            if cleansText, UnicodeClasses.whitespace.contains(value) {
                result.append(0x20)
            } else if separatesChinese, value >= 0x3400, Self.chinese.contains(value) {
                result += [0x20] + bytes + [0x20]
            } else {
                result += bytes
            }
        }
        return result
    }

    /// What `tokenizers` knows of categories here is that of Unicode 8.
    private static let known = UnicodeClasses.assigned(upTo: 8)

    private static let nonspacing = UnicodeClasses.category("Mn").intersection(known)

    /// U+FFFD, control, format and private characters, but for tabs and ends of lines.
    private static let dropped = ["Cc", "Cf", "Co"].map(UnicodeClasses.category)
        .reduce(ScalarSet("\u{FFFD}")) { $0.union($1) }
        .intersection(known)
        .intersection(ScalarSet([0x09...0x0A, 0x0D...0x0D]).inverted)

    /// ASCII's punctuation and Unicode's, which are words of their own.
    static let punctuation = UnicodeClasses.punctuation.intersection(known).union(UnicodeClasses.asciiPunctuation)

    /// The blocks that BERT counts as Chinese.
    private static let chinese = ScalarSet([
        0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF,
        0xF900...0xFAFF, 0x2F800...0x2FA1F,
    ])
}
