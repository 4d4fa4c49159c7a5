// A prompt is one text: its template writes real control tokens, and between them stands what people typed. Where they typed
// such a token themselves, a mark between its characters keeps it from being one; encoding takes the marks out again.

/// The mark that holds control tokens in typed text apart.
package struct ControlTokenSeal: Sendable {
    let mark: Unicode.Scalar

    /// A mark that none of the texts uses: a private-use character of the last plane.
    fileprivate init(unusedIn texts: [String]) {
        let used = Set(texts.lazy.flatMap(\.unicodeScalars).filter { $0.value >= Self.candidates.lowerBound })
        let free = Self.candidates.lazy.compactMap(Unicode.Scalar.init).first { !used.contains($0) }
        mark = free ?? "\u{10FFFD}"
    }

    private static let candidates: ClosedRange<UInt32> = 0x10_0000...0x10_FFFD

    /// The bytes without marks.
    func removed(from bytes: some Collection<UInt8>) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != mark })).utf8)
    }
}

extension Tokenizer {
    /// Texts for a template whose control tokens stay what was typed, if the prompt is encoded with the seal; without one
    /// when no text has any.
    package func sealed(_ texts: [String]) -> (texts: [String], seal: ControlTokenSeal?) {
        let found = texts.map { controlTokens(in: $0) }
        guard found.contains(where: { !$0.isEmpty }) else { return (texts, nil) }
        let seal = ControlTokenSeal(unusedIn: texts)
        return (zip(texts, found).map { Self.sealing($0, $1, seal.mark) }, seal)
    }

    /// Marks before, between and after the characters of each range, so that no part of it makes a token with what is
    /// next to it either.
    private static func sealing(_ text: String, _ ranges: [Range<Int>], _ mark: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        var rest = ranges[...]
        var offset = 0
        for scalar in text.unicodeScalars {
            while let first = rest.first, first.upperBound <= offset { rest.removeFirst() }
            if rest.first?.contains(offset) ?? false { result.append(mark) }
            result.append(scalar)
            offset += UTF8.width(scalar)
            if rest.first?.upperBound == offset { result.append(mark) }
        }
        return String(result)
    }
}
