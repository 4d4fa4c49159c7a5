// Safetensors files written here byte by byte, as the format's page describes them.

import Foundation
import Tensors
import Testing

@testable import ModelFiles

@Suite("A safetensors file")
struct SafetensorsFileTests {
    static let header = """
        {"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
        "empty":{"dtype":"F16","shape":[0,7],"data_offsets":[24,24]},\
        "a":{"dtype":"I32","shape":[],"data_offsets":[24,28]},"c":{"dtype":"BF16","shape":[2],"data_offsets":[28,32]}}
        """

    /// The length of the header, the header and the data.
    static func bytes(_ header: String, data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(UInt64(header.utf8.count))
        return bytes + header.utf8 + data
    }

    static let example = bytes(
        header,
        data: [1, 2, 3, 4, 5, 6].flatMap { float($0) } + [0xFE, 0xFF, 0xFF, 0xFF] + [0x80, 0x3F, 0x00, 0xC0]
    )

    static func float(_ value: Float) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(value.bitPattern)
        return bytes
    }

    static func read(_ bytes: [UInt8], _ body: (SafetensorsFile) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let url = folder.appending(path: "model.safetensors")
            try Data(bytes).write(to: url)
            try body(try SafetensorsFile(path: url.path))
        }
    }

    @Test("gives its tensors, in the order of their bytes")
    func reading() throws {
        try Self.read(Self.example) { file in
            #expect(file.metadata == ["format": "pt"])
            #expect(file.entries.map(\.name) == ["b", "empty", "a", "c"])
            let b = try file.tensor(named: "b")
            #expect(b.format == .f32)
            #expect(b.shape == [2, 3])
            #expect(b.rowCount == 2 && b.columnCount == 3)
            #expect(b.dequantizedRows(1..<2) == [4, 5, 6])
            #expect(b.dequantized() == [1, 2, 3, 4, 5, 6])
            #expect(try file.integers(named: "a") == [-2])
            #expect(try file.tensor(named: "c").dequantized() == [1, -2])
            #expect(try file.tensor(named: "empty").dequantized() == [])
        }
    }

    @Test("says what it does not have, and what it has in another type")
    func wrongQuestions() throws {
        try Self.read(Self.example) { file in
            #expect(throws: ModelFileError.missing(file: file.path, what: "tensor \"d\"")) {
                try file.tensor(named: "d")
            }
            #expect(throws: ModelFileError.self) { try file.tensor(named: "a") }
            #expect(throws: ModelFileError.self) { try file.integers(named: "b") }
        }
    }

    @Test(
        "is refused when its header promises what the format does not allow",
        arguments: [
            ("[]", 0, "begin with {"),
            ("{", 0, "byte 1"),
            (#"{"a":1}"#, 0, "expected an object, found a number"),
            (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "data_offsets"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#, 4, "data_offsets"),
            (#"{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}"#, 4, "F33"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "expected 8 bytes"),
            (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "whole numbers"),
            (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, 4, "whole numbers"),
            (#"{"a":{"dtype":"F32","shape":{},"data_offsets":[0,4]}}"#, 4, "whole numbers"),
            (#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#, 4, "fits into a file"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "begin and end"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 4, "begin and end"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4, "begin and end"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "begin at byte"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8, "4 bytes more"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "incomplete"),
            (#"{"a":{"dtype":"F4","shape":[1],"data_offsets":[0,0]}}"#, 0, "bytes for F4"),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}"#, 4,
                "incomplete"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
                4, "begin at byte"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
                8, "each member once"
            ),
            (#"{"__metadata__":{"a":1}}"#, 0, "an object of strings"),
        ]
    )
    func refused(header: String, dataCount: Int, reason: String) throws {
        let error = try #require(throws: ModelFileError.self) {
            try Self.read(Self.bytes(header, data: [UInt8](repeating: 0, count: dataCount))) { _ in }
        }
        #expect(error.description.contains("model.safetensors"))
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test("of a million dimensions is refused")
    func manyDimensions() throws {
        let shape = [String](repeating: "1", count: 1_000_000).joined(separator: ",")
        let header = #"{"a":{"dtype":"F32","shape":[\#(shape)],"data_offsets":[0,4]}}"#
        let error = try #require(throws: ModelFileError.self) {
            try Self.read(Self.bytes(header, data: [0, 0, 0, 0])) { _ in }
        }
        #expect(error.description.contains("at most 16 dimensions, found 1000000"))
    }

    @Test("with a header longer than the format allows is refused before anything is read")
    func longHeader() throws {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(UInt64.max)
        #expect(throws: ModelFileError.self) { try Self.read(bytes + [0x7B]) { _ in } }
    }

    @Test("is refused at every length but its own")
    func truncation() throws {
        try Damage.truncate(Self.example, name: "model.safetensors") { _ = try SafetensorsFile(path: $0) }
    }

    @Test("with wrong bits is read or refused", arguments: [1, 2, 3] as [UInt64])
    func flips(seed: UInt64) throws {
        try Damage.flip(Self.example, name: "model.safetensors", seed: seed, rounds: 1000) { path in
            let file = try SafetensorsFile(path: path)
            for entry in file.entries where entry.type.weightFormat != nil {
                #expect(try file.tensor(named: entry.name).dequantized().count == entry.shape.reduce(1, *))
            }
        }
    }

    @Test("that was written here is read here")
    func roundTrip() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "out.safetensors").path
            var writer = try SafetensorsWriter(
                path: path,
                tensors: [
                    .init(name: "ids \"quoted\"\n", type: .i32, shape: [2]),
                    .init(name: "weights", type: .f32, shape: [1, 3]),
                ],
                metadata: ["by": "开元"]
            )
            try writer.append([7, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF] as [UInt8])
            try writer.append([0.5, -1, 3] as [Float])
            #expect(!FileManager.default.fileExists(atPath: path))
            try writer.finish()
            let file = try SafetensorsFile(path: path)
            #expect(file.metadata == ["by": "开元"])
            #expect(try file.integers(named: "ids \"quoted\"\n") == [7, -1])
            #expect(try file.tensor(named: "weights").dequantized() == [0.5, -1, 3])
            #expect(file.entries.allSatisfy { $0.byteRange.lowerBound.isMultiple(of: 8) })
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.safetensors"])
        }
    }

    @Test("that is not finished leaves nothing behind")
    func unfinished() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "out.safetensors").path
            do {
                var writer = try SafetensorsWriter(path: path, tensors: [.init(name: "a", type: .f32, shape: [2])])
                try writer.append([1] as [Float])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
            #expect(throws: ModelFileError.self) {
                _ = try SafetensorsWriter(path: path, tensors: [.init(name: "a", type: .u8, shape: [1 << 50])])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }
}
