// The weights of single operations, in the form of an implementation; networks hold them by name.

/// A linear layer: a matrix `[outputs, inputs]` and perhaps a bias `[outputs]`.
package struct Linear<Ops: Operations> {
    package let weight: Ops.Matrix
    package let bias: Ops.Vector?

    package init(weight: Ops.Matrix, bias: Ops.Vector? = nil) {
        self.weight = weight
        self.bias = bias
    }
}

/// The weights of a norm by the root of the mean square (arXiv 1910.07467).
package struct RMSNorm<Ops: Operations> {
    package let weight: Ops.Vector
    package let epsilon: Float

    package init(weight: Ops.Vector, epsilon: Float) {
        self.weight = weight
        self.epsilon = epsilon
    }
}

/// The weights of a norm by mean and variance (arXiv 1607.06450).
package struct LayerNorm<Ops: Operations> {
    package let weight: Ops.Vector
    package let bias: Ops.Vector
    package let epsilon: Float

    package init(weight: Ops.Vector, bias: Ops.Vector, epsilon: Float) {
        self.weight = weight
        self.bias = bias
        self.epsilon = epsilon
    }
}

/// A gated feed-forward layer (arXiv 2002.05202): gate and up `[inner, hidden]`, down `[hidden, inner]`.
package struct GatedFeedForward<Ops: Operations> {
    package let gate: Linear<Ops>
    package let up: Linear<Ops>
    package let down: Linear<Ops>
    package let activation: Activation

    package init(gate: Linear<Ops>, up: Linear<Ops>, down: Linear<Ops>, activation: Activation) {
        self.gate = gate
        self.up = up
        self.down = down
        self.activation = activation
    }
}

/// A mixture of experts: a router `[experts, hidden]` and as many feed-forward layers.
///
/// The router's softmax is over all experts; the best `chosenCount` of them take part with their probabilities,
/// divided by their sum when `isNormalised`.
package struct Experts<Ops: Operations> {
    package let router: Linear<Ops>
    package let experts: [GatedFeedForward<Ops>]
    package let chosenCount: Int
    package let isNormalised: Bool

    package init(router: Linear<Ops>, experts: [GatedFeedForward<Ops>], chosenCount: Int, isNormalised: Bool) {
        self.router = router
        self.experts = experts
        self.chosenCount = chosenCount
        self.isNormalised = isNormalised
    }
}

/// The shape of an attention layer.
package struct Attention: Sendable {
    /// Which of the network's attention layers this is, counted from 0; what came before is remembered under it.
    package let layer: Int

    package let headCount: Int

    /// Divides `headCount`: each key/value head serves a group of query heads (arXiv 2305.13245).
    package let keyValueHeadCount: Int
    package let headSize: Int

    /// What the products of q and k are multiplied by.
    package let scale: Float

    /// Scores become cap · tanh(score / cap) before the softmax.
    package let softCap: Float?

    /// A token sees itself and the `window` − 1 tokens before it; nil when it sees all before it.
    package let window: Int?

    /// False in encoders, where a token sees its whole sequence.
    package let isCausal: Bool

    package init(
        layer: Int,
        headCount: Int,
        keyValueHeadCount: Int,
        headSize: Int,
        scale: Float? = nil,
        softCap: Float? = nil,
        window: Int? = nil,
        isCausal: Bool = true
    ) {
        self.layer = layer
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headSize = headSize
        self.scale = scale ?? 1 / Float(headSize).squareRoot()
        self.softCap = softCap
        self.window = window
        self.isCausal = isCausal
    }
}
