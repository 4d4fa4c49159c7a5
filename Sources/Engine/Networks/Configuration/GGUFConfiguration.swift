// Reads the configuration from a GGUF's metadata, whose keys begin with the name of the architecture.

package import ModelFiles
internal import Tensors

extension ModelConfiguration {
    /// Reads the metadata of the file.
    ///
    /// Throws when the architecture is none of Kaiyuan's, or a key is missing or makes no sense.
    package init(gguf file: GGUFFile) throws {
        let metadata = try GGUFReader(file)
        let embedding = try file.tensor(named: "token_embd.weight")
        architecture = metadata.architecture
        hiddenSize = try metadata.size("embedding_length")
        layerCount = try metadata.size("block_count")
        headCount = try metadata.size("attention.head_count")
        keyValueHeadCount = try metadata.optionalSize("attention.head_count_kv") ?? headCount
        headSize = try metadata.optionalSize("attention.key_length") ?? hiddenSize / max(1, headCount)
        vocabularySize = embedding.rowCount
        contextLength = try metadata.size("context_length")
        windows = try metadata.windows(layerCount: layerCount)
        if architecture.isEncoder {
            activation = .gelu
            normEpsilon = try metadata.number("attention.layer_norm_epsilon") ?? 1e-12
            encoder = try metadata.encoder(contextLength: contextLength)
        } else {
            activation = architecture == .gemma2 || architecture == .gemma3 ? .geluTanh : .silu
            normEpsilon = try metadata.number("attention.layer_norm_rms_epsilon") ?? 1e-6
            (rotary, windowRotary) = try metadata.rotaries(headSize: headSize, contextLength: contextLength)
        }
        if architecture == .gemma2 {
            // The scale is not in the file: only the 27B model's differs from its heads' size.
            if layerCount == 46 { attentionScale = 1 / Float(hiddenSize / headCount).squareRoot() }
            attentionSoftCap = try metadata.number("attn_logit_softcapping") ?? 50
            logitSoftCap = try metadata.number("final_logit_softcapping") ?? 30
        }
        if architecture == .gemma3 {
            if layerCount == 62 { attentionScale = 1 / Float(hiddenSize / headCount).squareRoot() }
            logitSoftCap = try metadata.number("final_logit_softcapping")
        }
        if let count = try metadata.optionalSize("expert_count"),
            let chosen = try metadata.optionalSize("expert_used_count")
        {
            guard count <= 4096, chosen <= count else {
                throw metadata.invalid("expert_used_count", expected: "at most the number of experts, \(count)")
            }
            experts = ExpertConfiguration(
                count: count,
                chosenCounts: Array(repeating: chosen, count: layerCount),
                isNormalised: try file.bool("\(metadata.prefix).expert_weights_norm") ?? true
            )
        }
        isReranker = file.hasTensor(named: "cls.output.weight")
        switch try metadata.integer("pooling_type") {
        case 1: pooling = .mean
        case 2: pooling = .cls
        case 3: pooling = .last
        default: pooling = nil
        }
        try check(file: file.path)
    }
}

/// The metadata below an architecture's name.
private struct GGUFReader {
    let file: GGUFFile
    let prefix: String
    let architecture: Architecture

    private static let architectures: [String: Architecture] = [
        "llama": .llama, "qwen2": .qwen2, "qwen3": .qwen3, "qwen3moe": .qwen3MoE, "hunyuan-dense": .hunyuanDense,
        "hunyuan-moe": .hunyuanMoE, "gemma2": .gemma2, "gemma3": .gemma3, "phi3": .phi3, "bert": .bert,
    ]

    init(_ file: GGUFFile) throws {
        self.file = file
        prefix = try file.string("general.architecture") ?? ""
        guard let architecture = Self.architectures[prefix] else {
            throw ModelFileError.unsupported(
                file: file.path,
                what: "a model of architecture \"\(prefix)\"",
                supported: Self.architectures.keys.sorted().joined(separator: ", ")
            )
        }
        self.architecture = architecture
    }

    func integer(_ key: String) throws -> Int? { try file.integer("\(prefix).\(key)") }

    func number(_ key: String) throws -> Float? {
        guard let number = try file.number("\(prefix).\(key)") else { return nil }
        guard number.isFinite, number > 0 else { throw invalid(key, expected: "a number above 0") }
        return Float(number)
    }

    func size(_ key: String) throws -> Int {
        guard let size = try optionalSize(key) else {
            throw ModelFileError.missing(file: file.path, what: "key \"\(prefix).\(key)\"")
        }
        return size
    }

    /// A size of at least 1, or nil where there is none; of a list, one for each layer, all must be the same.
    func optionalSize(_ key: String) throws -> Int? {
        guard let value = file["\(prefix).\(key)"] else { return nil }
        let sizes = value.integer.map { [$0] } ?? value.array?.integers ?? []
        guard let size = sizes.first, sizes.allSatisfy({ $0 == size }) else {
            throw invalid(key, expected: "a whole number, the same for all layers")
        }
        if size == 0 { return nil }
        guard (1...ConfigurationReader.sizeLimit).contains(size) else {
            throw invalid(key, expected: "a whole number from 1 to \(ConfigurationReader.sizeLimit)")
        }
        return size
    }

    func windows(layerCount: Int) throws -> [Int?] {
        let none = [Int?](repeating: nil, count: layerCount)
        guard let window = try optionalSize("attention.sliding_window") ?? (architecture == .gemma2 ? 4096 : nil) else {
            return none
        }
        let key = "\(prefix).attention.sliding_window_pattern"
        if let flags = file[key]?.array?.bools {
            guard flags.count >= layerCount else { throw invalid(key, expected: "one for each layer") }
            return none.indices.map { flags[$0] ? window : nil }
        }
        switch architecture {
        case .gemma2, .gemma3:
            // Every so-many-th layer sees everything.
            let period =
                try file[key].map { _ in try size("attention.sliding_window_pattern") }
                ?? (architecture == .gemma2 ? 2 : 6)
            return none.indices.map { ($0 + 1).isMultiple(of: period) ? nil : window }
        case .llama, .phi3: return none.map { _ in window }
        default: return none
        }
    }

    func encoder(contextLength: Int) throws -> EncoderConfiguration {
        EncoderConfiguration(
            segmentCount: try file.tensor(named: "token_types.weight").rowCount,
            // Rows before the first position were left out when the file was made.
            positionCount: try file.tensor(named: "position_embd.weight").rowCount,
            firstPosition: 0
        )
    }

    func rotaries(headSize: Int, contextLength: Int) throws -> (Rotary, Rotary?) {
        let dimension = try optionalSize("rope.dimension_count") ?? headSize
        var rotary = Rotary(headSize: headSize, dimension: dimension, base: try number("rope.freq_base") ?? 10_000)
        if architecture == .llama { rotary.pairing = .neighbours }
        try scale(&rotary, contextLength: contextLength)
        guard architecture == .gemma3 else { return (rotary, nil) }
        let local = try number("rope.freq_base_swa") ?? 10_000
        return (rotary, Rotary(headSize: headSize, dimension: dimension, base: local))
    }

    private func scale(_ rotary: inout Rotary, contextLength: Int) throws {
        func divisors(_ name: String) throws -> [Float]? {
            guard file.hasTensor(named: name) else { return nil }
            let tensor = try file.tensor(named: name)
            guard tensor.elementCount == rotary.dimension / 2 else {
                throw ModelFileError.invalid(
                    file: file.path,
                    place: "tensor \"\(name)\"",
                    expected: "\(rotary.dimension / 2) values",
                    found: "shape \(tensor.shape)"
                )
            }
            return tensor.dequantized()
        }
        let original = try optionalSize("rope.scaling.original_context_length") ?? contextLength
        if let divisors = try divisors("rope_freqs.weight") {
            rotary.scaling = .divisors(divisors)
        } else if let short = try divisors("rope_factors_short.weight"),
            let long = try divisors("rope_factors_long.weight")
        {
            rotary.scaling = .long(short: short, long: long, originalLength: original)
            rotary.attentionFactor =
                try number("rope.scaling.attn_factor")
                ?? ModelConfiguration.longAttentionFactor(contextLength: contextLength, originalLength: original)
        } else if let factor = try number("rope.scaling.factor") ?? number("rope.scale_linear"), factor != 1 {
            switch try file.string("\(prefix).rope.scaling.type") ?? "linear" {
            case "none": break
            case "linear": rotary.scaling = .linear(factor: factor)
            case "yarn":
                var yarn = Rotary.YaRN(factor: factor, originalLength: original)
                yarn.betaFast = try number("rope.scaling.yarn_beta_fast") ?? 32
                yarn.betaSlow = try number("rope.scaling.yarn_beta_slow") ?? 1
                rotary.scaling = .yarn(yarn)
                rotary.attentionFactor =
                    try (number("rope.scaling.attn_factor") ?? 1) * Rotary.YaRN.attentionFactor(factor)
            case let other:
                throw ModelFileError.unsupported(
                    file: file.path,
                    what: "rope scaling of type \"\(other)\"",
                    supported: "none, linear, yarn and longrope"
                )
            }
        }
    }

    func invalid(_ key: String, expected: String) -> ModelFileError {
        .invalid(file: file.path, place: "key \"\(prefix).\(key)\"", expected: expected, found: "something else")
    }
}
