// Terms as analysis makes them, hundreds for each passage. Nearly all are so short that each is a number: a passage's terms
// are one allocation, and finding one in a table compares two numbers.

/// A term of at most seven bytes: its UTF-8 in the lower bytes, the first one lowest, and their count in the highest.
package struct ShortTerm: Sendable, Hashable {
    @inlinable package static var longest: Int { 7 }

    @usableFromInline let value: UInt64

    @inlinable
    init(value: UInt64) { self.value = value }

    /// Nil where there are more bytes.
    package init?(_ utf8: [UInt8]) {
        guard utf8.count <= Self.longest else { return nil }
        var value = UInt64(utf8.count) << 56
        var shift: UInt64 = 0
        for byte in utf8 {
            value |= UInt64(byte) &<< shift
            shift += 8
        }
        self.value = value
    }

    /// The term that is one scalar.
    @inlinable
    package init(_ scalar: Unicode.Scalar) {
        let code = UInt64(scalar.value)
        func rest(_ shift: UInt64) -> UInt64 { 0x80 | code &>> shift & 0x3F }
        value =
            switch code {
            case ..<0x80: 1 << 56 | code
            case ..<0x800: 2 << 56 | 0xC0 | code >> 6 | rest(0) << 8
            case ..<0x10000: 3 << 56 | 0xE0 | code >> 12 | rest(6) << 8 | rest(0) << 16
            default: 4 << 56 | 0xF0 | code >> 18 | rest(12) << 8 | rest(6) << 16 | rest(0) << 24
            }
    }

    /// How many bytes it has.
    @inlinable
    package var count: Int { Int(truncatingIfNeeded: value &>> 56) }

    /// Its byte at the index, which is below the count.
    @inlinable
    package func byte(at index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: value &>> UInt64(truncatingIfNeeded: 8 &* index))
    }

    package var bytes: [UInt8] { (0..<count).map(byte) }

    /// The term of both one after the other, nil where that is too long.
    @inlinable
    package func followed(by next: ShortTerm) -> ShortTerm? {
        guard count &+ next.count <= Self.longest else { return nil }
        let low: UInt64 = 1 &<< 56 &- 1
        let bytes = value & low | (next.value & low) &<< UInt64(truncatingIfNeeded: 8 &* count)
        return ShortTerm(value: UInt64(truncatingIfNeeded: count &+ next.count) &<< 56 | bytes)
    }
}

/// Terms in order.
package struct TermList: Sendable, Equatable {
    static let longFlag: UInt64 = 1 << 63

    /// For each term its value as a `ShortTerm`; for a longer one `longFlag`, from bit 40 on its byte count, and below it
    /// where it stands in `longBytes`.
    @usableFromInline private(set) var entries: [UInt64] = []
    /// The UTF-8 of the terms that are too long to be numbers.
    private(set) var longBytes: [UInt8] = []

    package init() {}

    package init(_ terms: some Sequence<String>) {
        for term in terms { append(Array(term.utf8)) }
    }

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    package mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

    @inlinable
    package mutating func append(_ term: ShortTerm) { entries.append(term.value) }

    /// Appends a term; an index keeps no more of it than `SegmentFormat.longestTerm` bytes.
    package mutating func append(_ utf8: [UInt8]) {
        if let short = ShortTerm(utf8) { return append(short) }
        let (start, count) = (longBytes.count, min(utf8.count, SegmentFormat.longestTerm))
        longBytes.append(contentsOf: utf8[..<count])
        entries.append(Self.longFlag | UInt64(count) << 40 | UInt64(start))
    }

    /// The terms as strings.
    package var strings: [String] {
        entries.map { entry in
            let bytes =
                entry & Self.longFlag == 0
                ? (0..<Int(entry >> 56)).map { UInt8(truncatingIfNeeded: entry >> UInt64(8 * $0)) }
                : Array(longBytes[Self.range(ofLong: entry)])
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Where in `longBytes` the term of the entry stands.
    @inline(__always)
    static func range(ofLong entry: UInt64) -> Range<Int> {
        let start = Int(entry & (1 << 40 - 1))
        return start..<start + Int(entry >> 40 & (1 << 23 - 1))
    }
}
