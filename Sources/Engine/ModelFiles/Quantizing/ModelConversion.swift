// Writes a model as one GGUF file in another weight format: `kaiyuan quantize`. Rows are decoded, encoded by several
// tasks at once, and written in order, so that memory follows the chunk and not the model.

package import Tensors

/// A model on its way into a GGUF file.
package struct ModelConversion: Sendable {
    /// The path of the model, for errors.
    let source: String
    let metadata: [GGUFEntry]
    let tensors: [ModelTensor]
    let model: QuantizedModel

    /// What is done of all.
    package struct Progress: Sendable {
        package let tensor: String
        package let finishedWeights: Int
        package let totalWeights: Int
    }

    /// What was written.
    package struct Summary: Sendable {
        /// How many weights have which format.
        package var weights: [WeightFormat: Int] = [:]

        /// The bytes of all tensors.
        package var byteCount = 0
    }

    /// About as many weights a task takes at once.
    private static let chunkSize = 1 << 20

    /// Whether the source was quantised already, so that its errors stay.
    package var isRequantizing: Bool {
        tensors.contains { $0.format.blockSize > 1 }
    }

    /// Writes the model; a cancelled task leaves nothing behind, nor does an error.
    package func write(
        to path: String,
        as type: QuantizationType,
        taskCount: Int,
        progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws -> Summary {
        let formats = tensors.map { type.format(of: $0.name, shape: $0.shape, source: $0.format, in: model) }
        var writer = try GGUFWriter(
            path: path,
            metadata: described(as: type),
            tensors: zip(tensors, formats).map { .init(name: $0.name, format: $1, shape: $0.shape) }
        )
        var summary = Summary()
        var finished = 0
        let total = tensors.reduce(0) { $0 + $1.rowCount * $1.columnCount }
        for (tensor, format) in zip(tensors, formats) {
            let weights = tensor.rowCount * tensor.columnCount
            if format == tensor.format, tensor.isVerbatim {
                try Task.checkCancellation()
                unsafe try tensor.parts[0].withBytes { unsafe try writer.append($0) }
                summary.byteCount += tensor.parts[0].byteCount
            } else {
                let rows = max(1, min(Self.chunkSize / tensor.columnCount, tensor.rowCount / taskCount + 1))
                let chunks = stride(from: 0, to: tensor.rowCount, by: rows).map { $0..<min($0 + rows, tensor.rowCount) }
                for start in stride(from: 0, to: chunks.count, by: taskCount) {
                    let window = chunks[start..<min(start + taskCount, chunks.count)]
                    for bytes in try await encode(tensor, window, as: format) {
                        try writer.append(bytes)
                        summary.byteCount += bytes.count
                    }
                    let done = (window.last?.upperBound ?? 0) * tensor.columnCount
                    progress(Progress(tensor: tensor.name, finishedWeights: finished + done, totalWeights: total))
                }
            }
            finished += weights
            summary.weights[format, default: 0] += weights
            progress(Progress(tensor: tensor.name, finishedWeights: finished, totalWeights: total))
        }
        try writer.finish()
        return summary
    }

    /// Encodes chunks of rows at once; the results are in their order.
    private func encode(
        _ tensor: ModelTensor,
        _ chunks: ArraySlice<Range<Int>>,
        as format: WeightFormat
    ) async throws -> [[UInt8]] {
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for (index, rows) in zip(chunks.indices, chunks) {
                group.addTask {
                    try Task.checkCancellation()
                    guard let bytes = format.encode(tensor.floats(rows)) else {
                        throw ModelFileError.invalid(
                            file: source,
                            place: "tensor \(quoted(tensor.name)), rows \(rows)",
                            expected: "finite weights of at most 65504 for \(format.name)",
                            found: "others"
                        )
                    }
                    return (index, bytes)
                }
            }
            var results = [[UInt8]](repeating: [], count: chunks.count)
            for try await (index, bytes) in group { results[index - chunks.startIndex] = bytes }
            return results
        }
    }

    /// The metadata with what has changed; the parts of a split model become one file.
    private func described(as type: QuantizationType) -> [GGUFEntry] {
        metadata.filter { entry in
            !entry.key.hasPrefix("split.") && entry.key != "general.file_type"
                && entry.key != "general.quantization_version"
        } + [
            GGUFEntry("general.quantization_version", .uint32(2)),
            GGUFEntry("general.file_type", .uint32(type.fileType)),
        ]
    }
}

extension ModelConversion {
    /// The conversion of a model in GGUF.
    package init(_ file: GGUFFile) throws(ModelFileError) {
        guard let architecture = try file.string("general.architecture") else {
            throw .missing(file: file.path, what: "key \"general.architecture\"")
        }
        source = file.path
        metadata = file.metadata
        tensors = file.tensors.map { ModelTensor($0) }
        let layers = try file.integer("\(architecture).block_count") ?? 0
        let heads = file["\(architecture).attention.head_count"]?.integer
        model = QuantizedModel(
            layerCount: layers,
            expertCount: try file.integer("\(architecture).expert_count") ?? 0,
            hasTiedEmbeddings: !file.hasTensor(named: "output.weight"),
            isOf70B: layers == 80 && ["llama", "qwen2"].contains(architecture)
                && file["\(architecture).attention.head_count_kv"]?.integer ?? heads != heads
        )
    }
}
