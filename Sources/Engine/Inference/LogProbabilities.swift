// From logits to the logarithms of probabilities.

internal import Foundation

enum LogProbabilities {
    /// ln Σ e^logit: what is subtracted from a logit to have the logarithm of its probability.
    static func normaliser(of logits: [Float]) -> Double {
        let largest = Double(logits.max() ?? 0)
        return largest + log(logits.reduce(0) { $0 + exp(Double($1) - largest) })
    }
}
