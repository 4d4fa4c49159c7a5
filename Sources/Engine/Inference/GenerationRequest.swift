// What is asked of a model that writes, and what comes back, in tokens.

/// A text to be continued.
package struct GenerationRequest: Sendable {
    /// The tokens to continue; at least one.
    package var prompt: [Int32]

    /// The most tokens to make; fewer where the context ends.
    package var tokenLimit: Int
    package var sampling: SamplingParameters

    /// Tokens that end the text; they are not part of it.
    package var stopTokens: Set<Int32> = []

    /// How many of the most likely tokens come with their probabilities beside each token made; nil for no probabilities.
    package var alternativeCount: Int?

    /// Whether the probabilities of the prompt's own tokens are wanted too.
    package var wantsPromptProbabilities = false

    package init(prompt: [Int32], tokenLimit: Int, sampling: SamplingParameters = SamplingParameters()) {
        self.prompt = prompt
        self.tokenLimit = tokenLimit
        self.sampling = sampling
    }
}

/// A token with how likely the model found it, before any rule of sampling.
package struct ScoredToken: Sendable, Equatable {
    package let token: Int32

    /// The natural logarithm of its probability; nil where it was not asked for, and for the first token of a prompt.
    package let logProbability: Float?

    /// The most likely tokens in its place, most likely first.
    package let alternatives: [Alternative]

    package struct Alternative: Sendable, Equatable {
        package let token: Int32
        package let logProbability: Float
    }
}

/// Why a text ended.
package enum FinishReason: String, Sendable {
    /// A stop token.
    case stop
    /// As many tokens as were asked for, or as the context has room for.
    case length
}

/// What happens to a text being written.
package enum GenerationEvent: Sendable, Equatable {
    /// The prompt's tokens with their probabilities, where they were asked for; once, before any token.
    case prompt([ScoredToken])
    case token(ScoredToken)
    case finished(FinishReason)
}
