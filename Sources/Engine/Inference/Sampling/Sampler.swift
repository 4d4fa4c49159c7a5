// Chooses the next token of one sequence: the rules in their order, then chance that repeats itself with the seed.

internal import Foundation

/// The choice of tokens for one sequence.
struct Sampler: Sendable {
    private let temperature: Float
    private let rules: [any LogitsRule]
    private let truncations: [any TruncationRule]
    private var chance: SplitMix64

    init(_ parameters: SamplingParameters) {
        temperature = parameters.temperature
        var rules: [any LogitsRule] = []
        if !parameters.logitBias.isEmpty { rules.append(LogitBiasRule(bias: parameters.logitBias)) }
        if parameters.repetitionPenalty != 1 || parameters.presencePenalty != 0 || parameters.frequencyPenalty != 0 {
            rules.append(
                RepetitionRule(
                    repetition: parameters.repetitionPenalty,
                    presence: parameters.presencePenalty,
                    frequency: parameters.frequencyPenalty
                )
            )
        }
        if parameters.dry.multiplier != 0 { rules.append(DRYRule(parameters: parameters.dry)) }
        self.rules = rules
        var truncations: [any TruncationRule] = []
        if parameters.topK > 0 { truncations.append(TopKRule(count: parameters.topK)) }
        if parameters.topP < 1 { truncations.append(TopPRule(mass: parameters.topP)) }
        if parameters.minP > 0 { truncations.append(MinPRule(share: parameters.minP)) }
        if parameters.typicalP < 1 { truncations.append(TypicalPRule(mass: parameters.typicalP)) }
        self.truncations = truncations
        chance = SplitMix64(state: parameters.seed ?? UInt64.random(in: 0 ... .max))
    }

    /// The next token after the history, by the model's logits `[vocabulary]`.
    mutating func choose(from logits: [Float], after history: TokenHistory) -> Int32 {
        var logits = logits
        for rule in rules { rule.apply(to: &logits, after: history) }
        guard temperature > 0 else { return Self.mostLikely(logits) }
        var candidates = Candidates(logits, temperature: temperature)
        for truncation in truncations { truncation.apply(to: &candidates) }
        let probabilities = candidates.probabilities
        var rest = Double(chance.next() >> 11) * 0x1p-53
        for (index, probability) in probabilities.enumerated() {
            rest -= probability
            if rest < 0 { return candidates.tokens[index] }
        }
        // Rounding may leave a rest: the most likely one is a fair answer, and there is one.
        return candidates.tokens[probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0]
    }

    /// The token of the largest logit; of equals, the first.
    static func mostLikely(_ logits: [Float]) -> Int32 {
        var best = 0
        for index in logits.indices where logits[index] > logits[best] { best = index }
        return Int32(best)
    }
}

/// A generator of 64 random bits (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
struct SplitMix64: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
