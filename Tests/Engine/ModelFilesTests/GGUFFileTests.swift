// GGUF files written here byte by byte, and those that the official Python package wrote.

import Foundation
import Tensors
import Testing

@testable import ModelFiles

@Suite("A GGUF file")
struct GGUFFileTests {
    static func read(_ bytes: [UInt8], _ body: (GGUFFile) throws -> Void = { _ in }) throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "model.gguf")
            try Data(bytes).write(to: url)
            try body(try GGUFFile(path: url.path))
        }
    }

    static func expectRefusal(_ file: GGUFBytes, _ reason: String, _ location: SourceLocation = #_sourceLocation) throws
    {
        let error = try #require(throws: ModelFileError.self, sourceLocation: location) { try read(file.bytes) }
        #expect(error.description.contains("model.gguf"), sourceLocation: location)
        #expect(error.description.contains(reason), "\(error)", sourceLocation: location)
    }

    @Test("gives keys of every type and its tensors", arguments: [2, 3] as [UInt32])
    func reading(version: UInt32) throws {
        try Self.read(GGUFBytes.example(version: version)) { file in
            #expect(file.version == Int(version))
            #expect(try file.string("general.architecture") == "llama")
            #expect(try file.integer("u8") == 200)
            #expect(try file.integer("i8") == -2)
            #expect(try file.integer("u16") == 60000)
            #expect(try file.integer("i16") == -3)
            #expect(try file.integer("u32") == 4_000_000_000)
            #expect(try file.integer("i32") == -4)
            #expect(try file.number("f32") == 0.5)
            #expect(try file.bool("bool") == true)
            #expect(file["u64"] == .uint64(.max))
            #expect(try file.integer("i64") == -5)
            #expect(try file.number("f64") == 0.25)
            #expect(try file.strings("strings") == ["", "开元", "b"])
            #expect(try file.integers("numbers") == [-1, 7])
            #expect(try file.numbers("scores") == [-1.5])
            #expect(try file.integer("absent") == nil)
            #expect(file.tensors.map(\.name) == ["matrix", "half"])
            let matrix = try file.tensor(named: "matrix")
            #expect(matrix.shape == [2, 3])
            #expect(matrix.dequantizedRows(1..<2) == [4, 5, 6])
            #expect(try file.tensor(named: "half").format == .f16)
            #expect(try file.tensor(named: "half").dequantized() == [1, -2])
        }
    }

    @Test("says when a key is not what was asked for")
    func wrongQuestions() throws {
        try Self.read(GGUFBytes.example()) { file in
            let error = #expect(throws: ModelFileError.self) { try file.integer("f32") }
            #expect(error?.description.contains("key \"f32\": expected a whole number, found float32") == true)
            #expect(throws: ModelFileError.self) { try file.string("u8") }
            #expect(throws: ModelFileError.self) { try file.integer("u64") }
            #expect(throws: ModelFileError.self) { try file.strings("numbers") }
            #expect(throws: ModelFileError.missing(file: file.path, what: "tensor \"x\"")) {
                try file.tensor(named: "x")
            }
        }
    }

    @Test("is refused for its mark, version and counts")
    func refusedHeads() throws {
        var wrongMark = GGUFBytes(tensors: 0, keys: 0)
        wrongMark.add(raw: [0])
        try Self.read(wrongMark.bytes)
        #expect(throws: ModelFileError.self) { try Self.read(Array("GGML".utf8) + wrongMark.bytes.dropFirst(4)) }
        try Self.expectRefusal(GGUFBytes(version: 1, tensors: 0, keys: 0), "version 1")
        try Self.expectRefusal(GGUFBytes(version: 4, tensors: 0, keys: 0), "expected 2 or 3, found 4")
        try Self.expectRefusal(GGUFBytes(version: 0x0300_0000, tensors: 0, keys: 0), "big-endian")
        try Self.expectRefusal(GGUFBytes(tensors: .max, keys: 0), "number of tensors")
        try Self.expectRefusal(GGUFBytes(tensors: 0, keys: 1 << 40), "number of keys")
        try Self.expectRefusal(GGUFBytes(tensors: 1 << 20, keys: 0), "incomplete")
    }

    @Test("is refused for keys that are not what they say")
    func refusedKeys() throws {
        var twice = GGUFBytes(tensors: 0, keys: 2)
        twice.key("a", 1)
        twice.key("a", 2)
        try Self.expectRefusal(twice, "each key once")
        var unknownType = GGUFBytes(tensors: 0, keys: 1)
        unknownType.add("a")
        unknownType.add(UInt32(13))
        try Self.expectRefusal(unknownType, "expected 0 to 12, found 13")
        var longName = GGUFBytes(tensors: 0, keys: 1)
        longName.add(UInt64.max)
        try Self.expectRefusal(longName, "length of name of key 0")
        var longString = GGUFBytes(tensors: 0, keys: 1)
        longString.add("a")
        longString.add(UInt32(8))
        longString.add(UInt64(1 << 27))
        try Self.expectRefusal(longString, "incomplete")
        var nested = GGUFBytes(tensors: 0, keys: 1)
        nested.add("a")
        nested.add(UInt32(9))
        nested.add(UInt32(9))
        nested.add(UInt64(1))
        try Self.expectRefusal(nested, "element type of \"a\"")
        for count in [UInt64.max, 1 << 61, 1 << 26] {
            var longArray = GGUFBytes(tensors: 0, keys: 1)
            longArray.add("a")
            longArray.add(UInt32(9))
            longArray.add(UInt32(8))
            longArray.add(count)
            try Self.expectRefusal(longArray, count == 1 << 26 ? "incomplete" : "element count of \"a\"")
        }
        for alignment in [0, 3, 1 << 31] as [UInt32] {
            var file = GGUFBytes(tensors: 0, keys: 1)
            file.key("general.alignment", alignment)
            try Self.expectRefusal(file, "general.alignment")
        }
    }

    @Test(
        "is refused for dimensions, types and offsets that cannot be",
        arguments: [
            ([], 0, 0, "1 to 4 dimensions, found 0"),
            ([1, 1, 1, 1, 1], 0, 0, "1 to 4 dimensions, found 5"),
            ([0], 0, 0, "fit into a file"),
            ([8, 0], 0, 0, "fit into a file"),
            ([.max], 0, 0, "fit into a file"),
            ([1 << 32, 1 << 32], 0, 0, "fit into a file"),
            ([1 << 61, 2], 0, 0, "fit into a file"),
            ([33], 8, 0, "multiple of 32 for Q8_0"),
            ([8], 4, 0, "ggml's type 4"),
            ([8], 1000, 0, "ggml's type 1000"),
            ([8], 0, 8, "multiple of 32"),
            ([8], 0, 32, "incomplete"),
            ([9], 0, 0, "incomplete"),
            ([8], 0, UInt64.max - 31, "incomplete"),
        ] as [([UInt64], UInt32, UInt64, String)]
    )
    func refusedTensors(dimensions: [UInt64], type: UInt32, offset: UInt64, reason: String) throws {
        var file = GGUFBytes(tensors: 1, keys: 0)
        file.tensor("weights", dimensions, type: type, offset: offset)
        file.pad()
        file.floats([Float](repeating: 0, count: 8))
        try Self.expectRefusal(file, reason)
        try Self.expectRefusal(file, "\"weights\"")
    }

    @Test("of a million dimensions is refused")
    func manyDimensions() throws {
        var file = GGUFBytes(tensors: 1, keys: 0)
        file.add("weights")
        file.add(UInt32(1_000_000))
        file.add(raw: [UInt8](repeating: 1, count: 8_000_000))
        try Self.expectRefusal(file, "1 to 4 dimensions, found 1000000")
    }

    @Test("is refused when tensors share a name or bytes")
    func sharedTensors() throws {
        var names = GGUFBytes(tensors: 2, keys: 0)
        names.tensor("a", [8], offset: 0)
        names.tensor("a", [8], offset: 32)
        names.pad()
        names.floats([Float](repeating: 0, count: 16))
        try Self.expectRefusal(names, "each tensor once")
        var bytes = GGUFBytes(tensors: 2, keys: 0)
        bytes.tensor("a", [16], offset: 0)
        bytes.tensor("b", [8], offset: 32)
        bytes.pad()
        bytes.floats([Float](repeating: 0, count: 16))
        try Self.expectRefusal(bytes, "some of \"a\"")
    }

    @Test("is refused at every length but its own")
    func truncation() throws {
        try Damage.truncate(GGUFBytes.example(), name: "model.gguf") { _ = try GGUFFile(path: $0) }
    }

    @Test("with wrong bits is read or refused", arguments: [1, 2, 3] as [UInt64])
    func flips(seed: UInt64) throws {
        try Damage.flip(GGUFBytes.example(), name: "model.gguf", seed: seed, rounds: 1000) { path in
            let file = try GGUFFile(path: path)
            for entry in file.metadata {
                _ = entry.value.array?.strings
                _ = entry.value.array?.numbers
            }
            for tensor in file.tensors { #expect(tensor.dequantized().count == tensor.elementCount) }
        }
    }

    @Test("that was written here has the keys of its source to the byte, and its tensors")
    func roundTrip() throws {
        try withTemporaryFolder { folder in
            let source = folder.appending(path: "source.gguf").path
            let path = folder.appending(path: "copy.gguf").path
            // A string that is not UTF-8, as old vocabularies have it.
            let text = Array("开元".utf8)
            let position = try #require(GGUFBytes.example().firstRange(of: text)?.lowerBound)
            var bytes = GGUFBytes.example()
            bytes[position] = 0xFF
            try Data(bytes).write(to: URL(fileURLWithPath: source))
            let file = try GGUFFile(path: source)
            var writer = try GGUFWriter(
                path: path,
                metadata: file.metadata,
                tensors: file.tensors.map { .init(name: $0.name, format: $0.format, shape: $0.shape) }
            )
            for tensor in file.tensors { unsafe try tensor.withBytes { unsafe try writer.append($0) } }
            try writer.finish()
            // Only the padding behind the last tensor is new.
            bytes += [UInt8](repeating: 0, count: 28)
            #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
        }
    }

    @Test("with values made here is read here")
    func madeValues() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "made.gguf").path
            let entries = [
                GGUFEntry("general.architecture", .string("qwen3")), GGUFEntry("a", .uint32(7)),
                GGUFEntry("b", .float32(0.5)),
                GGUFEntry("c", .bool(true)), GGUFEntry("d", .array(GGUFArray(["x", "元"]))),
                GGUFEntry("e", .array(GGUFArray([1.5, -2] as [Float]))),
                GGUFEntry("f", .array(GGUFArray([3, -4] as [Int32]))),
                GGUFEntry("g", .array(GGUFArray([true, false]))), GGUFEntry("h", .int64(-9)),
                GGUFEntry("i", .float64(0.1)),
            ]
            let writer = try GGUFWriter(path: path, metadata: entries, tensors: [])
            try writer.finish()
            let file = try GGUFFile(path: path)
            #expect(file.metadata.map(\.key) == entries.map(\.key))
            #expect(file.metadata.map(\.value) == entries.map(\.value))
            #expect(try file.strings("d") == ["x", "元"])
            #expect(file["g"]?.array?.bools == [true, false])
        }
    }
}
