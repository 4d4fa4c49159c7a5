// What pulling knows without a network: names, lists, parts, files that go on where they ended.

import Foundation
import Randomness
import Testing

@testable import ModelFiles

@Suite("Pulling without a network")
struct PullingTests {
    @Test("takes the names of models, and nothing that could lead elsewhere")
    func names() {
        #expect(HubModelName("Qwen/Qwen3-0.6B")?.path == "Qwen/Qwen3-0.6B")
        #expect(HubModelName("gpt2")?.revision == "main")
        #expect(HubModelName("a/b@v1.0")?.revision == "v1.0")
        for name in [
            "", "/a", "a/", "a/b/c", "../a", "a/..", ".a/b", "a b/c", "a/b@", "a/b@../x", "a/b?x", "a\\b", "é/b",
        ] {
            #expect(HubModelName(name) == nil, "\(name)")
        }
    }

    static func listing(_ text: String) throws -> HubListing {
        try HubListing(JSON(parsing: Array(text.utf8), file: "hub"), address: "hub")
    }

    @Test("reads both kinds of lists, without paths that lead elsewhere")
    func lists() throws {
        let tree = try Self.listing(
            #"""
            [{"type":"directory","path":"d"},{"type":"file","path":"config.json","size":7,"oid":"AA"},
             {"type":"file","path":"model.safetensors","size":9,"oid":"bb","lfs":{"oid":"CC","size":1000}},
             {"type":"file","path":"../evil","size":1},{"type":"file","path":"/etc/x","size":1},{"type":"file","path":"a/.git/x","size":1}]
            """#
        )
        #expect(
            tree.files == [
                HubFile(path: "config.json", byteCount: 7, digest: .gitBlob("aa")),
                HubFile(path: "model.safetensors", byteCount: 1000, digest: .sha256("cc")),
            ]
        )
        let page = try Self.listing(#"{"siblings":[{"rfilename":"x.gguf"}]}"#)
        #expect(page.files == [HubFile(path: "x.gguf", byteCount: nil, digest: nil)])
        for text in ["{}", "1", #"[{"path":"a","size":-1}]"#, #"[{"path":"a"},{"path":"a"}]"#] {
            #expect(throws: ModelFileError.self) { try Self.listing(text) }
        }
    }

    @Test("chooses what a model needs")
    func choice() throws {
        func needed(_ paths: [String], _ names: [String] = []) throws -> [String] {
            let files = paths.map { "{\"path\":\"\($0)\"}" }.joined(separator: ",")
            let name = try #require(HubModelName("a/b"))
            return try Self.listing("[\(files)]").needed(names, of: name).map(\.path)
        }
        let weights = [
            "config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "tokenizer.json",
        ]
        #expect(try needed(weights + ["pytorch_model.bin", "README.md", "onnx/model.json", "x-Q8_0.gguf"]) == weights)
        #expect(try needed(["README.md", "x-Q8_0.gguf"]) == ["x-Q8_0.gguf"])
        let split = ["m-Q4_K_M-00001-of-00002.gguf", "m-Q4_K_M-00002-of-00002.gguf"]
        #expect(try needed(split + ["m-Q8_0.gguf"]) == split)
        #expect(try needed(split + ["m-Q8_0.gguf"], ["m-Q8_0.gguf"]) == ["m-Q8_0.gguf"])
        #expect(throws: ModelFileError.self) { try needed(["m-Q8_0.gguf", "m-Q6_K.gguf"]) }
        #expect(throws: ModelFileError.self) { try needed(["README.md"]) }
        #expect(throws: ModelFileError.self) { try needed(weights, ["absent"]) }
    }

    @Test(
        "a file is complete when all its parts arrived, in any order and any pieces",
        arguments: [1, 2, 3] as [UInt64]
    )
    func parts(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let contents = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &random) }
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "m/file").path
            func open(_ version: String = "v") throws -> DownloadFile {
                try DownloadFile(path: path, byteCount: 1000, version: version, partSize: 128)
            }
            var file: DownloadFile? = try open()
            while let download = file?.download, !download.isComplete {
                let unfinished = download.parts.indices.filter { !download.parts[$0].missing.isEmpty }
                let part = try #require(unfinished.randomElement(using: &random))
                let start = download.parts[part].missing.lowerBound
                let count = Int.random(in: 1...download.parts[part].missing.count, using: &random)
                try file?.write(Array(contents[start..<start + count]), toPart: part)
                #expect(!FileManager.default.fileExists(atPath: path))
                if Int.random(in: 0..<5, using: &random) == 0 {
                    // A process that ends and one that goes on.
                    try file?.save()
                    let arrived = file?.download
                    file = nil
                    file = try open()
                    #expect(file?.download == arrived)
                }
            }
            try file?.commit()
            #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) == contents)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/m") == ["file"])
        }
    }

    @Test("what arrived of another version, or is no state at all, does not count")
    func otherVersion() throws {
        try withTemporaryFolder { folder in
            let path = folder.appending(path: "file").path
            func arrived(_ version: String, _ count: Int = 100) throws -> Int {
                try DownloadFile(path: path, byteCount: count, version: version, partSize: 64).download.arrivedByteCount
            }
            do {
                let file = try DownloadFile(path: path, byteCount: 100, version: "a", partSize: 64)
                try file.write([1, 2, 3], toPart: 1)
                try file.save()
                #expect(throws: ModelFileError.self) { try arrived("a") }
            }
            #expect(try arrived("a") == 3)
            #expect(try arrived("b") == 0)
            #expect(try arrived("a", 200) == 0)
            for state in ["", "{}", #"{"byteCount":100,"version":"a","parts":[{"start":0,"end":100,"arrived":101}]}"#] {
                try Data(state.utf8).write(to: URL(fileURLWithPath: path + ".parts"))
                #expect(try arrived("a") == 0)
            }
        }
    }

    @Test("the shelf lists what was pulled, and removes it")
    func shelf() throws {
        try withTemporaryFolder { folder in
            let shelf = ModelShelf(path: folder.path)
            #expect(shelf.entries().isEmpty)
            for path in [
                "Qwen/A/config.json", "Qwen/A/model.safetensors", "B/x-00001-of-00002.gguf", "B/x-00002-of-00002.gguf",
                "C/D/y.gguf.partial",
            ] {
                let url = folder.appending(path: path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data([1, 2]).write(to: url)
            }
            let entries = shelf.entries()
            #expect(entries.map(\.name) == ["B", "C/D", "Qwen/A"])
            #expect(entries.map(\.byteCount) == [4, 2, 4])
            #expect(entries.map(\.isComplete) == [true, false, true])
            #expect(entries.map { $0.models.count } == [1, 0, 1])
            try shelf.remove(try #require(HubModelName("Qwen/A")))
            #expect(shelf.entries().map(\.name) == ["B", "C/D"])
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/Qwen"))
            #expect(throws: ModelFileError.self) { try shelf.remove(try #require(HubModelName("Qwen/A"))) }
        }
    }
}
