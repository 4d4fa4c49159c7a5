// Finds out what kind of file a vocabulary is in, by its content, and reads it.

internal import Foundation
package import ModelFiles

extension Tokenizer {
    private static let largestFile = 1 << 30

    /// Reads a tokenizer from a GGUF file, tokenizer.json, a SentencePiece model, a tiktoken file, or a folder with one of
    /// them.
    ///
    /// - Throws: `ModelFileError` for what is wrong with the file, `TokenizationError` for its split patterns.
    package convenience init(contentsOf path: String) throws {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard exists else { throw ModelFileError.inaccessible(file: path, reason: "there is no such file") }
        try self.init(isFolder.boolValue ? Self.parts(ofFolder: path) : Self.parts(ofFile: path))
    }

    /// Reads a tokenizer from the metadata of a GGUF file that is open already.
    package convenience init(_ gguf: GGUFFile) throws {
        try self.init(TokenizerParts(gguf: gguf))
    }

    private static func parts(ofFile path: String) throws -> TokenizerParts {
        let file = try MappedFile(path: path)
        // The first bytes, within the bounds of the file.
        let start = unsafe file.withBytes(in: 0..<min(64, file.byteCount)) { unsafe Array($0) }
        if start.starts(with: Array("GGUF".utf8)) { return try TokenizerParts(gguf: GGUFFile(path: path)) }
        guard file.byteCount <= largestFile else {
            throw ModelFileError.invalid(
                file: path,
                place: "size",
                expected: "at most \(largestFile) bytes of vocabulary",
                found: "\(file.byteCount)"
            )
        }
        // Copied from the mapping once, within its bounds.
        let bytes = unsafe file.withBytes(in: 0..<file.byteCount) { unsafe Array($0) }
        // A SentencePiece model begins with its first piece, whose first field is its text: both have the number 1.
        if start.count > 2, start[0] == 0x0A, start[2] == 0x0A {
            return try TokenizerParts(sentencePiece: bytes, file: path)
        }
        let first = start.first { ![0x09, 0x0A, 0x0D, 0x20].contains($0) }
        if first == UInt8(ascii: "{") || start.starts(with: [0xEF, 0xBB, 0xBF]) {
            return try TokenizerParts(tokenizerJSON: bytes, file: path)
        }
        return try TokenizerParts(tiktoken: bytes, file: path)
    }

    private static func parts(ofFolder path: String) throws -> TokenizerParts {
        let folder = URL(fileURLWithPath: path)
        func file(_ name: String) -> String? {
            let path = folder.appendingPathComponent(name).path
            return FileManager.default.fileExists(atPath: path) ? path : nil
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        let tiktoken = names.first { $0.hasSuffix(".tiktoken") }
        let candidates =
            ["tokenizer.json", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model"]
            + [tiktoken].compactMap { $0 }
        guard let found = candidates.lazy.compactMap(file).first else {
            throw ModelFileError.missing(file: path, what: "tokenizer.json, tokenizer.model or *.tiktoken")
        }
        let parts = try parts(ofFile: found)
        guard let configuration = file("tokenizer_config.json") else { return parts }
        return try TokenizerConfiguration(path: configuration).applied(to: parts)
    }
}
