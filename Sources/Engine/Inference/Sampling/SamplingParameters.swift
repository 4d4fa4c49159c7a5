// How the next token is chosen: the settings of every rule, as a request gives them.

/// The settings of sampling; as they stand here, no rule changes anything but the choice is random.
package struct SamplingParameters: Sendable, Equatable {
    /// Divides logits; 0 takes the most likely token.
    package var temperature: Float = 1

    /// Only so many of the most likely tokens; 0 for all.
    package var topK = 0

    /// Only the most likely tokens whose probabilities sum to this (arXiv 1904.09751); 1 for all.
    package var topP: Float = 1

    /// Only tokens at least this likely, relative to the most likely one (arXiv 2407.01082); 0 for all.
    package var minP: Float = 0

    /// Only tokens whose information is near the expected one, up to this mass (arXiv 2202.00666); 1 for all.
    package var typicalP: Float = 1

    /// Divides positive logits of tokens that occurred, multiplies negative ones (arXiv 1909.05858); 1 for none.
    package var repetitionPenalty: Float = 1

    /// Subtracted from the logit of a token that was made before, once.
    package var presencePenalty: Float = 0

    /// Subtracted from the logit of a token for each time that it was made before.
    package var frequencyPenalty: Float = 0

    package var dry = DRYParameters()

    /// Added to the logits of single tokens.
    package var logitBias: [Int32: Float] = [:]

    /// Where the random choices begin; nil for another place each time.
    package var seed: UInt64?

    package init() {}

    /// Always the most likely token.
    package static var greedy: SamplingParameters {
        var parameters = SamplingParameters()
        parameters.temperature = 0
        return parameters
    }
}

/// The settings of "don't repeat yourself": a penalty that grows with the length of the repetition that a token would
/// continue (by p-e-w, in text-generation-webui, pull request 5677).
package struct DRYParameters: Sendable, Equatable {
    /// The penalty at the allowed length; 0 for none.
    package var multiplier: Float = 0

    /// What the penalty grows by with each token more.
    package var base: Float = 1.75

    /// Repetitions of fewer tokens cost nothing.
    package var allowedLength = 2

    /// How many of the last tokens are looked at; nil for all.
    package var range: Int?

    /// Tokens that no repetition goes across, such as line ends.
    package var breakers: Set<Int32> = []

    package init() {}
}
