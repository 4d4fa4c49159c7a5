// A trie over bytes: which of many strings begin at a place, found in one walk.

/// Strings with a number each.
///
/// Nodes and bytes lead to nodes by one open-addressing table.
struct ByteTrie: Sendable {
    private static let nodeBits: UInt64 = 24

    /// Key (node and byte) above, child below; 0 where there is none, for no child is the root.
    private var slots: [UInt64]
    private var mask: Int
    private var values: [Int32] = [-1]

    /// Nil for more than 16 million bytes of strings, which no vocabulary has.
    init?(_ strings: some Sequence<(bytes: ArraySlice<UInt8>, value: Int32)>) {
        (slots, mask) = (Array(repeating: 0, count: 64), 63)
        for (bytes, value) in strings where !bytes.isEmpty {
            var node = 0
            for byte in bytes {
                guard values.count < 1 << Self.nodeBits - 1 else { return nil }
                node = child(of: node, byte) ?? addChild(to: node, byte)
            }
            values[node] = value
        }
    }

    var isEmpty: Bool { values.count == 1 }

    /// Calls `body` with the end and the number of each string that begins at `start`, shortest first.
    @inline(__always)
    func forEachPrefix(in text: Span<UInt8>, from start: Int, to end: Int, _ body: (Int, Int32) -> Void) {
        var node = 0
        var position = start
        while position < end, let next = child(of: node, text[position]) {
            node = next
            position += 1
            if values[node] >= 0 { body(position, values[node]) }
        }
    }

    /// The longest string that begins at `start`.
    func longestPrefix(in text: Span<UInt8>, from start: Int, to end: Int) -> (end: Int, value: Int32)? {
        var longest: (Int, Int32)?
        forEachPrefix(in: text, from: start, to: end) { longest = ($0, $1) }
        return longest
    }

    @inline(__always)
    private func child(of node: Int, _ byte: UInt8) -> Int? {
        let key = UInt64(node) << 8 | UInt64(byte)
        var slot = home(of: key)
        while slots[slot] != 0 {
            if slots[slot] >> Self.nodeBits == key { return Int(slots[slot] & (1 << Self.nodeBits - 1)) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func addChild(to node: Int, _ byte: UInt8) -> Int {
        if values.count * 2 > slots.count { grow() }
        values.append(-1)
        insert((UInt64(node) << 8 | UInt64(byte)) << Self.nodeBits | UInt64(values.count - 1))
        return values.count - 1
    }

    private mutating func insert(_ entry: UInt64) {
        var slot = home(of: entry >> Self.nodeBits)
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = entry
    }

    private mutating func grow() {
        let entries = slots
        slots = Array(repeating: 0, count: entries.count * 2)
        mask = slots.count - 1
        for entry in entries where entry != 0 { insert(entry) }
    }

    @inline(__always)
    private func home(of key: UInt64) -> Int {
        let mixed = key &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 32) & mask
    }
}
