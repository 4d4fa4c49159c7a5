// Configurations as published checkpoints write them, and as nobody should.

import ModelFiles
import Testing
import Tensors

@testable import Networks

@Suite("A config.json")
struct HuggingFaceConfigurationTests {
    /// A small Llama with fields replaced or added.
    private func configuration(_ changes: String = "", type: String = "llama") throws -> ModelConfiguration {
        let text = """
            {"model_type": "\(type)", "hidden_size": 64, "num_attention_heads": 4, "num_hidden_layers": 6, "vocab_size": 100,
             "max_position_embeddings": 512, "rms_norm_eps": 1e-5\(changes.isEmpty ? "" : ", " + changes)}
            """
        return try ModelConfiguration(
            huggingFace: JSON(parsing: Array(text.utf8), file: "config.json"),
            file: "config.json"
        )
    }

    @Test("leaves heads, key/value heads and their size to each other where it says nothing")
    func defaults() throws {
        let plain = try configuration()
        #expect(plain.keyValueHeadCount == 4)
        #expect(plain.headSize == 16)
        #expect(plain.rotary?.base == 10_000)
        #expect(plain.windows == [nil, nil, nil, nil, nil, nil])
        let other = try configuration(#""head_dim": 24, "num_key_value_heads": 2, "rope_theta": 500000.0"#)
        #expect(other.keyValueHeadCount == 2)
        #expect(other.headSize == 24)
        #expect(other.rotary?.base == 500_000)
    }

    @Test("says which layers see a window, each family in its own way")
    func windows() throws {
        #expect(try configuration(#""sliding_window": 8"#, type: "mistral").windows == Array(repeating: 8, count: 6))
        #expect(
            try configuration(#""sliding_window": null"#, type: "mistral").windows == Array(repeating: nil, count: 6)
        )
        let qwen = #""sliding_window": 8, "max_window_layers": 4, "use_sliding_window": "#
        #expect(try configuration(qwen + "true", type: "qwen2").windows == [nil, nil, nil, nil, 8, 8])
        #expect(try configuration(qwen + "false", type: "qwen2").windows == Array(repeating: nil, count: 6))
        #expect(try configuration(#""sliding_window": 8"#, type: "gemma2").windows == [8, nil, 8, nil, 8, nil])
        #expect(try configuration(#""sliding_window": 8"#, type: "gemma3_text").windows == [8, 8, 8, 8, 8, nil])
    }

    @Test("nests Gemma 3's language model in multimodal files")
    func nested() throws {
        let text = #"""
            {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text", "hidden_size": 64, "vocab_size": 100,
             "num_attention_heads": 4, "num_hidden_layers": 6, "head_dim": 32}}
            """#
        let configuration = try ModelConfiguration(
            huggingFace: JSON(parsing: Array(text.utf8), file: "config.json"),
            file: "config.json"
        )
        #expect(configuration.architecture == .gemma3)
        #expect(configuration.normOffset == 1)
    }

    @Test("changes Hunyuan's base by alpha, whatever the length")
    func hunyuan() throws {
        let scaling = #""head_dim": 128, "rope_scaling": {"type": "dynamic", "alpha": 1000.0, "factor": 1.0}"#
        let rotary = try #require(try configuration(scaling, type: "hunyuan_v1_moe").rotary)
        // 10000 · 1000^(128/126), as Tencent's report states it: 11,158,840.
        #expect(abs(rotary.base - 11_158_840) < 20)
        #expect(!rotary.dependsOnLength)
    }

    @Test(
        "that makes no sense is refused with the field's name",
        arguments: [
            (#""hidden_size": 0"#, "hidden_size"), (#""hidden_size": -8"#, "hidden_size"),
            (#""hidden_size": 99999999999"#, "hidden_size"), (#""num_hidden_layers": 5000"#, "layers"),
            (#""num_key_value_heads": 3"#, "heads"), (#""head_dim": 3"#, "rotary dimension"),
            (#""rope_theta": -1"#, "rope_theta"), (#""rope_theta": "x""#, "rope_theta"),
            (#""rope_scaling": {"type": "spiral"}"#, "spiral"), (#""rope_scaling": {"type": "linear"}"#, "factor"),
            (#""rope_scaling": {"type": "longrope", "short_factor": [1], "long_factor": [1]}"#, "longrope"),
            (#""hidden_act": "sine""#, "sine"), (#""partial_rotary_factor": 2"#, "partial_rotary_factor"),
        ]
    )
    func nonsense(field: String, name: String) throws {
        // A later member of the same name would be an error of its own: leave the first one out.
        let fields = [
            "hidden_size": "64", "num_attention_heads": "4", "num_hidden_layers": "6", "vocab_size": "100",
            "max_position_embeddings": "512",
        ]
        let kept = fields.filter { !field.contains("\"\($0.key)\"") }.map { "\"\($0.key)\": \($0.value)" }
        let text = "{\"model_type\": \"llama\", \(kept.joined(separator: ", ")), \(field)}"
        let json = try JSON(parsing: Array(text.utf8), file: "config.json")
        let error = #expect(throws: ModelFileError.self) {
            try ModelConfiguration(huggingFace: json, file: "config.json")
        }
        #expect(error?.description.contains(name) == true, "\(String(describing: error))")
        #expect(error?.description.contains("config.json") == true)
    }

    @Test("of an unknown type is refused with those that are known")
    func unknown() {
        let error = #expect(throws: ModelFileError.self) { try configuration(type: "mamba") }
        #expect(error?.description.contains("mamba") == true)
        #expect(error?.description.contains("qwen3") == true)
    }
}
