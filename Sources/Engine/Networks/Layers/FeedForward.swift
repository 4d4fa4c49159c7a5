// The feed-forward part of a layer: one gated layer, or a mixture of experts.

internal import Tensors

/// The weights of such a part.
enum FeedForward<Ops: Operations> {
    case dense(GatedFeedForward<Ops>)
    /// Chosen experts, and perhaps one more that sees every token.
    case mixture(Experts<Ops>, shared: GatedFeedForward<Ops>?)
}

extension Operations {
    func feedForward(_ x: Tensor, _ layer: FeedForward<Self>) -> Tensor {
        switch layer {
        case .dense(let dense): return feedForward(x, dense)
        case .mixture(let experts, nil): return self.experts(x, experts)
        case .mixture(let experts, let shared?): return add(feedForward(x, shared), self.experts(x, experts))
        }
    }
}

extension WeightLoader {
    /// A mixture where the layer has a router, otherwise a dense layer.
    func denseOrMixture(layer: Int) throws -> FeedForward<Ops> {
        guard let experts = try experts(layer: layer) else { return try .dense(feedForward(layer: layer)) }
        guard try has(.sharedGate, layer: layer) else { return .mixture(experts, shared: nil) }
        return try .mixture(experts, shared: feedForward(layer: layer, parts: (.sharedGate, .sharedUp, .sharedDown)))
    }
}
