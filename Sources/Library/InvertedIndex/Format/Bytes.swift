// Numbers into bytes and back: little endian, and variable-length with seven bits a byte. Every read is checked, for
// the bytes come from a file.

/// Bytes that are appended to.
struct ByteBuffer: Sendable {
    var bytes: [UInt8] = []

    var count: Int { bytes.count }

    @inline(__always)
    mutating func append(_ value: some FixedWidthInteger & UnsignedInteger & BitwiseCopyable) {
        // The bytes of an integer are whole, and copied at once.
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Appends 1 to 10 bytes of seven bits each, lowest first; all but the last have the high bit set.
    @inline(__always)
    mutating func appendVariable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}

/// A place in bytes that are read in order, and where they end.
struct ByteReader {
    private(set) var offset: Int
    let end: Int

    init(_ range: Range<Int>) { (offset, end) = (range.lowerBound, range.upperBound) }

    var isAtEnd: Bool { offset >= end }

    mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(
        in bytes: RawSpan,
        as type: T.Type
    ) throws(Damage) -> T {
        let size = MemoryLayout<T>.size
        guard size <= end - offset else { throw Damage("a number at byte \(offset) is cut off") }
        defer { offset += size }
        return try bytes.integer(at: offset, as: type)
    }

    /// A number of 8 bytes that counts something.
    mutating func count(in bytes: RawSpan, atMost limit: Int) throws(Damage) -> Int {
        let place = offset
        let value = try integer(in: bytes, as: UInt64.self)
        guard value <= UInt64(max(0, limit)) else { throw Damage("the count at byte \(place) is out of bounds") }
        return Int(value)
    }

    @inline(__always)
    mutating func variable(in bytes: RawSpan) throws(Damage) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try self.byte(in: bytes)
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 64 else { throw Damage("the number that ends at byte \(offset) is too long") }
        }
    }

    /// A variable-length number that counts something.
    mutating func variableCount(in bytes: RawSpan, atMost limit: Int) throws(Damage) -> Int {
        let value = try variable(in: bytes)
        guard value <= UInt64(max(0, limit)) else { throw Damage("the count before byte \(offset) is out of bounds") }
        return Int(value)
    }

    mutating func byte(in bytes: RawSpan) throws(Damage) -> UInt8 {
        guard offset < end, offset < bytes.byteCount else { throw Damage("a number at byte \(offset) is cut off") }
        // In bounds by the guard; offsets only grow from a valid range's start.
        defer { offset &+= 1 }
        return unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// The range of the next `count` bytes, which are passed over.
    mutating func skip(_ count: Int) throws(Damage) -> Range<Int> {
        guard count >= 0, count <= end - offset else { throw Damage("\(count) bytes at \(offset) are cut off") }
        defer { offset += count }
        return offset..<offset + count
    }

    /// Passes over so many variable-length numbers.
    mutating func skipVariables(_ count: Int, in bytes: RawSpan) throws(Damage) {
        var rest = count
        while rest > 0 {
            if try byte(in: bytes) < 0x80 { rest -= 1 }
        }
    }
}

extension RawSpan {
    /// The little-endian number at the offset, which any value may be.
    @inline(__always)
    func integer<T: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as: T.Type) throws(Damage) -> T {
        guard offset >= 0, offset <= byteCount - MemoryLayout<T>.size else {
            throw Damage("a number at byte \(offset) is cut off")
        }
        // In bounds by the guard; every bit pattern of an integer is valid.
        return unsafe T(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: T.self))
    }
}
