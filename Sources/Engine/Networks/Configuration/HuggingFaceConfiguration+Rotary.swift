// Reads how a `config.json` says that heads rotate: `rope_theta` with `rope_scaling`, or `rope_parameters`, which may differ
// by kind of layer.

internal import Foundation
internal import ModelFiles
internal import Tensors

extension ModelConfiguration {
    /// The rotation of layers that see everything, and that of layers with a window where it differs.
    static func rotaries(
        _ config: ConfigurationReader,
        _ architecture: Architecture,
        headSize: Int,
        contextLength: Int
    ) throws -> (Rotary, Rotary?) {
        func rotary(
            _ parameters: JSON?,
            base: Float? = nil,
            isScaled: Bool = true
        ) throws -> Rotary {
            let scaling = ConfigurationReader(json: parameters ?? .object([:]), file: config.file)
            let fallback: Float = architecture == .gemma3 ? 1_000_000 : 10_000
            let theta = try base ?? scaling.positive("rope_theta") ?? config.positive("rope_theta") ?? fallback
            let share = try scaling.positive("partial_rotary_factor") ?? config.positive("partial_rotary_factor") ?? 1
            guard share <= 1 else { throw config.invalid("partial_rotary_factor", expected: "at most 1") }
            var rotary = Rotary(headSize: headSize, dimension: Int(Float(headSize) * share), base: theta)
            if isScaled { try scale(&rotary, scaling, config, contextLength: contextLength) }
            return rotary
        }
        if let parameters = config.value("rope_parameters") {
            guard let full = parameters["full_attention"] else { return (try rotary(parameters), nil) }
            return try (rotary(full), parameters["sliding_attention"].map { try rotary($0) })
        }
        let global = try rotary(config.value("rope_scaling"))
        guard architecture == .gemma3 else { return (global, nil) }
        let local = try config.positive("rope_local_base_freq") ?? 10_000
        return (global, try rotary(nil, base: local, isScaled: false))
    }

    private static func scale(
        _ rotary: inout Rotary,
        _ scaling: ConfigurationReader,
        _ config: ConfigurationReader,
        contextLength: Int
    ) throws {
        func factor() throws -> Float {
            guard let factor = try scaling.positive("factor") else {
                throw ModelFileError.missing(file: config.file, what: "field \"factor\" of the rope scaling")
            }
            return factor
        }
        let original =
            try scaling.optionalSize("original_max_position_embeddings")
            ?? config.optionalSize("original_max_position_embeddings")
        switch scaling.string("rope_type") ?? scaling.string("type") ?? "default" {
        case "default": break
        case "linear": rotary.scaling = .linear(factor: try factor())
        case "dynamic":
            if let alpha = try scaling.positive("alpha") {
                // Hunyuan: a constant change of the base, whatever the length.
                rotary.base *= pow(alpha, Float(rotary.dimension) / Float(rotary.dimension - 2))
            } else {
                rotary.scaling = .dynamic(factor: try factor(), originalLength: contextLength)
            }
        case "yarn" where !scaling.has("short_factor"):
            var yarn = Rotary.YaRN(factor: try factor(), originalLength: original ?? contextLength)
            yarn.betaFast = try scaling.positive("beta_fast") ?? 32
            yarn.betaSlow = try scaling.positive("beta_slow") ?? 1
            yarn.isTruncated = scaling.flag("truncate") ?? true
            rotary.scaling = .yarn(yarn)
            rotary.attentionFactor = try attentionFactor(of: yarn, scaling)
        case "llama3":
            rotary.scaling = .llama3(
                factor: try factor(),
                lowFactor: try scaling.positive("low_freq_factor") ?? 1,
                highFactor: try scaling.positive("high_freq_factor") ?? 4,
                originalLength: original ?? 8192
            )
        case "longrope", "su", "yarn":
            let originalLength = original ?? contextLength
            guard let short = try scaling.numbers("short_factor"), let long = try scaling.numbers("long_factor") else {
                throw ModelFileError.missing(
                    file: config.file,
                    what: "short_factor and long_factor of the rope scaling"
                )
            }
            rotary.scaling = .long(short: short, long: long, originalLength: originalLength)
            rotary.attentionFactor =
                try scaling.positive("attention_factor")
                ?? longAttentionFactor(contextLength: contextLength, originalLength: originalLength)
        case let other:
            throw ModelFileError.unsupported(
                file: config.file,
                what: "rope scaling of type \"\(other)\"",
                supported: "linear, dynamic, yarn, llama3 and longrope"
            )
        }
    }

    /// √(1 + ln(M/L₀) / ln L₀), where the context M is longer than the original one.
    static func longAttentionFactor(contextLength: Int, originalLength: Int) -> Float {
        guard contextLength > originalLength, originalLength > 1 else { return 1 }
        let ratio = Float(contextLength) / Float(originalLength)
        return (1 + log(ratio) / log(Float(originalLength))).squareRoot()
    }

    private static func attentionFactor(
        of yarn: Rotary.YaRN,
        _ scaling: ConfigurationReader
    ) throws -> Float {
        if let given = try scaling.positive("attention_factor") { return given }
        if let scale = try scaling.positive("mscale"), let allScale = try scaling.positive("mscale_all_dim") {
            return Rotary.YaRN.attentionFactor(yarn.factor, scale: scale)
                / Rotary.YaRN.attentionFactor(yarn.factor, scale: allScale)
        }
        return Rotary.YaRN.attentionFactor(yarn.factor)
    }
}
