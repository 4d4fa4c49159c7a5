// Models split over several GGUF files, each part written here.

import Foundation
import Testing

@testable import ModelFiles

@Suite("A split GGUF model")
struct SplitModelTests {
    /// Part `number` of a model, with one tensor whose only number is the part's.
    static func part(_ number: UInt16, of count: UInt16, tensor: String, total: Int32) -> [UInt8] {
        var file = GGUFBytes(tensors: 1, keys: 3)
        file.add("split.no")
        file.add(UInt32(2))
        file.add(number)
        file.add("split.count")
        file.add(UInt32(2))
        file.add(count)
        file.add("split.tensors.count")
        file.add(UInt32(5))
        file.add(total)
        file.tensor(tensor, [1], offset: 0)
        file.pad()
        file.floats([Float(number)])
        return file.bytes
    }

    /// Writes the parts and opens one of them.
    static func withModel(_ parts: [String: [UInt8]], _ name: String, _ body: (GGUFFile) throws -> Void = { _ in })
        throws
    {
        try withTemporaryFolder { folder in
            for (name, bytes) in parts { try Data(bytes).write(to: folder.appending(path: name)) }
            try body(try GGUFFile(path: folder.appending(path: name).path))
        }
    }

    static let whole = [
        "m-00001-of-00003.gguf": part(0, of: 3, tensor: "a", total: 3),
        "m-00002-of-00003.gguf": part(1, of: 3, tensor: "b", total: 3),
        "m-00003-of-00003.gguf": part(2, of: 3, tensor: "c", total: 3),
    ]

    @Test("is opened by its first part")
    func reading() throws {
        try Self.withModel(Self.whole, "m-00001-of-00003.gguf") { (file) throws in
            #expect(file.partPaths.count == 3)
            #expect(file.tensors.map(\.name) == ["a", "b", "c"])
            #expect(try file.tensor(named: "c").dequantized() == [2])
        }
    }

    @Test(
        "is refused when a part is missing, changed or opened in place of the first",
        arguments: [
            (
                "m-00002-of-00003.gguf", ["m-00002-of-00003.gguf": part(1, of: 3, tensor: "b", total: 3)],
                "m-00001-of-00003.gguf"
            ),
            ("m.gguf", ["m.gguf": part(0, of: 3, tensor: "a", total: 3)], "-00001-of-00003.gguf"),
            (
                "m-00001-of-00003.gguf", ["m-00003-of-00003.gguf": part(1, of: 3, tensor: "c", total: 3)],
                "expected 2 and 3, found 1 and 3"
            ),
            (
                "m-00001-of-00003.gguf", ["m-00003-of-00003.gguf": part(2, of: 3, tensor: "a", total: 3)],
                "each tensor in one part only"
            ),
            (
                "m-00001-of-00003.gguf", ["m-00001-of-00003.gguf": part(0, of: 3, tensor: "a", total: 4)],
                "4 tensors over all parts, found 3"
            ),
            (
                "m-00001-of-60000.gguf", ["m-00001-of-60000.gguf": part(0, of: 60000, tensor: "a", total: 4)],
                "at most 1000 parts"
            ),
            (
                "m-00001-of-00004.gguf", ["m-00001-of-00004.gguf": part(0, of: 4, tensor: "a", total: 4)],
                "m-00002-of-00004.gguf"
            ),
        ]
    )
    func refused(name: String, changed: [String: [UInt8]], reason: String) throws {
        let error = try #require(throws: ModelFileError.self) {
            try Self.withModel(Self.whole.merging(changed) { $1 }, name)
        }
        #expect(error.description.contains(reason), "\(error)")
    }
}
