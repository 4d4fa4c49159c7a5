// Reads `config.json` as published checkpoints write it, and as Transformers 5 does.

package import ModelFiles
internal import Tensors

extension ModelConfiguration {
    /// Reads the configuration; `file` names it in errors.
    ///
    /// Throws when the architecture is none of Kaiyuan's, or a field is missing or makes no sense.
    package init(huggingFace json: JSON, file: String) throws {
        // Gemma 3's multimodal files nest the language model.
        let text = json["text_config"]?.object == nil ? json : json["text_config"] ?? json
        let config = ConfigurationReader(json: text, file: file)
        let architecture = try Self.architecture(config)
        let hiddenSize = try config.size("hidden_size")
        let headCount = try config.size("num_attention_heads")
        let layerCount = try config.size("num_hidden_layers")
        self.architecture = architecture
        self.hiddenSize = hiddenSize
        self.headCount = headCount
        self.layerCount = layerCount
        vocabularySize = try config.size("vocab_size")
        keyValueHeadCount = try config.optionalSize("num_key_value_heads") ?? headCount
        headSize =
            try config.optionalSize("head_dim") ?? config.optionalSize("attention_head_dim") ?? hiddenSize / headCount
        contextLength = try config.optionalSize("max_position_embeddings") ?? 2048
        activation = try Self.activation(config, default: Self.defaultActivation(of: architecture))
        normEpsilon = try config.number(architecture.isEncoder ? "layer_norm_eps" : "rms_norm_eps") ?? 1e-6
        isTied = config.flag("tie_word_embeddings") ?? (architecture == .gemma2 || architecture == .gemma3)
        windows = try Self.windows(config, architecture, layerCount: layerCount)
        isReranker =
            config.value("architectures")?.array?.first?.string?.hasSuffix("ForSequenceClassification") ?? false
        if architecture.isEncoder {
            encoder = try Self.encoder(config, architecture)
        } else {
            (rotary, windowRotary) = try Self.rotaries(
                config,
                architecture,
                headSize: headSize,
                contextLength: contextLength
            )
        }
        if case .dynamic(let factor, let originalLength) = rotary?.scaling {
            // The file states the original length; scaling is there to go beyond it.
            contextLength = Int(min(Float(ConfigurationReader.sizeLimit), Float(originalLength) * factor))
        }
        if architecture == .gemma2 || architecture == .gemma3 {
            normOffset = 1
            attentionScale = 1 / (try config.positive("query_pre_attn_scalar") ?? 256).squareRoot()
            let caps: (Float?, Float?) = architecture == .gemma2 ? (50, 30) : (nil, nil)
            attentionSoftCap =
                try config.json["attn_logit_softcapping"] == .null
                ? nil : config.positive("attn_logit_softcapping") ?? caps.0
            logitSoftCap =
                try config.json["final_logit_softcapping"] == .null
                ? nil : config.positive("final_logit_softcapping") ?? caps.1
        }
        experts = try Self.experts(config, architecture, layerCount: layerCount)
        try check(file: file)
    }

    /// What every reader of configurations has to make sure of.
    func check(file: String) throws {
        func require(_ condition: Bool, _ place: String, _ expected: String) throws {
            if !condition {
                throw ModelFileError.invalid(file: file, place: place, expected: expected, found: "something else")
            }
        }
        try require(layerCount <= 4096, "number of layers", "at most 4096")
        try require(headCount.isMultiple(of: keyValueHeadCount), "heads", "a multiple of the key/value heads")
        try require(headCount * headSize <= ConfigurationReader.sizeLimit, "heads", "fewer or smaller heads")
        for rotary in [rotary, windowRotary].compactMap({ $0 }) {
            try require(
                rotary.dimension >= 2 && rotary.dimension.isMultiple(of: 2) && rotary.dimension <= headSize,
                "rotary dimension",
                "an even number from 2 to the head's size \(headSize)"
            )
            if case .dynamic = rotary.scaling {
                try require(rotary.dimension > 2, "rotary dimension", "more than 2 for dynamic scaling")
            }
            if case .long(let short, let long, _) = rotary.scaling {
                try require(
                    short.count == rotary.dimension / 2 && long.count == rotary.dimension / 2,
                    "factors of longrope",
                    "\(rotary.dimension / 2) numbers"
                )
            }
        }
    }

    private static func architecture(_ config: ConfigurationReader) throws -> Architecture {
        let name = config.string("model_type") ?? ""
        switch Architecture(rawValue: name) {
        case let architecture?: return architecture
        case nil where name == "roberta": return .xlmRoberta
        case nil:
            throw ModelFileError.unsupported(
                file: config.file,
                what: "a model of type \"\(name)\"",
                supported: Architecture.allCases.map(\.rawValue).joined(separator: ", ")
            )
        }
    }

    private static func defaultActivation(of architecture: Architecture) -> Activation {
        switch architecture {
        case .gemma2, .gemma3: .geluTanh
        case .bert, .xlmRoberta: .gelu
        default: .silu
        }
    }

    private static func activation(
        _ config: ConfigurationReader,
        default fallback: Activation
    ) throws -> Activation {
        guard let name = config.string("hidden_activation") ?? config.string("hidden_act") else { return fallback }
        switch name {
        case "silu", "swish": return .silu
        case "gelu": return .gelu
        case "gelu_pytorch_tanh", "gelu_new": return .geluTanh
        case "relu": return .relu
        default:
            throw ModelFileError.unsupported(
                file: config.file,
                what: "the activation \"\(name)\"",
                supported: "silu, gelu, gelu_pytorch_tanh and relu"
            )
        }
    }

    private static func windows(
        _ config: ConfigurationReader,
        _ architecture: Architecture,
        layerCount: Int
    ) throws -> [Int?] {
        let none = [Int?](repeating: nil, count: layerCount)
        let size: Int?
        switch architecture {
        case .llama, .hunyuanDense, .hunyuanMoE, .bert, .xlmRoberta: return none
        case .qwen2, .qwen3, .qwen3MoE:
            guard config.flag("use_sliding_window") == true else { return none }
            size = try config.optionalSize("sliding_window") ?? 4096
        case .gemma2, .gemma3: size = try config.optionalSize("sliding_window") ?? 4096
        case .mistral, .phi3: size = try config.optionalSize("sliding_window")
        }
        guard let size else { return none }
        if let types = config.value("layer_types")?.array {
            guard types.count == layerCount else { throw config.invalid("layer_types", expected: "one for each layer") }
            return types.map { $0.string == "sliding_attention" ? size : nil }
        }
        switch architecture {
        case .gemma2: return none.indices.map { $0.isMultiple(of: 2) ? size : nil }
        case .gemma3:
            let pattern = try config.optionalSize("sliding_window_pattern") ?? 6
            return none.indices.map { ($0 + 1).isMultiple(of: pattern) ? nil : size }
        case .qwen2, .qwen3, .qwen3MoE:
            let first = config.value("max_window_layers")?.integer ?? 28
            return windowsOfQwen(size, firstWindowed: first, layerCount: layerCount)
        default: return none.map { _ in size }
        }
    }

    private static func experts(
        _ config: ConfigurationReader,
        _ architecture: Architecture,
        layerCount: Int
    ) throws -> ExpertConfiguration? {
        let (chosen, isNormalised): (String, Bool) =
            switch architecture {
            case .qwen3MoE: ("num_experts_per_tok", config.flag("norm_topk_prob") ?? false)
            case .hunyuanMoE: ("moe_topk", true)
            default: ("", false)
            }
        guard !chosen.isEmpty else { return nil }
        let counts =
            try config.sizes("num_experts", layerCount: layerCount)
            ?? config.sizes("num_local_experts", layerCount: layerCount)
        guard let count = counts?.first, count > 1 else { return nil }
        let chosenCounts = try config.sizes(chosen, layerCount: layerCount) ?? Array(repeating: 1, count: layerCount)
        guard count <= 4096, chosenCounts.allSatisfy({ $0 <= count }) else {
            throw config.invalid(chosen, expected: "at most the number of experts, \(count)")
        }
        return ExpertConfiguration(count: count, chosenCounts: chosenCounts, isNormalised: isNormalised)
    }

    private static func encoder(
        _ config: ConfigurationReader,
        _ architecture: Architecture
    ) throws -> EncoderConfiguration {
        if let kind = config.string("position_embedding_type"), kind != "absolute" {
            throw ModelFileError.unsupported(
                file: config.file,
                what: "positions of type \"\(kind)\"",
                supported: "absolute ones"
            )
        }
        // XLM-R counts positions from the padding's id on.
        let first = architecture == .xlmRoberta ? (config.value("pad_token_id")?.integer ?? 1) + 1 : 0
        let positionCount = try config.size("max_position_embeddings")
        guard (0..<positionCount).contains(first) else {
            throw config.invalid("pad_token_id", expected: "less than max_position_embeddings")
        }
        return EncoderConfiguration(
            segmentCount: try config.optionalSize("type_vocab_size") ?? 2,
            positionCount: positionCount,
            firstPosition: first
        )
    }
}
