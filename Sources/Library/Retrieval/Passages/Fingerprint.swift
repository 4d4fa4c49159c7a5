// SimHash (Charikar 2002): texts that share most of their terms have fingerprints that differ in few bits.

internal import InvertedIndex

/// 64 bits that tell near-duplicates.
package struct Fingerprint: Sendable, Hashable {
    package var bits: UInt64

    /// Unrelated texts differ in some 32 bits, those that share a sixth of their pairs of words in some 29; copies with a few
    /// words changed or cut elsewhere in no more than these.
    static let nearDuplicateDistance = 16

    init(storedValue: Int64) { bits = UInt64(bitPattern: storedValue) }

    /// The fingerprint of a text whose terms have these hashes.
    ///
    /// Terms are taken two by two so that their order counts, and each pair once, so that what all texts of a kind repeat
    /// says little.
    init(of hashes: [UInt64]) {
        // The pairs so far, for each to be taken once: a table with open addressing, half full at most.
        var seen = [UInt64](repeating: 0, count: 2 << (Int.bitWidth - hashes.count.leadingZeroBitCount))
        // How many pairs have each bit set: 64 counters side by side, bit n of all of them in `planes[n]`.
        var planes = [UInt64](repeating: 0, count: 1 + Int.bitWidth - hashes.count.leadingZeroBitCount)
        var count = 0
        var previous: UInt64 = 0
        for hash in hashes {
            let pair = Self.mix(previous &* 0x9E37_79B9_7F4A_7C15 ^ hash)
            previous = hash
            var place = Int(truncatingIfNeeded: pair) & (seen.count - 1)
            while seen[place] != 0, seen[place] != pair { place = (place + 1) & (seen.count - 1) }
            guard seen[place] == 0 else { continue }
            seen[place] = pair
            var (carry, plane) = (pair, 0)
            while carry != 0 {
                (planes[plane], carry) = (planes[plane] ^ carry, planes[plane] & carry)
                plane += 1
            }
            count += 1
        }
        bits = Self.isAbove(count / 2, planes)
    }

    /// The fingerprint of these terms.
    init(of terms: [String]) { self.init(of: terms.map { Self.hash(Array($0.utf8)) }) }

    var storedValue: Int64 { Int64(bitPattern: bits) }

    /// Whether the texts may be near-duplicates, which is then looked at term by term.
    package func isNear(_ other: Fingerprint) -> Bool {
        (bits ^ other.bits).nonzeroBitCount <= Self.nearDuplicateDistance
    }

    /// FNV-1a over the UTF-8 of a term: the same on every machine and in every run, unlike Swift's `Hasher`.
    static func hash(_ utf8: [UInt8]) -> UInt64 { utf8.reduce(offsetBasis, add) }

    /// The same for a term that is a number.
    @inline(__always)
    static func hash(_ term: ShortTerm) -> UInt64 {
        var hash = offsetBasis
        for index in 0..<term.count { hash = add(hash, term.byte(at: index)) }
        return hash
    }

    private static let offsetBasis: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    private static func add(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// The bits whose counter is above the limit.
    private static func isAbove(_ limit: Int, _ planes: [UInt64]) -> UInt64 {
        var (above, equal): (UInt64, UInt64) = (0, .max)
        for plane in planes.indices.reversed() {
            if limit >> plane & 1 == 0 {
                above |= equal & planes[plane]
                equal &= ~planes[plane]
            } else {
                equal &= planes[plane]
            }
        }
        return above
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
