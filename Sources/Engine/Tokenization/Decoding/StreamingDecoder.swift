// Ids become text as they come, a token at a time, and never half a character: bytes that a later token may complete are held
// back until it does, or until the end.

/// Decodes one sequence of ids.
///
/// ```swift
/// var decoder = StreamingDecoder(tokenizer)
/// for id in ids { show(try decoder.append(id)) }
/// show(decoder.finish())
/// ```
package struct StreamingDecoder: Sendable {
    private let tokenizer: Tokenizer
    private let skipsSpecial: Bool
    private var held: [UInt8] = []
    private var isFirst = true

    package init(_ tokenizer: Tokenizer, skippingSpecial: Bool = false) {
        self.tokenizer = tokenizer
        skipsSpecial = skippingSpecial
    }

    /// The text that is certain with this token; often a word, sometimes empty.
    package mutating func append(_ id: Int32) throws -> String {
        guard tokenizer.isKnown(id) else {
            throw TokenizationError.unknownToken(id: Int(id), count: tokenizer.vocabularySize)
        }
        if skipsSpecial, tokenizer.isSpecial(id) { return "" }
        tokenizer.detokenizer.append(id, isFirst: isFirst, to: &held)
        isFirst = isFirst && tokenizer.detokenizer.dropsSpacesUntilText && held.isEmpty
        let whole = held.count - Self.unfinishedCount(held)
        defer { held.removeFirst(whole) }
        return String(decoding: held[..<whole], as: UTF8.self)
    }

    /// What was held back; bytes that never became a character are U+FFFD.
    package mutating func finish() -> String {
        defer { held = [] }
        return String(decoding: held, as: UTF8.self)
    }

    /// How many bytes at the end may be the beginning of a character.
    static func unfinishedCount(_ bytes: [UInt8]) -> Int {
        for count in 1...3 where count <= bytes.count {
            let byte = bytes[bytes.count - count]
            if byte & 0xC0 == 0x80 { continue }
            return UTF8Scalar.width(byte) > count ? count : 0
        }
        return 0
    }
}
