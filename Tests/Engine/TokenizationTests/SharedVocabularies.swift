// The vocabularies and cases beside the checkout, which the tests of whole tokenizers read; without them they are skipped.

import Foundation
import Testing

@testable import Tokenization

/// `../shared/data/tokenizers`, seen from the package's root.
enum SharedVocabularies {
    static let folder: String = {
        var root = URL(filePath: #filePath)
        for _ in 0..<5 { root.deleteLastPathComponent() }
        return root.appending(path: "shared/data/tokenizers").path()
    }()

    static let exists = FileManager.default.fileExists(atPath: folder + "/families.json")

    /// A family with one of its files.
    struct Source: Sendable, CustomTestStringConvertible {
        let family: String
        let file: String
        var testDescription: String { "\(family)/\(file)" }
    }

    /// Every file that holds a vocabulary; `qwen35` has none, but is Qwen2's vocabulary with another pre-tokenizer.
    static let sources: [Source] = {
        let manager = FileManager.default
        let families = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
        return families.sorted().flatMap { family -> [Source] in
            if family == "qwen35" { return [Source(family: family, file: "ggml-vocab-qwen2.gguf.xz")] }
            let files = (try? manager.contentsOfDirectory(atPath: folder + "/" + family)) ?? []
            return files.sorted().filter { file in
                [".gguf.xz", "tokenizer.json", "tokenizer.json.xz", ".tiktoken.xz", ".model"].contains(
                    where: file.hasSuffix
                )
            }.map { Source(family: family, file: $0) }
        }
    }()

    struct Case: Decodable {
        var text: String
        var ids: [Int32]
        var special: Bool
        var decoded: String
        var cat: String
        var add_special: Bool?
        var ids_no_normalizer: [Int32]?
        var ids_hf_tokenizers: [Int32]?
        var decoded_literal: String?
    }

    static func cases(_ family: String) throws -> [Case] {
        let text = try Data(contentsOf: URL(filePath: "\(folder)/\(family)/cases.jsonl"))
        return try text.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Case.self, from: $0) }
    }

    /// Lends the path of the unpacked file.
    static func withFile<Result>(_ source: Source, _ body: (String) throws -> Result) throws -> Result {
        let family = source.family == "qwen35" ? "qwen2" : source.family
        var bytes = try unpacked("\(folder)/\(family)/\(source.file)")
        if source.family == "qwen35" {
            bytes.replace(named("qwen2"), with: named("qwen35"))
        }
        let place = FileManager.default.temporaryDirectory.appending(path: "vocabulary-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        try Data(bytes).write(to: place)
        return try body(place.path())
    }

    /// The metadata entry of a pre-tokenizer's name: key, type (string), length, text.
    private static func named(_ name: String) -> [UInt8] {
        Array("tokenizer.ggml.pre".utf8) + [8, 0, 0, 0, UInt8(name.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(name.utf8)
    }

    private static func unpacked(_ path: String) throws -> [UInt8] {
        guard path.hasSuffix(".xz") else { return [UInt8](try Data(contentsOf: URL(filePath: path))) }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["xz", "-dc", path]
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return [UInt8](data)
    }
}
