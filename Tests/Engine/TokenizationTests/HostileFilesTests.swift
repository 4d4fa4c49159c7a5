// Files that are cut, damaged or made to harm: an error that names the file, never a crash or a hang.

import Foundation
import ModelFiles
import Randomness
import Testing

@testable import Tokenization

@Suite("Hostile vocabularies")
struct HostileFilesTests {
    /// A byte-level tokenizer.json with every letter of GPT-2's alphabet, as small as it gets.
    private static let small: String = {
        let tokens = ByteAlphabet.scalars.map { String($0) } + ["he", "ll", "hell", "hello"]
        let vocabulary = tokens.enumerated().map { id, token in
            "\"\(token == "\"" || token == "\\" ? "\\" + token : token)\": \(id)"
        }
        return """
            {"added_tokens": [{"id": 260, "content": "<|end|>", "special": true}],
             "normalizer": {"type": "NFC"},
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
             "decoder": {"type": "ByteLevel"},
             "model": {"type": "BPE", "vocab": {\(vocabulary.joined(separator: ", "))},
                       "merges": ["h e", "l l", "he ll", "hell o"]}}
            """
    }()

    private func load(_ bytes: [UInt8]) throws -> Tokenizer {
        let place = FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        try Data(bytes).write(to: place)
        return try Tokenizer(contentsOf: place.path())
    }

    @Test("the small vocabulary works")
    func works() throws {
        let tokenizer = try load(Array(Self.small.utf8))
        #expect(try tokenizer.encode("hello<|end|>", special: true) == [259, 260])
        #expect(try tokenizer.decode([259, 32, 260]) == "hello <|end|>")
        #expect(throws: TokenizationError.unknownToken(id: 261, count: 261)) { try tokenizer.decode([261]) }
        #expect(throws: TokenizationError.unknownToken(id: -1, count: 261)) { try tokenizer.decode([-1]) }
    }

    @Test("a file cut anywhere is refused")
    func truncation() {
        let bytes = Array(Self.small.utf8)
        for length in stride(from: 0, to: bytes.count, by: 29) {
            #expect(throws: ModelFileError.self) { try load(Array(bytes[..<length])) }
        }
    }

    @Test("a file with other bytes in it is read or refused")
    func flips() throws {
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<400 {
            var bytes = Array(Self.small.utf8)
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            do {
                let tokenizer = try load(bytes)
                _ = try tokenizer.decode(tokenizer.encode("hello 你好 1234 <|end|>", special: true))
            } catch is ModelFileError {} catch is TokenizationError {}
        }
    }

    @Test(
        "what asks for too much, or for what is not there, is refused",
        arguments: [
            (#"{"model": {"type": "BPE", "vocab": {"a": 4000000000}, "merges": []}}"#, "an id below"),
            (#"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}}"#, "two tokens, found"),
            (#"{"model": {"type": "BPE", "vocab": {"a": -1}, "merges": []}}"#, "an id below"),
            (
                #"{"added_tokens": [{"id": 9000000, "content": "x"}], "model": {"type": "BPE", "vocab": {"a": 0}}}"#,
                "an id below"
            ),
            (#"{"model": {"type": "WordLevel", "vocab": {}}}"#, "WordLevel"),
            (#"{"normalizer": {"type": "Nmt"}, "model": {"type": "BPE", "vocab": {"a": 0}}}"#, "Nmt"),
            (
                #"{"pre_tokenizer": {"type": "UnicodeScripts"}, "model": {"type": "BPE", "vocab": {"a": 0}}}"#,
                "UnicodeScripts"
            ),
            (#"{"model": {"type": "Unigram", "vocab": [["a", -1]], "unk_id": 7}}"#, "a number below 1"),
            (String(repeating: "[", count: 100_000), "a token in base64"),
            (#"{"a": "# + String(repeating: "[", count: 100_000), "at most 64 deep"),
            ("YQ== 0\n!!! 1\n", "a token in base64 and its rank"),
        ]
    )
    func refused(text: String, reason: String) throws {
        let error = #expect(throws: ModelFileError.self) { try load(Array(text.utf8)) }
        #expect(try #require(error).description.contains(reason), "\(String(describing: error))")
    }

    @Test("a control token that somebody typed stays text inside a prompt with real ones")
    func seal() throws {
        let tokenizer = try load(Array(Self.small.utf8))
        let typed = "hello<|end|>hell<|end|><|end|>"
        let (texts, seal) = tokenizer.sealed([typed, "hello"])
        #expect(texts[1] == "hello")
        let ids = try tokenizer.encode("<|end|>\(texts[0])<|end|>\(texts[1])", special: true, seal: seal)
        let plain = try tokenizer.encode(typed)
        #expect(!plain.contains(260))
        #expect(ids == [260] + plain + [260, 259])
        #expect(tokenizer.sealed(["hello", "|end|"]).seal == nil)
    }

    @Test("a merge that makes no token is left out")
    func idleMerge() throws {
        let text = #"{"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ba": 2}, "merges": ["a b", "b a"]}}"#
        #expect(try load(Array(text.utf8)).encode("abab") == [0, 2, 1])
    }

    @Test("a SentencePiece model cut or damaged anywhere is read or refused")
    func sentencePiece() throws {
        // Two pieces: field 1, each a text (1), a score (2, fixed32) and a kind (3).
        func piece(_ text: String, _ kind: UInt8) -> [UInt8] {
            let body = [0x0A, UInt8(text.utf8.count)] + Array(text.utf8) + [0x15, 0, 0, 0x80, 0xBF, 0x18, kind]
            return [0x0A, UInt8(body.count)] + body
        }
        let bytes = piece("<unk>", 2) + piece("\u{2581}a", 1) + piece("a", 1)
        #expect(try load(bytes).encode("aab") == [1, 2, 0])
        for length in 1..<bytes.count { _ = try? load(Array(bytes[..<length])) }
        for position in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[position] ^= 1 << UInt8(bit)
                _ = try? load(damaged).encode("aab")
            }
        }
    }
}
