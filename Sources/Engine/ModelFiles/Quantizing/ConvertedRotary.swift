// Rotary positions, as configurations of Hugging Face state them in an old and a new form, in GGUF's keys and tensors.

import Foundation

/// What GGUF says about the rotary positions of a model.
struct ConvertedRotary {
    var entries: [GGUFEntry] = []
    var tensors: [ModelTensor] = []

    /// What the configuration of the text model says, refused where GGUF has no word for it.
    init(_ config: JSON, architecture: ConvertedArchitecture, headSize: Int, file: String) throws(ModelFileError) {
        func unsupported(_ what: String) -> ModelFileError {
            .unsupported(file: file, what: what, supported: "what GGUF has a key for")
        }
        let name = architecture.rawValue
        // New configurations have one object, which may hold one for each type of layer.
        let parameters = config["rope_parameters"]
        let scaling = parameters?["full_attention"] ?? parameters ?? config["rope_scaling"] ?? .null
        let local = parameters?["sliding_attention"]?["rope_theta"] ?? config["rope_local_base_freq"]
        var base =
            scaling["rope_theta"]?.number ?? config["rope_theta"]?.number ?? 10_000
        let share = scaling["partial_rotary_factor"]?.number ?? config["partial_rotary_factor"]?.number ?? 1
        let dimension = Int(Double(headSize) * share)
        guard dimension > 0, dimension <= headSize, dimension.isMultiple(of: 2) else {
            throw unsupported("rotary positions over \(dimension) of \(headSize) numbers of a head")
        }
        entries.append(GGUFEntry("\(name).rope.dimension_count", .uint32(UInt32(dimension))))
        let factor = scaling["factor"]?.number ?? 1
        let original =
            scaling["original_max_position_embeddings"]?.integer ?? config["original_max_position_embeddings"]?.integer
        func add(_ key: String, _ value: Double) {
            entries.append(GGUFEntry("\(name).rope.scaling.\(key)", .float32(Float(value))))
        }
        func addOriginalLength() {
            if let original, let value = UInt32(exactly: original) {
                entries.append(GGUFEntry("\(name).rope.scaling.original_context_length", .uint32(value)))
            }
        }
        switch scaling["rope_type"]?.string ?? scaling["type"]?.string ?? "default" {
        case "default": break
        case "linear":
            entries.append(GGUFEntry("\(name).rope.scaling.type", .string("linear")))
            add("factor", factor)
        case "dynamic":
            // Hunyuan's alpha is a fixed change of the base; without it the base depends on the length.
            guard let alpha = scaling["alpha"]?.number, alpha > 0 else { throw unsupported("dynamic rotary scaling") }
            base *= pow(alpha, Double(headSize) / Double(headSize - 2))
        case "yarn":
            entries.append(GGUFEntry("\(name).rope.scaling.type", .string("yarn")))
            add("factor", factor)
            addOriginalLength()
            if let beta = scaling["beta_fast"]?.number { add("yarn_beta_fast", beta) }
            if let beta = scaling["beta_slow"]?.number { add("yarn_beta_slow", beta) }
            // Readers multiply by 1 + ln(factor)/10 themselves: what is left over is written.
            let usual = 1 + 0.1 * log(factor)
            if let scale = scaling["mscale"]?.number, let all = scaling["mscale_all_dim"]?.number, scale != 0, all != 0
            {
                add("attn_factor", (1 + scale * (usual - 1)) / (1 + all * (usual - 1)) / usual)
            } else if let attention = scaling["attention_factor"]?.number {
                add("attn_factor", attention / usual)
            }
        case "llama3":
            let divisors = try Self.llama3Divisors(scaling, base: base, dimension: dimension, file: file)
            tensors.append(ModelTensor(divisors, named: "rope_freqs.weight"))
        case "longrope", "su":
            let length = config["max_position_embeddings"]?.number ?? 1
            guard let long = scaling["long_factor"]?.array?.compactMap(\.number), long.count == dimension / 2,
                let short = scaling["short_factor"]?.array?.compactMap(\.number), short.count == dimension / 2,
                let original, original > 1
            else { throw unsupported("longrope without its factors") }
            tensors.append(ModelTensor(long.map { Float($0) }, named: "rope_factors_long.weight"))
            tensors.append(ModelTensor(short.map { Float($0) }, named: "rope_factors_short.weight"))
            addOriginalLength()
            let extended = length / Double(original)
            add(
                "attn_factor",
                scaling["attention_factor"]?.number
                    ?? (extended > 1 ? sqrt(1 + log(extended) / log(Double(original))) : 1)
            )
        case let other: throw unsupported("rotary scaling \(quoted(other))")
        }
        entries.append(GGUFEntry("\(name).rope.freq_base", .float32(Float(base))))
        if architecture == .gemma3 {
            entries.append(GGUFEntry("\(name).rope.freq_base_swa", .float32(Float(local?.number ?? 10_000))))
        }
    }

    /// What Llama 3 divides each rotary frequency by: nothing for short waves, the factor for long ones, between them a blend
    /// (Llama 3.1's `rope_scaling`).
    private static func llama3Divisors(
        _ scaling: JSON,
        base: Double,
        dimension: Int,
        file: String
    ) throws(ModelFileError) -> [Float] {
        guard let factor = scaling["factor"]?.number, let low = scaling["low_freq_factor"]?.number,
            let high = scaling["high_freq_factor"]?.number,
            let original = scaling["original_max_position_embeddings"]?.number,
            factor > 0, low > 0, high > low
        else {
            throw .invalid(file: file, place: "rope_scaling", expected: "the four numbers of llama3", found: "others")
        }
        return stride(from: 0, to: dimension, by: 2).map { index in
            let wave = 2 * Double.pi * pow(base, Double(index) / Double(dimension))
            if wave < original / high { return 1 }
            if wave > original / low { return Float(factor) }
            let smooth = (original / wave - low) / (high - low)
            return Float(1 / ((1 - smooth) / factor + smooth))
        }
    }
}
