// Locally typical sampling (arXiv 2202.00666): the tokens whose information is nearest to what is expected.

internal import Foundation

/// Keeps the candidates nearest to the distribution's entropy that together have the mass.
struct TypicalPRule: TruncationRule {
    let mass: Float

    func apply(to candidates: inout Candidates) {
        let probabilities = candidates.probabilities
        let entropy = probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
        let distance = probabilities.map { $0 > 0 ? abs(-log($0) - entropy) : .infinity }
        var kept: Set<Int> = []
        var sum = 0.0
        for index in probabilities.indices.sorted(by: {
            distance[$0] != distance[$1] ? distance[$0] < distance[$1] : $0 < $1
        }) {
            kept.insert(index)
            sum += probabilities[index]
            if sum >= Double(mass) { break }
        }
        candidates.keepOnly(kept)
    }
}
