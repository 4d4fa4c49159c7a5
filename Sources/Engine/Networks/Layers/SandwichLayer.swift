// A decoder's layer with norms before and after attention and feed-forward, as Gemma has it since its second version.

internal import Tensors

/// The weights of such a layer.
struct SandwichLayer<Ops: Operations> {
    let attentionNorm: RMSNorm<Ops>
    let attention: AttentionLayer<Ops>
    let postAttentionNorm: RMSNorm<Ops>
    let feedForwardNorm: RMSNorm<Ops>
    let feedForward: GatedFeedForward<Ops>
    let postFeedForwardNorm: RMSNorm<Ops>
}

extension WeightLoader {
    func sandwichLayers() throws -> [SandwichLayer<Ops>] {
        try (0..<configuration.layerCount).map { layer in
            SandwichLayer(
                attentionNorm: try norm(.attentionNorm, layer: layer),
                attention: try attention(layer: layer),
                postAttentionNorm: try norm(.postAttentionNorm, layer: layer),
                feedForwardNorm: try norm(.feedForwardNorm, layer: layer),
                feedForward: try feedForward(layer: layer),
                postFeedForwardNorm: try norm(.postFeedForwardNorm, layer: layer)
            )
        }
    }
}
