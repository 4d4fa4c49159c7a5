// A decoder's layer with a norm before attention and before feed-forward (arXiv 2002.04745), as most families have it.

internal import Tensors

/// The weights of such a layer.
struct PreNormLayer<Ops: Operations, FeedForward> {
    let attentionNorm: RMSNorm<Ops>
    let attention: AttentionLayer<Ops>
    let feedForwardNorm: RMSNorm<Ops>
    let feedForward: FeedForward

    init(_ load: WeightLoader<Ops>, layer: Int, feedForward: FeedForward) throws {
        attentionNorm = try load.norm(.attentionNorm, layer: layer)
        attention = try load.attention(layer: layer)
        feedForwardNorm = try load.norm(.feedForwardNorm, layer: layer)
        self.feedForward = feedForward
    }
}

extension WeightLoader {
    /// The layers of a decoder, whose feed-forward part `feedForward` reads.
    func preNormLayers<FeedForward>(
        _ feedForward: (_ layer: Int) throws -> FeedForward
    ) throws -> [PreNormLayer<Ops, FeedForward>] {
        try (0..<configuration.layerCount).map {
            try PreNormLayer(self, layer: $0, feedForward: feedForward($0))
        }
    }
}
