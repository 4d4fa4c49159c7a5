// Single tokens made more or less likely, as OpenAI's `logit_bias` does.

/// Adds to the logits of single tokens.
struct LogitBiasRule: LogitsRule {
    let bias: [Int32: Float]

    func apply(to logits: inout [Float], after history: TokenHistory) {
        for (token, value) in bias where logits.indices.contains(Int(token)) { logits[Int(token)] += value }
    }
}
