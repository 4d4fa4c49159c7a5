// Writes a GGUF file of version 3: header and tensor table first, then the bytes of the tensors in order.

package import Tensors

/// A GGUF file being written; it appears under its name when it is finished.
package struct GGUFWriter: ~Copyable {
    private let file: NewFile
    private let alignment: Int
    private let tensors: [Outline]
    private var finishedTensors = 0
    private var tensorStart: Int

    /// What is known of a tensor before its bytes are.
    package struct Outline: Sendable, Equatable {
        package let name: String
        package let format: WeightFormat

        /// The dimensions, outermost first; one to four, and rows of whole blocks.
        package let shape: [Int]

        package init(name: String, format: WeightFormat, shape: [Int]) {
            self.name = name
            self.format = format
            self.shape = shape
        }

        /// The number of bytes; traps when the rows are not whole blocks.
        package var byteCount: Int {
            guard let columns = shape.last, let rowByteCount = format.rowByteCount(columns) else {
                preconditionFailure("\(name) of shape \(shape) cannot be written as \(format.name)")
            }
            return shape.dropLast().reduce(rowByteCount, *)
        }
    }

    /// Begins a file with these keys and tensors, whose bytes follow in the same order.
    package init(path: String, metadata: [GGUFEntry], tensors: [Outline]) throws(ModelFileError) {
        let alignment = metadata.first { $0.key == "general.alignment" }?.value.integer ?? 32
        var table: [UInt8] = []
        var offset = 0
        for tensor in tensors {
            table.appendGGUFString(tensor.name)
            table.appendLittleEndian(UInt32(tensor.shape.count))
            for dimension in tensor.shape.reversed() { table.appendLittleEndian(UInt64(dimension)) }
            table.appendLittleEndian(tensor.format.rawValue)
            table.appendLittleEndian(UInt64(offset))
            offset += (tensor.byteCount + alignment - 1) / alignment * alignment
        }
        var header: [UInt8] = Array("GGUF".utf8)
        header.appendLittleEndian(UInt32(3))
        header.appendLittleEndian(UInt64(tensors.count))
        header.appendLittleEndian(UInt64(metadata.count))
        for entry in metadata { header.append(entry) }
        header += table
        let dataStart = (header.count + alignment - 1) / alignment * alignment
        let file = try NewFile(path: path, expectedByteCount: dataStart + offset)
        try file.append(header)
        try file.pad(to: alignment)
        self.file = file
        self.alignment = alignment
        self.tensors = tensors
        tensorStart = dataStart
    }

    /// Appends bytes of the tensor whose turn it is; they do not reach into the next one.
    package mutating func append(_ bytes: [UInt8]) throws(ModelFileError) {
        try file.append(bytes)
        try closeTensor()
    }

    /// Appends bytes that live as long as the call.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(ModelFileError) {
        unsafe try file.append(bytes)
        try closeTensor()
    }

    /// Pads a tensor whose last byte was written, and goes on to the next.
    private mutating func closeTensor() throws(ModelFileError) {
        guard finishedTensors < tensors.count else { preconditionFailure("there are \(tensors.count) tensors only") }
        let end = tensorStart + tensors[finishedTensors].byteCount
        precondition(file.byteCount <= end, "more bytes than \(tensors[finishedTensors].name) has")
        guard file.byteCount == end else { return }
        try file.pad(to: alignment)
        tensorStart = file.byteCount
        finishedTensors += 1
    }

    /// Gives the file its name; every tensor must have been written.
    package consuming func finish() throws(ModelFileError) {
        precondition(
            finishedTensors == tensors.count,
            "only \(finishedTensors) of \(tensors.count) tensors were written"
        )
        try file.commit()
    }
}

extension [UInt8] {
    fileprivate mutating func appendGGUFString(_ string: String) {
        appendLittleEndian(UInt64(string.utf8.count))
        self += string.utf8
    }

    /// Appends a key and its value: as they were read, or encoded.
    fileprivate mutating func append(_ entry: GGUFEntry) {
        if let source = entry.source {
            // The range was walked by the reader of this very mapping.
            unsafe source.file.withBytes(in: source.range) { unsafe append(contentsOf: $0) }
            return
        }
        appendGGUFString(entry.key)
        appendLittleEndian(entry.value.type.rawValue)
        switch entry.value {
        case .uint8(let value): appendLittleEndian(value)
        case .int8(let value): appendLittleEndian(value)
        case .uint16(let value): appendLittleEndian(value)
        case .int16(let value): appendLittleEndian(value)
        case .uint32(let value): appendLittleEndian(value)
        case .int32(let value): appendLittleEndian(value)
        case .float32(let value): appendLittleEndian(value.bitPattern)
        case .bool(let value): append(value ? 1 : 0)
        case .string(let value): appendGGUFString(value)
        case .uint64(let value): appendLittleEndian(value)
        case .int64(let value): appendLittleEndian(value)
        case .float64(let value): appendLittleEndian(value.bitPattern)
        case .array(let array):
            appendLittleEndian(array.elementType.rawValue)
            appendLittleEndian(UInt64(array.count))
            unsafe array.withBytes { unsafe append(contentsOf: $0) }
        }
    }
}
