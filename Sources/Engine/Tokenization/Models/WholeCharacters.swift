// Lets byte-level encoding begin with characters instead of bytes where that is certain to give the same result, which for
// Chinese leaves a third of the symbols to merge.
//
// The bytes of a character merge as if it stood alone unless some merge joins a part of it with its neighbour. Such a merge
// joins two symbols between two characters, and one of them is a part of a character. For each pair of bytes that can stand
// on the two sides of such a place, `parting` says whether the vocabulary has no such merge; a character with that on both
// sides may be taken whole. It must not merge with others earlier than its bytes would have become it: that is its birth.

/// The characters that are tokens, and the neighbours beside which their bytes merge alone.
struct WholeCharacters: Sendable {
    /// By scalar, the token that the bytes of the character become; -1 where they become none or several.
    private var symbols: [Int32] = []
    /// By scalar, the highest rank of the merges that make the character of its bytes.
    private var births: [UInt32] = []
    /// By the last byte on the left and the first on the right.
    private var parting: [Bool] = []

    /// Nothing is taken whole.
    init() {}

    init(_ table: TokenTable, _ merges: MergeTable, byteTokens: [Int32]) {
        parting = Array(repeating: true, count: 1 << 16)
        merges.forEachPair { left, right in
            let (left, right) = (table[left], table[right])
            guard let first = left.first, let last = left.last, let lead = right.first, !Self.isContinuation(lead)
            else {
                return
            }
            if Self.isContinuation(first) || right.count < UTF8Scalar.width(lead) {
                parting[Int(last) << 8 | Int(lead)] = false
            }
        }
        symbols = Array(repeating: -1, count: 1 << 16)
        births = Array(repeating: 0, count: 1 << 16)
        var workspace = MergeWorkspace()
        for id in 0..<Int32(table.count) where (2...3).contains(table[id].count) {
            let bytes = Array(table[id])
            let (value, width) = UTF8Scalar.decode(bytes.span, at: 0, end: bytes.count)
            guard width == bytes.count, bytes.dropFirst().allSatisfy(Self.isContinuation), table.id(of: bytes) == id
            else {
                continue
            }
            workspace.removeAll()
            for byte in bytes { workspace.append(byteTokens[Int(byte)]) }
            workspace.merge(by: merges)
            guard workspace.symbols == [id] else { continue }
            symbols[Int(value)] = id
            births[Int(value)] = Self.birth(bytes.map { byteTokens[Int($0)] }, merges)
        }
    }

    /// The highest rank among the merges that leave one of two or three symbols.
    private static func birth(_ symbols: [Int32], _ merges: MergeTable) -> UInt32 {
        let first = merges.merge(symbols[0], symbols[1])
        guard symbols.count == 3 else { return first.rank }
        let second = merges.merge(symbols[1], symbols[2])
        return first.rank <= second.rank
            ? max(first.rank, merges.merge(first.symbol, symbols[2]).rank)
            : max(second.rank, merges.merge(symbols[0], second.symbol).rank)
    }

    /// The token, the birth and the width of the character at `position`; nil where its bytes must be merged.
    @inline(__always)
    func symbol(in text: Span<UInt8>, at position: Int, of piece: Range<Int>) -> (
        symbol: Int32, birth: UInt32, width: Int
    )? {
        guard !symbols.isEmpty else { return nil }
        let (value, width) = UTF8Scalar.decode(text, at: position, end: piece.upperBound)
        guard width > 1, width < 4, symbols[Int(value)] >= 0 else { return nil }
        if position > piece.lowerBound, !parts(text[position - 1], text[position]) { return nil }
        let end = position + width
        if end < piece.upperBound, !parts(text[end - 1], text[end]) { return nil }
        return (symbols[Int(value)], births[Int(value)], width)
    }

    @inline(__always)
    private func parts(_ last: UInt8, _ first: UInt8) -> Bool { parting[Int(last) << 8 | Int(first)] }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
