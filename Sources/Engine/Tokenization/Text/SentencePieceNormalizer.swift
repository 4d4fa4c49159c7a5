// SentencePiece's normalizer: the character map, runs of spaces, a space before the text, and U+2581 for spaces.

/// The `NormalizerSpec` of a SentencePiece model.
struct SentencePieceNormalizer: Sendable {
    static let mark = Array("\u{2581}".utf8)

    var map: CharacterMap?
    /// Leaves out spaces at the ends, and all but one of a run.
    var removesExtraSpaces = true
    var addsPrefix = true
    var escapesSpaces = true
    /// Puts the added space behind the text instead of before it.
    var addsAtEnd = false
    /// Texts that are kept as they are: user-defined tokens.
    var kept: ByteTrie?

    func normalized(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 4)
        let space = escapesSpaces ? Self.mark : [0x20]
        var position = 0
        if removesExtraSpaces {
            while position < text.count {
                let (end, part) = next(text, position)
                guard part.elementsEqual([0x20]) else { break }
                position = end
            }
        }
        guard position < text.count else { return [] }
        if addsPrefix, !addsAtEnd { result += space }
        var afterSpace = removesExtraSpaces
        while position < text.count {
            var (end, part) = next(text, position)
            while afterSpace, part.first == 0x20 { part = part.dropFirst() }
            if let last = part.last {
                for byte in part { if byte == 0x20 { result += space } else { result.append(byte) } }
                afterSpace = last == 0x20
            }
            position = end
            if !removesExtraSpaces { afterSpace = false }
        }
        if removesExtraSpaces {
            while !result.isEmpty, result.suffix(space.count).elementsEqual(space) { result.removeLast(space.count) }
        }
        if addsPrefix, addsAtEnd { result += space }
        return result
    }

    /// The longest text at `position` that has a replacement, or one character, with what it becomes.
    private func next(_ text: [UInt8], _ position: Int) -> (end: Int, part: ArraySlice<UInt8>) {
        if let (end, _) = kept?.longestPrefix(in: text.span, from: position, to: text.count) {
            return (end, text[position..<end])
        }
        if let (end, replacement) = map?.longestPrefix(in: text.span, from: position, to: text.count) {
            return (end, replacement)
        }
        let end = min(position + UTF8Scalar.width(text[position]), text.count)
        return (end, text[position..<end])
    }
}
