// A number for each passage or document, in as few bytes each as the distance between least and greatest needs.
//
//     base    Int64, the least number
//     count   UInt64
//     width   UInt64: bytes a number, 0, 1, 2, 4 or 8
//     numbers above the base

/// A column in a mapped file.
struct Column: Sendable {
    let base: Int64
    let count: Int
    let width: Int
    let start: Int

    /// Reads the head of a column and passes over its numbers.
    init(_ reader: inout ByteReader, in bytes: RawSpan, count: Int) throws(Damage) {
        base = try reader.integer(in: bytes, as: Int64.self)
        self.count = try reader.count(in: bytes, atMost: count)
        width = try reader.count(in: bytes, atMost: 8)
        guard self.count == count, [0, 1, 2, 4, 8].contains(width) else {
            throw Damage("a column has a wrong count or width")
        }
        start = try reader.skip(count * width).lowerBound
    }

    /// The number at an index, which is one of the column's.
    @inline(__always)
    func value(at index: Int, in bytes: RawSpan) -> Int64 {
        let place = start &+ index &* width
        precondition(index >= 0 && index < count && place &+ width <= bytes.byteCount)
        // In bounds by the precondition; every bit pattern is a number.
        switch width {
        case 0: return base
        case 1: return unsafe base &+ Int64(bytes.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self))
        case 2: return unsafe base &+ Int64(bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt16.self))
        case 4: return unsafe base &+ Int64(bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt32.self))
        default: return unsafe base &+ bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: Int64.self)
        }
    }

    /// The least number of bytes that holds the distance.
    static func width(for distance: UInt64) -> Int {
        switch distance {
        case 0: 0
        case ...0xFF: 1
        case ...0xFFFF: 2
        case ...0xFFFF_FFFF: 4
        default: 8
        }
    }
}
