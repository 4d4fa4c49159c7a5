// Folders as Hugging Face lays them out, and the reference models in both forms.

import Foundation
import Testing

@testable import ModelFiles

@Suite("A Hugging Face folder")
struct HuggingFaceFolderTests {
    /// A safetensors file with one float.
    static func weights(_ name: String, _ value: Float) -> [UInt8] {
        SafetensorsFileTests.bytes(
            #"{"\#(name)":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            data: SafetensorsFileTests.float(value)
        )
    }

    static func withModel(_ files: [String: [UInt8]], _ body: (HuggingFaceFolder) throws -> Void = { _ in }) throws {
        try withTemporaryFolder { folder in
            for (name, bytes) in files {
                let url = folder.appending(path: name)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data(bytes).write(to: url)
            }
            try body(try HuggingFaceFolder(path: folder.path))
        }
    }

    static let config = ["config.json": Array(#"{"model_type":"llama"}"#.utf8)]

    @Test("gives configuration, weights over shards, and names of the tokenizer's files")
    func reading() throws {
        let index = #"{"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}}"#
        var files = Self.config
        files.merge([
            "model.safetensors.index.json": Array(index.utf8), "m-1.safetensors": Self.weights("a", 1),
            "m-2.safetensors": Self.weights("b", 2), "generation_config.json": Array(#"{"eos_token_id":[1,2]}"#.utf8),
            "tokenizer.model": [], "qwen.tiktoken": [], "1_Pooling/config.json": Array("{}".utf8),
        ]) { $1 }
        try Self.withModel(files) { (folder) throws in
            #expect(folder.config["model_type"]?.string == "llama")
            #expect(folder.generationConfig?["eos_token_id"] == .array([.integer(1), .integer(2)]))
            #expect(folder.tensorNames == ["a", "b"])
            #expect(try folder.tensor(named: "b").dequantized() == [2])
            #expect(throws: ModelFileError.self) { try folder.tensor(named: "c") }
            #expect(folder.tokenizerPath?.hasSuffix("/tokenizer.model") == true)
            #expect(try folder.json("1_Pooling/config.json") == .object([:]))
            #expect(try folder.chatTemplates() == [:])
        }
    }

    @Test("gives its chat templates, from whichever file holds them")
    func templates() throws {
        func model(_ template: String, _ more: [String: [UInt8]] = [:]) -> [String: [UInt8]] {
            let tokenizer = Array(#"{"chat_template":\#(template)}"#.utf8)
            let files = ["model.safetensors": Self.weights("a", 1), "tokenizer_config.json": tokenizer]
            return files.merging(Self.config) { $1 }.merging(more) { $1 }
        }
        try Self.withModel(model(#""{{ x }}""#)) { (folder) throws in
            #expect(try folder.chatTemplates() == ["default": "{{ x }}"])
        }
        let list = #"[{"name":"default","template":"D"},{"name":"tool_use","template":"T"}]"#
        try Self.withModel(model(list)) { (folder) throws in
            #expect(try folder.chatTemplates() == ["default": "D", "tool_use": "T"])
        }
        let files = ["chat_template.jinja": Array("元".utf8), "additional_chat_templates/rag.jinja": Array("R".utf8)]
        try Self.withModel(model(list, files)) { (folder) throws in
            #expect(try folder.chatTemplates() == ["default": "元", "tool_use": "T", "rag": "R"])
        }
        try Self.withModel(model(#"[{"name":"default"}]"#)) { (folder) throws in
            #expect(throws: ModelFileError.self) { try folder.chatTemplates() }
        }
    }

    @Test(
        "is refused when something is missing or leads elsewhere",
        arguments: [
            ([:], "config.json"),
            (config, "model.safetensors"),
            (["config.json": Array("{".utf8)], "config.json, byte 1"),
            (config.merging(["model.safetensors.index.json": Array("{}".utf8)]) { $1 }, "weight_map"),
            (
                config.merging(["model.safetensors.index.json": Array(#"{"weight_map":{"a":"../x.safetensors"}}"#.utf8)]
                ) { $1 },
                "in the same folder"
            ),
            (
                config.merging([
                    "model.safetensors.index.json": Array(#"{"weight_map":{"a":"m.safetensors"}}"#.utf8),
                    "m.safetensors": weights("b", 1),
                ]) { $1 }, "m.safetensors has no tensor \"a\""
            ),
        ] as [([String: [UInt8]], String)]
    )
    func refused(files: [String: [UInt8]], reason: String) throws {
        let error = try #require(throws: ModelFileError.self) { try Self.withModel(files) }
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test(
        "of the reference holds the same weights as its GGUF form, which other software wrote",
        .enabled(if: SharedReference.exists, "needs ../shared/reference"),
        arguments: ["llama", "llama3", "qwen2", "qwen3", "hunyuan_v1_dense"]
    )
    func reference(name: String) throws {
        let folder = try HuggingFaceFolder(path: SharedReference.folder + "/" + name)
        let file = try GGUFFile(path: SharedReference.folder + "/gguf/\(name).gguf")
        #expect(try file.string("general.name") == "reference \(name)")
        #expect(try file.strings("tokenizer.ggml.tokens")?.count == 256)
        let layers = try #require(folder.config["num_hidden_layers"]?.integer)
        let architecture = try #require(try file.string("general.architecture"))
        #expect(try file.integer("\(architecture).block_count") == layers)
        for layer in 0..<layers {
            // Values and the feed-forward pass are stored in the same order of rows in both forms.
            for (ours, theirs) in [
                ("self_attn.v_proj", "attn_v"), ("mlp.down_proj", "ffn_down"), ("input_layernorm", "attn_norm"),
            ] {
                let a = try folder.tensor(named: "model.layers.\(layer).\(ours).weight")
                let b = try file.tensor(named: "blk.\(layer).\(theirs).weight")
                #expect(a.shape == b.shape)
                #expect(a.dequantized() == b.dequantized())
            }
        }
    }
}
