// The terms of a segment that is still in memory, numbered in the order of their first appearance.

/// Numbers for terms: a hash table with open addressing over one array of bytes.
struct TermTable: Sendable {
    private struct Slot {
        /// The term's entry of a `TermList`, or the hash of a long one with the same flag.
        var key: UInt64 = 0
        /// The term's number + 1, or 0 where the slot is empty.
        var number: UInt32 = 0
    }

    private var slots = [Slot](repeating: Slot(), count: 1 << 12)
    private var keys: [UInt64] = []
    private var ends: [Int] = []
    private var bytes: [UInt8] = []

    var count: Int { ends.count }
    /// Roughly what the table takes up in memory.
    var byteCount: Int { bytes.count + 16 * (ends.count + slots.count) }

    /// The bytes of a term.
    func term(_ number: Int) -> ArraySlice<UInt8> { bytes[range(number)] }

    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    /// The number of the term whose entry that is in a list with these long terms; a new one if it was not there.
    @inline(__always)
    mutating func number(of entry: UInt64, _ longBytes: Span<UInt8>) -> UInt32 {
        if entry & TermList.longFlag != 0 { return number(ofLong: TermList.range(ofLong: entry), longBytes) }
        var place = place(of: entry)
        while true {
            let slot = slots[place]
            if slot.number == 0 { return insert(short: entry, at: place) }
            if slot.key == entry { return slot.number &- 1 }
            place = (place &+ 1) & (slots.count &- 1)
        }
    }

    private mutating func number(ofLong range: Range<Int>, _ span: Span<UInt8>) -> UInt32 {
        precondition(range.upperBound <= span.count)
        let key = Self.hash(range, span) | TermList.longFlag
        var place = place(of: key)
        while true {
            let slot = slots[place]
            if slot.number == 0 {
                for index in range { bytes.append(span[index]) }
                return insert(key, at: place)
            }
            if slot.key == key, isEqual(Int(slot.number) - 1, range, span) { return slot.number - 1 }
            place = (place + 1) & (slots.count - 1)
        }
    }

    @inline(__always)
    private func place(of key: UInt64) -> Int { Int(truncatingIfNeeded: Self.mix(key)) & (slots.count &- 1) }

    private func isEqual(_ number: Int, _ other: Range<Int>, _ span: Span<UInt8>) -> Bool {
        let own = range(number)
        return own.count == other.count && zip(own, other).allSatisfy { bytes[$0] == span[$1] }
    }

    /// Multiplies and folds eight bytes at a time, as wyhash does; the table is rebuilt from terms of our own, and long
    /// chains cost time only.
    private static func hash(_ range: Range<Int>, _ span: Span<UInt8>) -> UInt64 {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(range.count)
        var (word, filled): (UInt64, Int) = (0, 0)
        for index in range {
            (word, filled) = (word &<< 8 | UInt64(span[index]), filled + 1)
            if filled == 8 { (hash, word, filled) = (mix(hash ^ word), 0, 0) }
        }
        return mix(hash ^ word)
    }

    @inline(__always)
    private static func mix(_ word: UInt64) -> UInt64 {
        let product = (word ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }

    private mutating func insert(short entry: UInt64, at place: Int) -> UInt32 {
        for index in 0..<entry >> 56 { bytes.append(UInt8(truncatingIfNeeded: entry >> (8 * index))) }
        return insert(entry, at: place)
    }

    /// Numbers the term whose bytes were appended.
    private mutating func insert(_ key: UInt64, at place: Int) -> UInt32 {
        let number = UInt32(ends.count)
        ends.append(bytes.count)
        keys.append(key)
        slots[place] = Slot(key: key, number: number + 1)
        if 2 * ends.count > slots.count { grow() }
        return number
    }

    private mutating func grow() {
        slots = [Slot](repeating: Slot(), count: 2 * slots.count)
        for (number, key) in keys.enumerated() {
            var place = place(of: key)
            while slots[place].number != 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Slot(key: key, number: UInt32(number) + 1)
        }
    }

    /// The numbers in the byte order of their terms.
    func sorted() -> [Int] {
        // The first eight bytes, most significant first, decide nearly every comparison.
        let heads = (0..<count).map { number -> UInt64 in
            let term = term(number).prefix(8)
            return term.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - term.count))
        }
        return (0..<count).sorted {
            heads[$0] != heads[$1] ? heads[$0] < heads[$1] : term($0).lexicographicallyPrecedes(term($1))
        }
    }
}
