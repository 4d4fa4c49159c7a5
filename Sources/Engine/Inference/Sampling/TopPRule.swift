// Nucleus sampling (arXiv 1904.09751): the fewest most likely tokens whose probabilities reach a sum.

internal import Foundation

/// Keeps the most likely candidates that together have the mass.
struct TopPRule: TruncationRule {
    let mass: Float

    func apply(to candidates: inout Candidates) {
        let largest = Double(candidates.largestLogit)
        let total = candidates.logits.reduce(0) { $0 + exp(Double($1) - largest) }
        let wanted = Double(mass) * total
        candidates.keepMostLikely { logits in
            var sum = 0.0
            for (index, logit) in logits.enumerated() {
                sum += exp(Double(logit) - largest)
                if sum >= wanted { return index + 1 }
            }
            return nil
        }
    }
}
