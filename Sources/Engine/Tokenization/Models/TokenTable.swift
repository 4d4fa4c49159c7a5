// The vocabulary by its bytes: each token's bytes in one array, and an open-addressing table from bytes to ids.

/// Tokens as bytes, numbered from 0.
///
/// Of equal tokens the last is found.
struct TokenTable: Sendable {
    private var blob: [UInt8] = []
    private var ends: [Int32] = [0]
    private var slots: [Int32]
    private var mask: Int
    private(set) var longest = 0

    var count: Int { ends.count - 1 }

    /// - Parameter capacity: how many tokens will be added, more or less.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        mask = size - 1
        ends.reserveCapacity(capacity + 1)
    }

    /// Adds the next token; where `isFindable` is false it has a number but `id(of:)` does not give it.
    mutating func append(_ token: [UInt8], isFindable: Bool = true) {
        let id = Int32(count)
        blob += token
        ends.append(Int32(blob.count))
        guard isFindable else { return }
        longest = max(longest, token.count)
        if count * 3 > slots.count * 2 { grow() }
        insert(id, token)
    }

    private mutating func insert(_ id: Int32, _ token: [UInt8]) {
        var slot = Self.hash(token.span, 0..<token.count) & mask
        while slots[slot] >= 0, !equals(slots[slot], token.span, 0..<token.count) { slot = (slot + 1) & mask }
        slots[slot] = id
    }

    private mutating func grow() {
        let ids = slots.filter { $0 >= 0 }
        slots = Array(repeating: -1, count: slots.count * 2)
        mask = slots.count - 1
        for id in ids { insert(id, Array(self[id])) }
    }

    subscript(id: Int32) -> ArraySlice<UInt8> { blob[Int(ends[Int(id)])..<Int(ends[Int(id) + 1])] }

    func id(of text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
        guard range.count <= longest else { return nil }
        var slot = Self.hash(text, range) & mask
        while slots[slot] >= 0 {
            if equals(slots[slot], text, range) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    func id(of token: [UInt8]) -> Int32? { id(of: token.span, 0..<token.count) }

    private func equals(_ id: Int32, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let start = Int(ends[Int(id)])
        guard Int(ends[Int(id) + 1]) - start == range.count else { return false }
        for offset in 0..<range.count where blob[start + offset] != text[range.lowerBound + offset] { return false }
        return true
    }

    /// FNV-1a with a last mix, so that the low bits depend on all.
    private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for position in range { hash = (hash ^ UInt64(text[position])) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ hash >> 29)
    }
}
