// A mixture of experts: each expert sees the tokens that chose it, all at once.

internal import CKernels

extension Executor {
    package func experts(_ x: DenseTensor, _ layer: Experts<Executor>) -> DenseTensor {
        let router = linear(x, layer.router)
        var chosen: [[(row: Int, weight: Float)]] = Array(repeating: [], count: layer.experts.count)
        for row in 0..<router.rows {
            unsafe kernels.softmax(router.row(row), router.columns)
            for (expert, weight) in choice(from: router.values(inRow: row), layer) {
                chosen[expert].append((row, weight))
            }
        }
        let y = tensor(x.rows, x.columns)
        unsafe y.values.update(repeating: 0, count: y.rows * y.columns)
        // In the order of the experts, so that a token's sum does not depend on the other tokens.
        for (expert, tokens) in chosen.enumerated() where !tokens.isEmpty {
            let result = feedForward(rows(tokens.map(\.row), of: x), layer.experts[expert])
            for (index, token) in tokens.enumerated() {
                let (target, source) = unsafe (y.row(token.row), result.row(index))
                for column in 0..<y.columns { unsafe target[column] += token.weight * source[column] }
            }
        }
        return y
    }

    /// The experts of greatest probability with their weights; of equals, the first.
    private func choice(from probabilities: [Float], _ layer: Experts<Executor>) -> [(expert: Int, weight: Float)] {
        let best = probabilities.indices
            .sorted { probabilities[$0] != probabilities[$1] ? probabilities[$0] > probabilities[$1] : $0 < $1 }
            .prefix(layer.chosenCount)
        let sum = layer.isNormalised ? best.reduce(0) { $0 + probabilities[$1] } : 1
        return best.map { ($0, probabilities[$0] / sum) }
    }
}
