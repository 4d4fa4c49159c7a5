// SentencePiece's precompiled character map: a double-array trie ("XCDA", darts-clone) from strings to offsets in a list of
// replacements that end with NUL.

/// What characters, alone or together, are normalized to.
struct CharacterMap: Sendable {
    private let units: [UInt32]
    private let replacements: [UInt8]

    /// Reads a little-endian size in bytes, the trie of that size, the replacements; nil when the sizes do not fit.
    init?(_ blob: [UInt8]) {
        func word(_ position: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(blob[position + $1]) << UInt32(8 * $1) }
        }
        guard blob.count >= 8 else { return nil }
        let size = Int(word(0))
        guard size > 0, size % 4 == 0, size <= blob.count - 4 else { return nil }
        units = stride(from: 4, to: 4 + size, by: 4).map(word)
        replacements = Array(blob[(4 + size)...])
    }

    /// The longest string of the map that begins at `start`, and what it becomes.
    func longestPrefix(in text: Span<UInt8>, from start: Int, to end: Int) -> (
        end: Int, replacement: ArraySlice<UInt8>
    )? {
        var longest: (Int, ArraySlice<UInt8>)?
        forEachPrefix(in: text, from: start, to: end) { longest = ($0, $1) }
        return longest
    }

    /// Calls `body` with the end and the replacement of each string that begins at `start`, shortest first.
    ///
    /// A damaged trie leads outside its bounds, where the walk ends.
    func forEachPrefix(in text: Span<UInt8>, from start: Int, to end: Int, _ body: (Int, ArraySlice<UInt8>) -> Void) {
        var node = Self.offset(units[0])
        for position in start..<end {
            node ^= Int(text[position])
            guard node < units.count, units[node] & 0x8000_00FF == UInt32(text[position]) else { return }
            let unit = units[node]
            node ^= Self.offset(unit)
            guard node < units.count else { return }
            if unit >> 8 & 1 == 1, let replacement = replacement(Int(units[node] & 0x7FFF_FFFF)) {
                body(position + 1, replacement)
            }
        }
    }

    private static func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 1 << 9) >> 6) }

    private func replacement(_ offset: Int) -> ArraySlice<UInt8>? {
        guard offset < replacements.count, let end = replacements[offset...].firstIndex(of: 0) else { return nil }
        return replacements[offset..<end]
    }
}
