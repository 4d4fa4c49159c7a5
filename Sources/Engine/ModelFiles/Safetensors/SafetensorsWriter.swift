// Writes a safetensors file: the header first, for which all tensors must be known, then their bytes in order.

/// A safetensors file being written; it appears under its name when it is finished.
package struct SafetensorsWriter: ~Copyable {
    private let file: NewFile
    private let end: Int

    /// What is known of a tensor before its bytes are.
    package struct Outline: Sendable {
        package let name: String
        package let type: SafetensorsType

        /// The dimensions, outermost first.
        package let shape: [Int]

        package init(name: String, type: SafetensorsType, shape: [Int]) {
            self.name = name
            self.type = type
            self.shape = shape
        }

        var byteCount: Int { shape.reduce(type.bitCount, *) / 8 }
    }

    /// Begins a file with these tensors, whose bytes follow in the same order; names are different, sizes whole bytes.
    package init(
        path: String,
        tensors: [Outline],
        metadata: [String: String] = [:]
    ) throws(ModelFileError) {
        var members: [String] = []
        if !metadata.isEmpty {
            let strings = metadata.sorted { $0.key < $1.key }.map { "\(JSON.quote($0.key)):\(JSON.quote($0.value))" }
            members.append("\"__metadata__\":{\(strings.joined(separator: ","))}")
        }
        var offset = 0
        for tensor in tensors {
            let next = offset + tensor.byteCount
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(JSON.quote(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(offset),\(next)]}"
            )
            offset = next
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        // The data begins at a multiple of eight, so that numbers in it are aligned.
        while !header.count.isMultiple(of: 8) { header.append(UInt8(ascii: " ")) }
        let end = 8 + header.count + offset
        let file = try NewFile(path: path, expectedByteCount: end)
        var length: [UInt8] = []
        length.appendLittleEndian(UInt64(header.count))
        try file.append(length)
        try file.append(header)
        self.file = file
        self.end = end
    }

    /// Appends bytes of the tensors.
    package mutating func append(_ bytes: [UInt8]) throws(ModelFileError) {
        try file.append(bytes)
    }

    /// Appends floats of a tensor of F32.
    package mutating func append(_ floats: [Float]) throws(ModelFileError) {
        try file.append(floats.reduce(into: []) { $0.appendLittleEndian($1.bitPattern) })
    }

    /// Gives the file its name; every byte that the header promises must have been appended.
    package consuming func finish() throws(ModelFileError) {
        precondition(file.byteCount == end, "the tensors have \(end) bytes with the header, not \(file.byteCount)")
        try file.commit()
    }
}
