// The merges of byte pair encoding: which pairs of symbols become one, and which of them first.

/// Pairs of symbols with the rank and the result of their merge, in an open-addressing table.
struct MergeTable: Sendable {
    /// A merge packed into one word, so that of two the one with the lower rank is the smaller number.
    struct Merge: Comparable, Sendable {
        static let none = Merge(bits: .max)

        var bits: UInt64
        var rank: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
        var symbol: Int32 { Int32(truncatingIfNeeded: bits) }

        init(bits: UInt64) { self.bits = bits }
        init(rank: Int, symbol: Int32) { bits = UInt64(rank) << 32 | UInt64(UInt32(bitPattern: symbol)) }

        static func < (left: Merge, right: Merge) -> Bool { left.bits < right.bits }
    }

    private static let empty = UInt64.max
    /// How many more bits the filter has than the table slots, as a power of two.
    private static let filterBits: UInt64 = 2

    /// Keys and merges by turns.
    private var slots: [UInt64]
    private let mask: Int
    private let shift: UInt64
    /// A bit for each hash that some key has: most pairs do not merge, and this fits into a processor's cache where the
    /// table does not.
    private var filter: [UInt64]

    /// - Parameter capacity: how many merges will be added, at most.
    init(capacity: Int) {
        var bits: UInt64 = 4
        while 1 << bits < capacity + capacity / 2 { bits += 1 }
        slots = Array(repeating: Self.empty, count: 2 << bits)
        mask = 1 << bits - 1
        shift = 64 - bits
        filter = Array(repeating: 0, count: max(1, (1 << (bits + Self.filterBits)) >> 6))
    }

    /// Adds a merge; of equal pairs the one with the lowest rank stays.
    mutating func add(_ left: Int32, _ right: Int32, _ merge: Merge) {
        let key = Self.key(left, right)
        var slot = home(of: key)
        while slots[2 * slot] != Self.empty, slots[2 * slot] != key { slot = (slot + 1) & mask }
        if slots[2 * slot] == key, slots[2 * slot + 1] <= merge.bits { return }
        slots[2 * slot] = key
        slots[2 * slot + 1] = merge.bits
        let bit = filterBit(of: key)
        filter[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    /// The merge of two symbols; `.none` where they do not merge.
    @inline(__always)
    func merge(_ left: Int32, _ right: Int32) -> Merge {
        let key = Self.key(left, right)
        let bit = filterBit(of: key)
        guard filter[bit >> 6] & 1 << UInt64(bit & 63) != 0 else { return .none }
        var slot = home(of: key)
        while true {
            let found = slots[2 * slot]
            if found == key { return Merge(bits: slots[2 * slot + 1]) }
            if found == Self.empty { return .none }
            slot = (slot + 1) & mask
        }
    }

    /// Calls `body` with the two symbols of each merge.
    func forEachPair(_ body: (_ left: Int32, _ right: Int32) -> Void) {
        for slot in stride(from: 0, to: slots.count, by: 2) where slots[slot] != Self.empty {
            body(Int32(truncatingIfNeeded: slots[slot] >> 32), Int32(truncatingIfNeeded: slots[slot]))
        }
    }

    @inline(__always)
    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always)
    private func home(of key: UInt64) -> Int { filterBit(of: key) >> Int(Self.filterBits) }

    @inline(__always)
    private func filterBit(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (shift - Self.filterBits))
    }
}
