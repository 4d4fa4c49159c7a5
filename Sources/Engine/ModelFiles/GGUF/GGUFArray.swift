// An array of a GGUF file's metadata, whose elements are decoded when they are asked for.

/// An array as its encoded elements: those of a mapped file, or made for writing.
package struct GGUFArray: Sendable, Equatable {
    package let elementType: GGUFValueType
    package let count: Int

    /// The elements one after the other, as a file holds them.
    private let bytes: Bytes

    private enum Bytes: Sendable {
        case mapped(MappedFile, Range<Int>)
        case made([UInt8])
    }

    /// The elements within a range that the reader has walked from end to end.
    init(elementType: GGUFValueType, count: Int, file: MappedFile, range: Range<Int>) {
        self.elementType = elementType
        self.count = count
        bytes = .mapped(file, range)
    }

    private init(elementType: GGUFValueType, count: Int, bytes: Bytes) {
        (self.elementType, self.count, self.bytes) = (elementType, count, bytes)
    }

    package init(_ strings: [String]) {
        elementType = .string
        count = strings.count
        bytes = .made(
            strings.reduce(into: []) { bytes, string in
                bytes.appendLittleEndian(UInt64(string.utf8.count))
                bytes += string.utf8
            }
        )
    }

    package init(_ numbers: [Int32]) {
        elementType = .int32
        count = numbers.count
        bytes = .made(numbers.reduce(into: []) { $0.appendLittleEndian($1) })
    }

    package init(_ numbers: [Float]) {
        elementType = .float32
        count = numbers.count
        bytes = .made(numbers.reduce(into: []) { $0.appendLittleEndian($1.bitPattern) })
    }

    package init(_ flags: [Bool]) {
        elementType = .bool
        count = flags.count
        bytes = .made(flags.map { $0 ? 1 : 0 })
    }

    package init(_ octets: [UInt8]) {
        elementType = .uint8
        count = octets.count
        bytes = .made(octets)
    }

    /// The strings, with U+FFFD for what is not UTF-8; nil when the elements are no strings.
    package var strings: [String]? {
        guard elementType == .string else { return nil }
        // The reader walked these lengths, or they were written above: each string lies within the bytes.
        return unsafe withBytes { bytes in
            var strings: [String] = []
            strings.reserveCapacity(count)
            var position = 0
            for _ in 0..<count {
                let length = unsafe Int(
                    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                )
                position += 8
                strings.append(unsafe String(decoding: bytes[position..<position + length], as: UTF8.self))
                position += length
            }
            return strings
        }
    }

    /// The array of the first elements only, at most so many.
    func prefix(_ length: Int) -> GGUFArray {
        GGUFArray(elementType: elementType, count: min(count, length), bytes: bytes)
    }

    /// The whole numbers; nil when the elements are none, or one does not fit into an `Int`.
    package var integers: [Int]? {
        switch elementType {
        case .uint8, .bool: load(UInt8.self) { Int($0) }
        case .int8: load(Int8.self) { Int($0) }
        case .uint16: load(UInt16.self) { Int(UInt16(littleEndian: $0)) }
        case .int16: load(Int16.self) { Int(Int16(littleEndian: $0)) }
        case .uint32: load(UInt32.self) { Int(UInt32(littleEndian: $0)) }
        case .int32: load(Int32.self) { Int(Int32(littleEndian: $0)) }
        case .uint64: load(UInt64.self) { Int(exactly: UInt64(littleEndian: $0)) }
        case .int64: load(Int64.self) { Int(exactly: Int64(littleEndian: $0)) }
        case .float32, .float64, .string, .array: nil
        }
    }

    /// The numbers, whole or not; nil when the elements are none.
    package var numbers: [Double]? {
        switch elementType {
        case .float32: load(UInt32.self) { Double(Float(bitPattern: UInt32(littleEndian: $0))) }
        case .float64: load(UInt64.self) { Double(bitPattern: UInt64(littleEndian: $0)) }
        default: integers?.map(Double.init)
        }
    }

    /// The flags; nil when the elements are no flags.
    package var bools: [Bool]? {
        elementType == .bool ? integers?.map { $0 != 0 } : nil
    }

    package static func == (left: GGUFArray, right: GGUFArray) -> Bool {
        guard left.elementType == right.elementType, left.count == right.count else { return false }
        return unsafe left.withBytes { left in unsafe right.withBytes { right in unsafe left.elementsEqual(right) } }
    }

    /// Lends the encoded elements.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch bytes {
        case .mapped(let file, let range): unsafe file.withBytes(in: range, body)
        case .made(let bytes): unsafe bytes.withUnsafeBytes(body)
        }
    }

    /// Loads elements of a fixed size, of which the bytes hold exactly `count`; unaligned, as they lie in a file.
    private func load<Stored: BitwiseCopyable, Element>(_ type: Stored.Type, _ convert: (Stored) -> Element?)
        -> [Element]?
    {
        unsafe withBytes { bytes in
            var elements: [Element] = []
            elements.reserveCapacity(count)
            for index in 0..<count {
                let offset = index * MemoryLayout<Stored>.size
                guard let element = unsafe convert(bytes.loadUnaligned(fromByteOffset: offset, as: type)) else {
                    return nil
                }
                elements.append(element)
            }
            return elements
        }
    }
}

extension [UInt8] {
    /// Appends the bytes of a number, the lowest first.
    mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
        unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
    }
}
