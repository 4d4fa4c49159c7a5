// Reads one file in the GGUF format, version 2 or 3, and checks every promise of its header.
//
// The file, all little-endian (ggml, docs/gguf.md): "GGUF", version u32, number of tensors u64, number of keys u64; for
// each key its name, a type u32 and the value; for each tensor its name, the number of dimensions u32, the dimensions
// u64 with the contiguous one first, the type u32 and the offset u64 into the data; padding to the alignment; the data.
// A string is a length u64 and its bytes.

import Tensors

/// One file of a model, which may be the only one.
struct GGUFPart {
    let version: UInt32
    let alignment: Int
    let metadata: [GGUFEntry]
    let tensors: [StoredTensor]

    /// The bounds of what a header may say.
    private static let keyLimit = 1 << 16
    private static let tensorLimit = 1 << 20
    private static let dimensionLimit = 4

    /// Maps the file and checks its header; time and memory follow the header's size.
    init(path: String) throws(ModelFileError) {
        var cursor = GGUFCursor(try MappedFile(path: path))
        version = try Self.readVersion(&cursor)
        let tensorCount = try Self.readCount(&cursor, "number of tensors", limit: Self.tensorLimit)
        let keyCount = try Self.readCount(&cursor, "number of keys", limit: Self.keyLimit)
        metadata = try Self.readMetadata(&cursor, count: keyCount)
        alignment = try Self.alignment(metadata, file: path)
        let headers = try Self.readTensorHeaders(&cursor, count: tensorCount)
        tensors = try Self.place(headers, after: cursor, alignment: alignment)
    }

    private static func readVersion(_ cursor: inout GGUFCursor) throws(ModelFileError) -> UInt32 {
        let magic = try cursor.read(UInt32.self, "the mark GGUF")
        guard magic == 0x4655_4747 else { throw cursor.failure(at: 0, "mark", "GGUF", "other bytes") }
        let version = try cursor.read(UInt32.self, "version")
        switch version {
        case 2, 3: return version
        case 1:
            throw .unsupported(file: cursor.file.path, what: "GGUF of version 1", supported: "versions 2 and 3")
        case _ where version & 0xFFFF == 0:
            throw .unsupported(file: cursor.file.path, what: "big-endian GGUF", supported: "little-endian files")
        default: throw cursor.failure(at: 4, "version", "2 or 3", "\(version)")
        }
    }

    private static func readCount(
        _ cursor: inout GGUFCursor,
        _ what: String,
        limit: Int
    ) throws(ModelFileError) -> Int {
        let start = cursor.position
        let count = try cursor.read(UInt64.self, what)
        guard count <= UInt64(limit) else { throw cursor.failure(at: start, what, "at most \(limit)", "\(count)") }
        return Int(count)
    }

    private static func readMetadata(
        _ cursor: inout GGUFCursor,
        count: Int
    ) throws(ModelFileError) -> [GGUFEntry] {
        var entries: [GGUFEntry] = []
        var names: Set<String> = []
        for index in 0..<count {
            let start = cursor.position
            let key = try cursor.readString("name of key \(index)")
            guard names.insert(key).inserted else {
                throw cursor.failure(at: start, "key \(quoted(key))", "each key once", "it again")
            }
            let typeStart = cursor.position
            let number = try cursor.read(UInt32.self, "type of \(quoted(key))")
            guard let type = GGUFValueType(rawValue: number) else {
                throw cursor.failure(at: typeStart, "type of \(quoted(key))", "0 to 12", "\(number)")
            }
            let value = try cursor.readValue(type, key)
            entries.append(GGUFEntry(key: key, value: value, file: cursor.file, range: start..<cursor.position))
        }
        return entries
    }

    private static func alignment(_ metadata: [GGUFEntry], file: String) throws(ModelFileError) -> Int {
        guard let entry = metadata.first(where: { $0.key == "general.alignment" }) else { return 32 }
        guard case .uint32(let value) = entry.value, value.nonzeroBitCount == 1, value <= 1 << 20 else {
            throw .invalid(
                file: file,
                place: "general.alignment",
                expected: "a power of two, at most \(1 << 20), as a 32-bit number",
                found: "\(entry.value)"
            )
        }
        return Int(value)
    }

    /// A tensor's entry before the place of the data is known.
    private struct TensorHeader {
        let name: String
        let format: WeightFormat
        let shape: [Int]
        let byteCount: Int
        let offset: UInt64
        let position: Int
    }

    private static func readTensorHeaders(
        _ cursor: inout GGUFCursor,
        count: Int
    ) throws(ModelFileError) -> [TensorHeader] {
        var headers: [TensorHeader] = []
        var names: Set<String> = []
        for index in 0..<count {
            let start = cursor.position
            let name = try cursor.readString("name of tensor \(index)")
            let what = "tensor \(quoted(name))"
            guard names.insert(name).inserted else {
                throw cursor.failure(at: start, what, "each tensor once", "it again")
            }
            let dimensionCount = try cursor.read(UInt32.self, "number of dimensions of \(what)")
            guard (1...UInt32(dimensionLimit)).contains(dimensionCount) else {
                throw cursor.failure(at: start, what, "1 to \(dimensionLimit) dimensions", "\(dimensionCount)")
            }
            var dimensions: [UInt64] = []
            for _ in 0..<dimensionCount { dimensions.append(try cursor.read(UInt64.self, "dimensions of \(what)")) }
            let type = try cursor.read(UInt32.self, "type of \(what)")
            guard let format = WeightFormat(ggmlType: type) else {
                throw .unsupported(
                    file: cursor.file.path,
                    what: "\(what) in ggml's type \(type)",
                    supported: WeightFormat.allCases.map(\.name).joined(separator: ", ")
                )
            }
            let offset = try cursor.read(UInt64.self, "offset of \(what)")
            var byteCount = format.rowByteCount(Int(exactly: dimensions[0]) ?? -1)
            for dimension in dimensions.dropFirst() {
                byteCount = Int(exactly: dimension).flatMap { dimension in
                    byteCount.flatMap { bytes in
                        let (product, overflow) = bytes.multipliedReportingOverflow(by: dimension)
                        return overflow ? nil : product
                    }
                }
            }
            guard let byteCount, byteCount > 0 else {
                throw cursor.failure(
                    at: start,
                    what,
                    "dimensions that fit into a file, the first a multiple of \(format.blockSize) for \(format.name)",
                    "\(dimensions)"
                )
            }
            headers.append(
                TensorHeader(
                    name: name,
                    format: format,
                    shape: dimensions.reversed().map(Int.init),
                    byteCount: byteCount,
                    offset: offset,
                    position: start
                )
            )
        }
        return headers
    }

    /// Gives each tensor its bytes: within the file, aligned, and shared with no other.
    private static func place(
        _ headers: [TensorHeader],
        after cursor: GGUFCursor,
        alignment: Int
    ) throws(ModelFileError) -> [StoredTensor] {
        let file = cursor.file
        let dataStart = (cursor.position + alignment - 1) / alignment * alignment
        var tensors: [StoredTensor] = []
        for header in headers {
            let what = "tensor \(quoted(header.name))"
            guard header.offset.isMultiple(of: UInt64(alignment)) else {
                throw cursor.failure(
                    at: header.position,
                    what,
                    "an offset that is a multiple of \(alignment)",
                    "\(header.offset)"
                )
            }
            let (start, overflow) = dataStart.addingReportingOverflow(Int(clamping: header.offset))
            let (end, overflowAtEnd) = start.addingReportingOverflow(header.byteCount)
            guard !overflow, !overflowAtEnd, end <= file.byteCount else {
                throw .truncated(
                    file: file.path,
                    place: what,
                    expected: overflow || overflowAtEnd ? .max : end,
                    actual: file.byteCount
                )
            }
            tensors.append(
                StoredTensor(
                    name: header.name,
                    format: header.format,
                    shape: header.shape,
                    file: file,
                    byteRange: start..<end
                )
            )
        }
        let ordered = tensors.sorted { $0.byteRange.lowerBound < $1.byteRange.lowerBound }
        for (before, after) in zip(ordered, ordered.dropFirst())
        where before.byteRange.upperBound > after.byteRange.lowerBound {
            throw .invalid(
                file: file.path,
                place: "tensor \(quoted(after.name))",
                expected: "bytes of its own",
                found: "some of \(quoted(before.name))"
            )
        }
        return tensors
    }
}
