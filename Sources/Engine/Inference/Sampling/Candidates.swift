// The tokens that may come next, with their logits.

internal import Foundation

/// Tokens and logits side by side, in no particular order.
struct Candidates {
    private(set) var tokens: [Int32]
    private(set) var logits: [Float]

    /// All tokens, their logits divided by the temperature.
    init(_ logits: [Float], temperature: Float) {
        tokens = logits.indices.map(Int32.init)
        self.logits = temperature == 1 ? logits : logits.map { $0 / temperature }
    }

    var largestLogit: Float { logits.max() ?? 0 }

    /// The probability of each candidate, among those that are left.
    var probabilities: [Double] {
        let largest = Double(largestLogit)
        let weights = logits.map { exp(Double($0) - largest) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// Keeps what the condition holds for; at least the most likely candidate stays.
    mutating func keep(_ isKept: (_ index: Int) -> Bool) {
        let best = logits.indices.max { logits[$0] < logits[$1] }
        let kept = logits.indices.filter { isKept($0) || $0 == best }
        (tokens, logits) = (kept.map { tokens[$0] }, kept.map { logits[$0] })
    }

    /// Keeps the candidates at these places.
    mutating func keepOnly(_ places: Set<Int>) {
        let kept = places.sorted()
        (tokens, logits) = (kept.map { tokens[$0] }, kept.map { logits[$0] })
    }

    /// Keeps the most likely candidates, as many as `count` says when shown their logits in falling order; nil asks for more.
    ///
    /// Only the upper end is sorted, down to where `count` is content. Equal logits stand in the order of the tokens.
    mutating func keepMostLikely(_ count: ([Float]) -> Int?) {
        let largest = largestLogit
        var depth: Float = 4
        while true {
            let isAll = depth > 64
            let order = logits.indices
                .filter { isAll || logits[$0] >= largest - depth }
                .sorted { logits[$0] != logits[$1] ? logits[$0] > logits[$1] : tokens[$0] < tokens[$1] }
            if let count = count(order.map { logits[$0] }) ?? (isAll ? order.count : nil) {
                let kept = order.prefix(max(1, count))
                (tokens, logits) = (kept.map { tokens[$0] }, kept.map { logits[$0] })
                return
            }
            depth *= 2
        }
    }
}
