// Models written in other weight formats: near the original, complete, and gone when stopped.

import Foundation
import Randomness
import Tensors
import Testing

@testable import ModelFiles

@Suite("Quantising a model")
struct ModelConversionTests {
    /// A GGUF file with two layers of random weights, written byte by byte.
    static func model(in folder: URL, columns: Int = 256, value: Float? = nil) throws -> String {
        var random = SeededGenerator(seed: 3)
        let names = ["blk.0.attn_norm.weight", "blk.0.attn_q.weight", "blk.1.ffn_down.weight"]
        var file = GGUFBytes(tensors: 3, keys: 3)
        file.key("general.architecture", "llama")
        file.key("llama.block_count", UInt32(2))
        file.key("general.file_type", UInt32(0))
        var offset: UInt64 = 0
        for (name, rows) in zip(names, [1, 24, 7] as [UInt64]) {
            file.tensor(name, rows == 1 ? [UInt64(columns)] : [UInt64(columns), rows], offset: offset)
            offset += (UInt64(columns) * rows * 4 + 31) / 32 * 32
        }
        file.pad()
        for rows in [1, 24, 7] {
            var floats = (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &random) }
            if rows == 7, let value { floats[100] = value }
            file.floats(floats)
        }
        let path = folder.appending(path: "model.gguf").path
        try Data(file.bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("keeps every weight within the step of its format", arguments: QuantizationType.allCases)
    func nearness(type: QuantizationType) async throws {
        // The largest error over the largest weight: half a step of the coarsest format of the mixture, and some slack.
        let tolerance: [QuantizationType: Float] = [
            .f16: 0.0005, .bf16: 0.004, .q8_0: 0.0045, .q4_0: 0.13, .q4_k_m: 0.1, .q5_k_m: 0.06, .q6_k: 0.035,
        ]
        let folder = FileManager.default.temporaryDirectory.appending(path: "kaiyuan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = try GGUFFile(path: Self.model(in: folder))
        let path = folder.appending(path: "out.gguf").path
        let summary = try await ModelConversion(source).write(to: path, as: type, taskCount: 3)
        let result = try GGUFFile(path: path)
        #expect(try result.integer("general.file_type") == Int(type.fileType))
        #expect(try result.integer("general.quantization_version") == 2)
        #expect(try result.string("general.architecture") == "llama")
        #expect(result.tensors.map(\.name) == source.tensors.map(\.name))
        #expect(result.tensors.map(\.shape) == source.tensors.map(\.shape))
        #expect(try result.tensor(named: "blk.0.attn_norm.weight").format == .f32)
        #expect(try result.tensor(named: "blk.0.attn_q.weight").format == type.format)
        #expect(summary.byteCount == result.tensors.reduce(0) { $0 + $1.byteCount })
        for (a, b) in zip(source.tensors, result.tensors) {
            let errors = zip(a.dequantized(), b.dequantized()).map { abs($0 - $1) }
            #expect(errors.count == a.elementCount)
            #expect((errors.max() ?? 1) <= tolerance[type] ?? 0, "\(a.name)")
        }
    }

    @Test("equals encoding the tensor in one piece, however many tasks share it", arguments: [1, 2, 5])
    func tasks(count: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kaiyuan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = try GGUFFile(path: Self.model(in: folder))
        let path = folder.appending(path: "out.gguf").path
        _ = try await ModelConversion(source).write(to: path, as: .q5_k_m, taskCount: count)
        let stored = try GGUFFile(path: path).tensor(named: "blk.0.attn_q.weight")
        let whole = WeightFormat.q5_k.encode(try source.tensor(named: "blk.0.attn_q.weight").dequantized())
        #expect(unsafe stored.withBytes { unsafe Array($0) } == whole)
    }

    @Test("refuses weights that the format cannot hold, and leaves nothing", arguments: [Float.nan, .infinity, 1e6])
    func refused(value: Float) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kaiyuan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = try GGUFFile(path: Self.model(in: folder, value: value))
        let error = await #expect(throws: ModelFileError.self) {
            try await ModelConversion(source).write(
                to: folder.appending(path: "out.gguf").path,
                as: .q4_k_m,
                taskCount: 2
            )
        }
        #expect(error?.description.contains("blk.1.ffn_down.weight") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.gguf"])
    }

    @Test("stops when it is cancelled, and leaves nothing")
    func cancelled() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kaiyuan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = try GGUFFile(path: Self.model(in: folder))
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await ModelConversion(source).write(
                to: folder.appending(path: "out.gguf").path,
                as: .q4_k_m,
                taskCount: 2
            )
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.gguf"])
    }
}
