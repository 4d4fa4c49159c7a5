// What changes how likely tokens are before one is chosen. One rule a file.

/// Changes logits in view of what came before.
protocol LogitsRule: Sendable {
    /// Changes the logits of all tokens, `[vocabulary]`.
    func apply(to logits: inout [Float], after history: TokenHistory)
}

/// Leaves some candidates out; the most likely one always stays.
protocol TruncationRule: Sendable {
    func apply(to candidates: inout Candidates)
}

/// The tokens so far.
struct TokenHistory {
    /// Prompt and continuation.
    var tokens: [Int32]
    let promptLength: Int

    /// The continuation.
    var made: ArraySlice<Int32> { tokens[min(promptLength, tokens.count)...] }
}
