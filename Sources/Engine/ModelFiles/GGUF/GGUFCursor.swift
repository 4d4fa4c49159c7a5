// Walks through the bytes of a GGUF header; every step is checked against the end of the file before it is made.

/// A position in a mapped file, and what stands there.
struct GGUFCursor {
    let file: MappedFile
    private(set) var position = 0

    /// The bounds of a single string and array: far above what models hold, far below what hurts.
    static let stringLimit = 1 << 28
    static let arrayLimit = 1 << 26

    init(_ file: MappedFile) { self.file = file }

    /// Reads a number of a fixed size; `place` names it in errors.
    mutating func read<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, _ place: @autoclosure () -> String)
        throws(ModelFileError) -> T
    {
        let range = try take(MemoryLayout<T>.size, place())
        // `take` has checked that the bytes lie within the mapping; they may lie unaligned.
        return unsafe file.withBytes(in: range) { T(littleEndian: unsafe $0.loadUnaligned(as: type)) }
    }

    /// Reads a string, its length and its bytes; what is not UTF-8 becomes U+FFFD.
    mutating func readString(_ place: @autoclosure () -> String) throws(ModelFileError) -> String {
        let range = try takeString(place())
        return unsafe file.withBytes(in: range) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Reads the value of a metadata key of the type.
    mutating func readValue(_ type: GGUFValueType, _ key: String) throws(ModelFileError) -> GGUFValue {
        func place() -> String { "value of \(quoted(key))" }
        switch type {
        case .uint8: return .uint8(try read(UInt8.self, place()))
        case .int8: return .int8(try read(Int8.self, place()))
        case .uint16: return .uint16(try read(UInt16.self, place()))
        case .int16: return .int16(try read(Int16.self, place()))
        case .uint32: return .uint32(try read(UInt32.self, place()))
        case .int32: return .int32(try read(Int32.self, place()))
        case .float32: return .float32(Float(bitPattern: try read(UInt32.self, place())))
        case .bool: return .bool(try read(UInt8.self, place()) != 0)
        case .string: return .string(try readString(place()))
        case .array: return .array(try readArray(key))
        case .uint64: return .uint64(try read(UInt64.self, place()))
        case .int64: return .int64(try read(Int64.self, place()))
        case .float64: return .float64(Double(bitPattern: try read(UInt64.self, place())))
        }
    }

    /// Walks over an array and keeps where it lies.
    private mutating func readArray(_ key: String) throws(ModelFileError) -> GGUFArray {
        let start = position
        let number = try read(UInt32.self, "element type of \(quoted(key))")
        guard let type = GGUFValueType(rawValue: number), type != .array else {
            throw failure(
                at: start,
                "element type of \(quoted(key))",
                "a number or string type, 0 to 12 but 9",
                "\(number)"
            )
        }
        let count = try read(UInt64.self, "element count of \(quoted(key))")
        guard count <= UInt64(Self.arrayLimit) else {
            throw failure(at: start + 4, "element count of \(quoted(key))", "at most \(Self.arrayLimit)", "\(count)")
        }
        let first = position
        if let size = type.byteCount {
            _ = try take(Int(count) * size, "elements of \(quoted(key))")
        } else {
            for index in 0..<Int(count) { _ = try takeString("element \(index) of \(quoted(key))") }
        }
        return GGUFArray(elementType: type, count: Int(count), file: file, range: first..<position)
    }

    private mutating func takeString(_ place: @autoclosure () -> String) throws(ModelFileError) -> Range<Int> {
        let start = position
        let length = try read(UInt64.self, "length of \(place())")
        guard length <= UInt64(Self.stringLimit) else {
            throw failure(at: start, "length of \(place())", "at most \(Self.stringLimit)", "\(length)")
        }
        return try take(Int(length), place())
    }

    /// Steps over bytes that must be there.
    private mutating func take(_ count: Int, _ place: @autoclosure () -> String) throws(ModelFileError) -> Range<Int> {
        let end = position + count
        guard end <= file.byteCount else {
            throw .truncated(file: file.path, place: place(), expected: end, actual: file.byteCount)
        }
        defer { position = end }
        return position..<end
    }

    func failure(at byte: Int, _ what: String, _ expected: String, _ found: String) -> ModelFileError {
        .invalid(file: file.path, place: "byte \(byte) (\(what))", expected: expected, found: found)
    }
}
