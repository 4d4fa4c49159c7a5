// Tokens that occurred become less likely: CTRL's penalty (arXiv 1909.05858, section 4.1) on prompt and continuation, OpenAI's
// presence and frequency penalties on the continuation.

/// The three penalties of single repeated tokens.
struct RepetitionRule: LogitsRule {
    let repetition: Float
    let presence: Float
    let frequency: Float

    func apply(to logits: inout [Float], after history: TokenHistory) {
        if repetition != 1 {
            for token in Set(history.tokens) where logits.indices.contains(Int(token)) {
                let logit = logits[Int(token)]
                logits[Int(token)] = logit > 0 ? logit / repetition : logit * repetition
            }
        }
        guard presence != 0 || frequency != 0 else { return }
        var counts: [Int32: Int] = [:]
        for token in history.made { counts[token, default: 0] += 1 }
        for (token, count) in counts where logits.indices.contains(Int(token)) {
            logits[Int(token)] -= presence + frequency * Float(count)
        }
    }
}
