// Folders on their way into GGUF, beside the files that the official Python package wrote of the same models.

import Foundation
import Tensors
import Testing

@testable import ModelFiles

@Suite("A Hugging Face folder as GGUF")
struct HuggingFaceConversionTests {
    @Test(
        "has the keys and numbers that other software writes",
        .enabled(if: SharedReference.exists, "needs ../shared/reference"),
        arguments: ["llama", "llama3", "qwen2", "qwen3", "hunyuan_v1_dense", "gemma3_text"]
    )
    func reference(name: String) throws {
        let conversion = try ModelConversion(HuggingFaceFolder(path: SharedReference.folder + "/" + name))
        let file = try GGUFFile(path: SharedReference.folder + "/gguf/\(name).gguf")
        let keys = Dictionary(uniqueKeysWithValues: conversion.metadata.map { ($0.key, $0.value) })
        for entry in file.metadata where !entry.key.hasPrefix("tokenizer.") && entry.key != "general.name" {
            if entry.key == "general.file_type" { continue }
            #expect(keys[entry.key] == entry.value, "\(entry.key)")
        }
        #expect(keys["tokenizer.ggml.eos_token_id"] == file["tokenizer.ggml.eos_token_id"])
        #expect(Set(conversion.tensors.map(\.name)) == Set(file.tensors.map(\.name)))
        for tensor in conversion.tensors {
            let expected = try file.tensor(named: tensor.name)
            #expect(tensor.shape == expected.shape, "\(tensor.name)")
            #expect(tensor.floats(0..<tensor.rowCount) == expected.dequantized(), "\(tensor.name)")
        }
    }

    @Test(
        "stacks experts, and names every tensor of every family",
        .enabled(if: SharedReference.exists, "needs ../shared/reference"),
        arguments: [
            ("qwen3_moe", 6), ("hunyuan_v1_moe", 5), ("qwen3_moe_mixed", 5), ("phi3", 0), ("phi3_longrope", 0),
            ("mistral", 0),
        ]
    )
    func families(name: String, experts: Int) throws {
        let folder = try HuggingFaceFolder(path: SharedReference.folder + "/" + name)
        let conversion = try ModelConversion(folder)
        let ours = conversion.tensors.filter { !$0.name.hasPrefix("rope_") }
        #expect(
            ours.reduce(0) { $0 + $1.rowCount * $1.columnCount }
                == folder.shards[0].entries.reduce(0) { $0 + $1.shape.reduce(1, *) }
        )
        guard experts > 0 else { return }
        let stack = try #require(ours.first { $0.name == "blk.0.ffn_down_exps.weight" })
        #expect(stack.shape[0] == experts)
        let rows = stack.rowCount / experts
        let second = try folder.tensor(named: "model.layers.0.mlp.experts.1.down_proj.weight")
        #expect(stack.floats(rows..<2 * rows) == second.dequantized())
    }

    @Test(
        "is refused when GGUF cannot say what it is",
        .enabled(if: SharedReference.exists, "needs ../shared/reference"),
        arguments: [
            ("llama_dynamic", "dynamic rotary scaling"), ("qwen2_window", "use_sliding_window"),
            ("gemma2", "query_pre_attn_scalar"), ("bert_embed", "bert"),
        ]
    )
    func refused(name: String, reason: String) throws {
        let folder = try HuggingFaceFolder(path: SharedReference.folder + "/" + name)
        let error = try #require(throws: ModelFileError.self) { try ModelConversion(folder) }
        #expect(error.description.contains(reason), "\(error)")
    }

    /// A folder with one tensor and the tokenizer.
    static func entries(tokenizer: String, more: [String: String] = [:]) throws -> [String: GGUFValue] {
        var files = [
            "config.json": Array(#"{"model_type":"qwen2","eos_token_id":[3,1]}"#.utf8),
            "tokenizer.json": Array(tokenizer.utf8),
        ]
        files["model.safetensors"] = HuggingFaceFolderTests.weights("a", 1)
        for (name, text) in more { files[name] = Array(text.utf8) }
        var entries: [String: GGUFValue] = [:]
        try HuggingFaceFolderTests.withModel(files) { (folder) throws in
            for entry in try ConvertedTokenizer.entries(of: folder, vocabularySize: 6) {
                // Arrays outlive the folder.
                entries[entry.key] = entry.value
            }
        }
        return entries
    }

    @Test("has a byte-level tokenizer under the name of its pre-tokenizer")
    func byteLevel() throws {
        let tokenizer = #"""
            {"added_tokens":[{"id":3,"content":"<|end|>","special":true},{"id":4,"content":"<tool>","special":false}],
             "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","behavior":"Isolated","pattern":{"Regex":
             "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"}},
             {"type":"ByteLevel","use_regex":false}]},
             "model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":[["a","b"]]}}
            """#
        let entries = try Self.entries(
            tokenizer: tokenizer,
            more: ["tokenizer_config.json": #"{"add_bos_token":false,"chat_template":"T"}"#]
        )
        #expect(entries["tokenizer.ggml.model"] == .string("gpt2"))
        #expect(entries["tokenizer.ggml.pre"] == .string("qwen2"))
        #expect(entries["tokenizer.ggml.tokens"]?.array?.strings == ["a", "b", "ab", "<|end|>", "<tool>", "[PAD5]"])
        #expect(entries["tokenizer.ggml.token_type"]?.array?.integers == [1, 1, 1, 3, 4, 5])
        #expect(entries["tokenizer.ggml.merges"]?.array?.strings == ["a b"])
        #expect(entries["tokenizer.ggml.eos_token_id"] == .uint32(3))
        #expect(entries["tokenizer.ggml.add_bos_token"] == .bool(false))
        #expect(entries["tokenizer.chat_template"] == .string("T"))
    }

    @Test("has a tokenizer with byte tokens as scores that keep the order of merges")
    func byteFallback() throws {
        let tokenizer = #"""
            {"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"}]},"added_tokens":
             [{"id":0,"content":"<unk>","special":true}],"model":{"type":"BPE","byte_fallback":true,"unk_token":"<unk>",
             "vocab":{"<unk>":0,"<0x0A>":1,"a":2,"b":3,"ab":4,"aba":5},"merges":["a b","ab a"]}}
            """#
        let entries = try Self.entries(tokenizer: tokenizer)
        #expect(entries["tokenizer.ggml.model"] == .string("llama"))
        #expect(entries["tokenizer.ggml.token_type"]?.array?.integers == [2, 6, 1, 1, 1, 1])
        #expect(entries["tokenizer.ggml.scores"]?.array?.numbers == [0, 0, 0, 0, 0, -1])
        #expect(entries["tokenizer.ggml.add_space_prefix"] == .bool(true))
    }

    @Test("is refused with a tokenizer whose name nobody knows")
    func unknownTokenizer() throws {
        let tokenizer =
            #"{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"x"}},"model":{"type":"BPE","vocab":{},"merges":[]}}"#
        #expect(throws: ModelFileError.self) { try Self.entries(tokenizer: tokenizer) }
        #expect(throws: ModelFileError.self) {
            try Self.entries(tokenizer: #"{"model":{"type":"Unigram","vocab":[]}}"#)
        }
    }
}
