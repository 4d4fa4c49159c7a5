// The terms of a segment that is still in memory, numbered in the order of their first appearance.

/// Numbers for terms: a hash table with open addressing over one array of bytes.
struct TermTable: Sendable {
    private var slots: [UInt32]  // number + 1, or 0
    private var hashes: [UInt32] = []
    private var ends: [Int] = []
    private var bytes: [UInt8] = []

    init() { slots = [UInt32](repeating: 0, count: 1 << 12) }

    var count: Int { ends.count }
    /// Roughly what the table takes up in memory.
    var byteCount: Int { bytes.count + 12 * ends.count + 4 * slots.count }

    /// The bytes of a term.
    func term(_ number: Int) -> ArraySlice<UInt8> { bytes[range(number)] }

    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    /// The number of the term whose bytes stand in that range, a new one if it was not there.
    @inline(__always)
    mutating func number(of range: Range<Int>, in span: Span<UInt8>) -> UInt32 {
        precondition(range.lowerBound >= 0 && range.upperBound <= span.count)
        let count = min(range.count, SegmentFormat.longestTerm)
        let hash = Self.hash(range.lowerBound, count, span)
        let mask = slots.count &- 1
        var place = Int(hash) & mask
        while true {
            let slot = slots[place]
            if slot == 0 { return insert(range.lowerBound, count, span, hash, at: place) }
            let number = Int(slot) &- 1
            if hashes[number] == hash, isEqual(number, range.lowerBound, count, span) { return slot &- 1 }
            place = (place &+ 1) & mask
        }
    }

    @inline(__always)
    private func isEqual(_ number: Int, _ start: Int, _ count: Int, _ span: Span<UInt8>) -> Bool {
        let range = range(number)
        guard range.count == count else { return false }
        let known = bytes.span
        for index in 0..<count {
            // Both ranges lie in their spans, by `ends` and by the precondition of `number`.
            let (first, second) = unsafe (known[unchecked: range.lowerBound &+ index], span[unchecked: start &+ index])
            if first != second { return false }
        }
        return true
    }

    /// Multiplies and folds eight bytes at a time, as wyhash does; the table is rebuilt from terms of our own, and long
    /// chains cost time only.
    @inline(__always)
    private static func hash(_ start: Int, _ count: Int, _ span: Span<UInt8>) -> UInt32 {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)
        var word: UInt64 = 0
        for index in 0..<count {
            // start + count ≤ the span's count, by the precondition of `number`.
            word = word &<< 8 | UInt64(unsafe span[unchecked: start &+ index])
            if index & 7 == 7 { (hash, word) = (mix(hash ^ word), 0) }
        }
        hash = mix(hash ^ word)
        return UInt32(truncatingIfNeeded: hash ^ hash &>> 32)
    }

    @inline(__always)
    private static func mix(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }

    private mutating func insert(
        _ start: Int,
        _ count: Int,
        _ span: Span<UInt8>,
        _ hash: UInt32,
        at place: Int
    ) -> UInt32 {
        let number = UInt32(ends.count)
        for index in start..<start + count { bytes.append(span[index]) }
        ends.append(bytes.count)
        hashes.append(hash)
        slots[place] = number + 1
        if 2 * ends.count > slots.count { grow() }
        return number
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 2 * slots.count)
        let mask = slots.count - 1
        for (number, hash) in hashes.enumerated() {
            var place = Int(hash) & mask
            while slots[place] != 0 { place = (place + 1) & mask }
            slots[place] = UInt32(number + 1)
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
