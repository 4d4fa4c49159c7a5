// Cuts normalized text into the pieces that a model encodes each on its own: no merge crosses their borders. Steps run one
// after another, each on the pieces that the one before left.

/// A text and the ranges of it that are still to be encoded.
struct SplitText {
    var bytes: [UInt8]
    var pieces: [Range<Int>]
    /// Whether the text begins where the whole input begins, with no token before it.
    var isAtStart: Bool
}

/// What happens to the matches of a split pattern and to what stands between them.
enum SplitBehavior: String, Sendable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"
}

/// The steps between normalizer and model.
struct PreTokenizer: Sendable {
    enum Step: Sendable {
        /// Cuts at the matches of a pattern, or where `inverted` at what is between them.
        case split(Pattern, SplitBehavior, inverted: Bool = false)
        /// Puts a space before each piece that does not begin with one.
        case prefixedSpace
        /// SentencePiece's way: spaces become `replacement`, which also goes before pieces as `prepends` says.
        case metaspace(replacement: [UInt8], prepends: Prepending, splits: Bool)
        /// Writes bytes in GPT-2's alphabet, for steps that look at those characters, or reads them again.
        case spelled
        case unspelled
    }

    enum Prepending: String, Sendable { case always, first, never }

    var steps: [Step] = []

    func split(_ text: inout SplitText) throws {
        for step in steps {
            switch step {
            case .split(let pattern, let behavior, let inverted):
                let whole = text
                text.pieces = try Self.split(whole, pattern, behavior, inverted)
            case .prefixedSpace:
                Self.rewrite(&text) { piece, _ in piece.first == 0x20 ? piece : [0x20] + piece }
            case .spelled:
                Self.rewrite(&text) { piece, _ in piece.flatMap { Array(String(ByteAlphabet.scalars[Int($0)]).utf8) } }
            case .unspelled:
                Self.rewrite(&text) { piece, _ in ByteAlphabet.bytes(String(decoding: piece, as: UTF8.self)) ?? piece }
            case .metaspace(let replacement, let prepends, let splits):
                Self.rewrite(&text) { piece, isFirst in
                    var marked: [UInt8] = []
                    for byte in piece { if byte == 0x20 { marked += replacement } else { marked.append(byte) } }
                    let prefixed = prepends == .always || prepends == .first && isFirst
                    return prefixed && !marked.starts(with: replacement) ? replacement + marked : marked
                }
                guard splits else { continue }
                let whole = text
                text.pieces = Self.cut(whole, before: replacement)
            }
        }
    }

    private static func split(
        _ text: SplitText,
        _ pattern: Pattern,
        _ behavior: SplitBehavior,
        _ inverted: Bool
    ) throws -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        pieces.reserveCapacity(max(text.pieces.count, text.bytes.count / 4))
        let bytes = text.bytes.span
        for piece in text.pieces {
            if behavior == .isolated {
                var position = piece.lowerBound
                try pattern.forEachMatch(in: bytes, piece) { match in
                    if match.lowerBound > position { pieces.append(position..<match.lowerBound) }
                    pieces.append(match)
                    position = match.upperBound
                }
                if position < piece.upperBound { pieces.append(position..<piece.upperBound) }
                continue
            }
            var parts: [(range: Range<Int>, isMatch: Bool)] = []
            var position = piece.lowerBound
            try pattern.forEachMatch(in: bytes, piece) { match in
                if match.lowerBound > position { parts.append((position..<match.lowerBound, inverted)) }
                parts.append((match, !inverted))
                position = match.upperBound
            }
            if position < piece.upperBound { parts.append((position..<piece.upperBound, inverted)) }
            pieces += joined(parts, behavior)
        }
        return pieces
    }

    private static func joined(_ parts: [(range: Range<Int>, isMatch: Bool)], _ behavior: SplitBehavior) -> [Range<Int>]
    {
        var pieces: [Range<Int>] = []
        var wasMatch: Bool?
        switch behavior {
        case .removed: return parts.filter { !$0.isMatch }.map(\.range)
        case .isolated: return parts.map(\.range)
        case .contiguous, .mergedWithPrevious:
            for (range, isMatch) in parts {
                let joins = behavior == .contiguous ? wasMatch == isMatch : isMatch && wasMatch == false
                if joins, let last = pieces.popLast() {
                    pieces.append(last.lowerBound..<range.upperBound)
                } else {
                    pieces.append(range)
                }
                wasMatch = isMatch
            }
            return pieces
        case .mergedWithNext:
            for (range, isMatch) in parts.reversed() {
                if isMatch, wasMatch == false, let next = pieces.popLast() {
                    pieces.append(range.lowerBound..<next.upperBound)
                } else {
                    pieces.append(range)
                }
                wasMatch = isMatch
            }
            return pieces.reversed()
        }
    }

    /// Writes a new text from what `body` makes of each piece and of whether it is the very first.
    private static func rewrite(_ text: inout SplitText, _ body: (_ piece: [UInt8], _ isFirst: Bool) -> [UInt8]) {
        var bytes: [UInt8] = []
        var pieces: [Range<Int>] = []
        for piece in text.pieces {
            let start = bytes.count
            bytes += body(Array(text.bytes[piece]), text.isAtStart && piece.lowerBound == 0)
            pieces.append(start..<bytes.count)
        }
        (text.bytes, text.pieces) = (bytes, pieces)
    }

    /// The pieces, cut again before each `mark` in them.
    private static func cut(_ text: SplitText, before mark: [UInt8]) -> [Range<Int>] {
        text.pieces.flatMap { piece in
            var cuts = [piece.lowerBound]
            for position in piece.dropFirst() where text.bytes[position..<piece.upperBound].starts(with: mark) {
                cuts.append(position)
            }
            return zip(cuts, cuts.dropFirst() + [piece.upperBound]).map { $0..<$1 }
        }
    }
}
