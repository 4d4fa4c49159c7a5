// SimHash (Charikar 2002): texts that share most of their terms have fingerprints that differ in few bits.

/// 64 bits that tell near-duplicates.
package struct Fingerprint: Sendable, Hashable {
    package var bits: UInt64

    /// Unrelated texts differ in some 32 bits; copies with a few words changed or cut elsewhere in no more than these.
    static let nearDuplicateDistance = 20

    init(storedValue: Int64) { bits = UInt64(bitPattern: storedValue) }

    /// The fingerprint of a text's terms, taken two by two so that their order counts.
    init(of terms: [String]) {
        var sums = [Int](repeating: 0, count: 64)
        var previous: UInt64 = 0
        for term in terms {
            let hash = Self.hash(term)
            let pair = Self.mix(previous &* 0x9E37_79B9_7F4A_7C15 ^ hash)
            previous = hash
            for bit in 0..<64 { sums[bit] += pair >> UInt64(bit) & 1 == 1 ? 1 : -1 }
        }
        bits = sums.enumerated().reduce(0) { $1.element > 0 ? $0 | 1 << UInt64($1.offset) : $0 }
    }

    var storedValue: Int64 { Int64(bitPattern: bits) }

    /// Whether the texts may be near-duplicates, which is then looked at term by term.
    package func isNear(_ other: Fingerprint) -> Bool {
        (bits ^ other.bits).nonzeroBitCount <= Self.nearDuplicateDistance
    }

    /// FNV-1a over the term's UTF-8: the same on every machine and in every run, unlike Swift's `Hasher`.
    private static func hash(_ term: String) -> UInt64 {
        term.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
