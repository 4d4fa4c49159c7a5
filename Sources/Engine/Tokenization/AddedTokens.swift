// Tokens that are cut out of a text as they stand, before anything else: control tokens such as <|im_end|>, which user text
// must not produce, and tokens that a vocabulary's maker added.

/// A token that is matched whole.
struct AddedToken: Sendable {
    let id: Int32
    let content: String
    /// A control token: matched only where the caller asks for it.
    var isSpecial = false
    /// Takes the white-space before it, or after it, along.
    var stripsLeft = false
    var stripsRight = false
    /// Matches only where no letter or digit is next to it.
    var isSingleWord = false
    /// Matches in the normalized text, not in the text as it was given.
    var isNormalized = false
}

/// A stretch of text, or a token that was found.
enum TokenizedSegment {
    case text(Range<Int>)
    /// A token, and where it stands, without the white-space that it takes along.
    case token(Int32, Range<Int>)
}

/// The added tokens of one kind, ready to be searched for.
struct AddedTokens: Sendable {
    static let longest = 512

    private let tokens: [AddedToken]
    /// All tokens, and those that user text may produce.
    private let all: ByteTrie?
    private let ordinary: ByteTrie?
    private let beginsSome: [Bool]

    /// Prepares the search; `content` says what a token is in the text that will be searched.
    init(_ tokens: [AddedToken], content: (AddedToken) -> [UInt8]) {
        let found = tokens.enumerated().map { (bytes: content($1)[...], value: Int32($0)) }
        self.tokens = tokens
        all = ByteTrie(found)
        ordinary = ByteTrie(found.filter { !tokens[Int($0.value)].isSpecial })
        var beginsSome = [Bool](repeating: false, count: 256)
        for (bytes, _) in found { if let first = bytes.first { beginsSome[Int(first)] = true } }
        self.beginsSome = beginsSome
    }

    /// Cuts a text at the tokens in it: at each place the longest, from the left.
    func segments(of text: Span<UInt8>, special: Bool) -> [TokenizedSegment] {
        guard let trie = special ? all : ordinary, !trie.isEmpty else {
            return text.isEmpty ? [] : [.text(0..<text.count)]
        }
        var segments: [TokenizedSegment] = []
        var textStart = 0
        var position = 0
        while position < text.count {
            guard beginsSome[Int(text[position])],
                let (end, index) = trie.longestPrefix(in: text, from: position, to: text.count),
                stands(tokens[Int(index)], in: text, position..<end)
            else {
                position += 1
                continue
            }
            let token = tokens[Int(index)]
            let start = token.stripsLeft ? max(textStart, Self.whitespaceStart(text, position)) : position
            if start > textStart { segments.append(.text(textStart..<start)) }
            segments.append(.token(token.id, position..<end))
            position = token.stripsRight ? Self.whitespaceEnd(text, end) : end
            textStart = position
        }
        if textStart < text.count { segments.append(.text(textStart..<text.count)) }
        return segments
    }

    private func stands(_ token: AddedToken, in text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard token.isSingleWord else { return true }
        let before = Self.scalar(text, before: range.lowerBound)
        let after =
            range.upperBound < text.count ? UTF8Scalar.decode(text, at: range.upperBound, end: text.count).value : nil
        return [before, after].allSatisfy { $0.map { !UnicodeClasses.word.contains($0) } ?? true }
    }

    private static func whitespaceStart(_ text: Span<UInt8>, _ position: Int) -> Int {
        var start = position
        while let scalar = scalar(text, before: start), UnicodeClasses.whitespace.contains(scalar) {
            start -= String(Unicode.Scalar(scalar) ?? " ").utf8.count
        }
        return start
    }

    private static func whitespaceEnd(_ text: Span<UInt8>, _ position: Int) -> Int {
        var end = position
        while end < text.count {
            let (value, width) = UTF8Scalar.decode(text, at: end, end: text.count)
            guard UnicodeClasses.whitespace.contains(value) else { break }
            end += width
        }
        return end
    }

    private static func scalar(_ text: Span<UInt8>, before position: Int) -> UInt32? {
        guard position > 0 else { return nil }
        var start = position - 1
        while start > 0, position - start < 4, text[start] & 0xC0 == 0x80 { start -= 1 }
        return UTF8Scalar.decode(text, at: start, end: position).value
    }
}
