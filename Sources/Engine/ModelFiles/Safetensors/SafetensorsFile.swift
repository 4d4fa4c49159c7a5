// Reads the header of a safetensors file and checks every promise in it; the tensors stay where they are, in the mapping.
//
// The file: eight bytes with the length N of the header, little-endian; N bytes of JSON, which begin with "{" and may be
// padded with spaces; the bytes of the tensors, one after the other, row-major, little-endian
// (https://github.com/huggingface/safetensors, "Format").

/// A safetensors file, mapped.
package struct SafetensorsFile: Sendable {
    package let path: String

    /// The strings that the writer left under `__metadata__`.
    package let metadata: [String: String]

    /// All tensors, in the order of their bytes.
    package let entries: [SafetensorsEntry]

    private let file: MappedFile
    private let positions: [String: Int]

    /// The bounds of what the header may say.
    private static let headerLimit = 100_000_000
    private static let dimensionLimit = 16

    /// Maps the file and checks its header; time and memory follow the header's size.
    package init(path: String) throws(ModelFileError) {
        let file = try MappedFile(path: path)
        guard file.byteCount >= 8 else {
            throw .truncated(file: path, place: "the length of the header", expected: 8, actual: file.byteCount)
        }
        // Eight bytes inside the mapping, read unaligned.
        let length = unsafe file.withBytes(in: 0..<8) { unsafe UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= UInt64(Self.headerLimit) else {
            throw .invalid(
                file: path,
                place: "byte 0 (length of the header)",
                expected: "at most \(Self.headerLimit), as safetensors files have it",
                found: "\(length)"
            )
        }
        let dataStart = 8 + Int(length)
        guard dataStart <= file.byteCount else {
            throw .truncated(file: path, place: "the header", expected: dataStart, actual: file.byteCount)
        }
        let header = unsafe file.withBytes(in: 8..<dataStart) { unsafe Array($0) }
        guard header.first == UInt8(ascii: "{") else {
            throw .invalid(file: path, place: "byte 8", expected: "the header to begin with {", found: "another byte")
        }
        guard case .object(var members) = try JSON(parsing: header, file: path, place: "header") else {
            throw .invalid(file: path, place: "header", expected: "an object", found: "another value")
        }
        metadata = try Self.metadata(members.removeValue(forKey: "__metadata__"), file: path)
        let dataCount = file.byteCount - dataStart
        var entries: [SafetensorsEntry] = []
        for (name, value) in members {
            entries.append(try Self.entry(name, value, dataStart: dataStart, dataCount: dataCount, file: path))
        }
        // Empty tensors share their begin with the next one.
        entries.sort {
            ($0.byteRange.lowerBound, $0.byteRange.upperBound, $0.name)
                < ($1.byteRange.lowerBound, $1.byteRange.upperBound, $1.name)
        }
        try Self.checkThatNothingIsLeftOut(entries, dataStart: dataStart, end: file.byteCount, file: path)
        self.path = path
        self.file = file
        self.entries = entries
        positions = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
    }

    /// The entry of a name.
    package func entry(named name: String) -> SafetensorsEntry? {
        positions[name].map { entries[$0] }
    }

    /// The weights of a name, whose numbers must be F32, F16 or BF16.
    package func tensor(named name: String) throws(ModelFileError) -> StoredTensor {
        guard let entry = entry(named: name) else { throw .missing(file: path, what: "tensor \(quoted(name))") }
        guard let format = entry.type.weightFormat else {
            throw .unsupported(
                file: path,
                what: "tensor \(quoted(name)) as \(entry.type.rawValue)",
                supported: "weights of F32, F16 and BF16"
            )
        }
        return StoredTensor(
            name: name,
            format: format,
            shape: entry.shape,
            file: file,
            byteRange: entry.byteRange
        )
    }

    /// The whole numbers of a name, such as token ids, row by row.
    package func integers(named name: String) throws(ModelFileError) -> [Int] {
        guard let entry = entry(named: name) else { throw .missing(file: path, what: "tensor \(quoted(name))") }
        // The range lies within the mapping and is a whole number of the type's sizes; each is read unaligned.
        func read<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> [Int] {
            unsafe file.withBytes(in: entry.byteRange) { bytes in
                stride(from: 0, to: bytes.count, by: MemoryLayout<T>.size).map {
                    Int(clamping: T(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: $0, as: T.self)))
                }
            }
        }
        switch entry.type {
        case .bool, .u8: return read(UInt8.self)
        case .i8: return read(Int8.self)
        case .i16: return read(Int16.self)
        case .u16: return read(UInt16.self)
        case .i32: return read(Int32.self)
        case .u32: return read(UInt32.self)
        case .i64: return read(Int64.self)
        case .u64: return read(UInt64.self)
        default:
            throw .invalid(
                file: path,
                place: "tensor \(quoted(name))",
                expected: "whole numbers",
                found: entry.type.rawValue
            )
        }
    }

    private static func metadata(_ value: JSON?, file: String) throws(ModelFileError) -> [String: String] {
        guard let value else { return [:] }
        func failure(_ found: String) -> ModelFileError {
            .invalid(file: file, place: "header, __metadata__", expected: "an object of strings", found: found)
        }
        guard case .object(let members) = value else { throw failure(value.kind) }
        var strings: [String: String] = [:]
        for (key, member) in members {
            guard case .string(let string) = member else { throw failure("\(member.kind) at \(quoted(key))") }
            strings[key] = string
        }
        return strings
    }

    private static func entry(
        _ name: String,
        _ value: JSON,
        dataStart: Int,
        dataCount: Int,
        file: String
    ) throws(ModelFileError) -> SafetensorsEntry {
        func failure(_ expected: String, _ found: String) -> ModelFileError {
            .invalid(file: file, place: "header, tensor \(quoted(name))", expected: expected, found: found)
        }
        guard case .object(let members) = value else { throw failure("an object", value.kind) }
        guard Set(members.keys) == ["dtype", "shape", "data_offsets"] else {
            throw failure("dtype, shape and data_offsets", quoted(members.keys.sorted().joined(separator: ", ")))
        }
        guard let type = members["dtype"]?.string.flatMap(SafetensorsType.init) else {
            throw failure("a dtype of the format", members["dtype"]?.string.map(quoted) ?? "none")
        }
        let shape = members["shape"]?.array?.map(\.wholeNumber) ?? [nil]
        guard shape.count <= dimensionLimit else {
            throw failure("at most \(dimensionLimit) dimensions", "\(shape.count)")
        }
        var dimensions: [Int] = []
        var bits = type.bitCount
        for dimension in shape {
            guard let dimension, dimension >= 0 else { throw failure("a shape of whole numbers", "something else") }
            let (product, overflow) = bits.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw failure("a shape that fits into a file", "\(dimensions + [dimension])…") }
            dimensions.append(dimension)
            bits = product
        }
        let offsets = members["data_offsets"]?.array?.compactMap(\.wholeNumber) ?? []
        guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
            throw failure("two data_offsets, begin and end", "\(members["data_offsets"]?.array?.prefix(3) ?? [])")
        }
        guard bits.isMultiple(of: 8), offsets[1] - offsets[0] == bits / 8 else {
            throw failure(
                "\(bits / 8) bytes for \(type.rawValue) of shape \(dimensions)",
                "\(offsets[1] - offsets[0])"
            )
        }
        guard offsets[1] <= dataCount else {
            let end = dataStart.addingReportingOverflow(offsets[1])
            throw .truncated(
                file: file,
                place: "tensor \(quoted(name))",
                expected: end.overflow ? .max : end.partialValue,
                actual: dataStart + dataCount
            )
        }
        return SafetensorsEntry(
            name: name,
            type: type,
            shape: dimensions,
            byteRange: dataStart + offsets[0]..<dataStart + offsets[1]
        )
    }

    /// Tensors follow each other without overlaps and holes: a byte that belongs to none could carry anything.
    private static func checkThatNothingIsLeftOut(
        _ entries: [SafetensorsEntry],
        dataStart: Int,
        end: Int,
        file: String
    ) throws(ModelFileError) {
        var position = dataStart
        for entry in entries {
            guard entry.byteRange.lowerBound == position else {
                throw .invalid(
                    file: file,
                    place: "tensor \(quoted(entry.name))",
                    expected: "its bytes to begin at byte \(position), where the tensor before it ends",
                    found: "byte \(entry.byteRange.lowerBound)"
                )
            }
            position = entry.byteRange.upperBound
        }
        guard position == end else {
            throw .invalid(
                file: file,
                place: "byte \(position)",
                expected: "the end of the file, where the last tensor ends",
                found: "\(end - position) bytes more"
            )
        }
    }
}

extension JSON {
    /// An integer written without fraction, as the format asks for.
    fileprivate var wholeNumber: Int? {
        if case .integer(let value) = self { value } else { nil }
    }
}
