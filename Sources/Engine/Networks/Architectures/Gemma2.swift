// Gemma 2 (arXiv 2408.00118, section 2): embeddings times √hidden, norms before and after each part, attention scores and
// logits soft-capped, every other layer with a window, GeGLU. Norms multiply by 1 + w. Checked against gemma2.

internal import Tensors

struct Gemma2<Ops: Operations>: Decoder {
    let ops: Ops
    let ends: DecoderEnds<Ops>
    let layers: [SandwichLayer<Ops>]

    func block(_ x: Ops.Tensor, _ layer: SandwichLayer<Ops>) -> Ops.Tensor {
        let attended = ops.attention(ops.norm(x, layer.attentionNorm), layer.attention)
        let h = ops.add(x, ops.norm(attended, layer.postAttentionNorm))
        let fed = ops.feedForward(ops.norm(h, layer.feedForwardNorm), layer.feedForward)
        return ops.add(h, ops.norm(fed, layer.postFeedForwardNorm))
    }
}

extension Gemma2 {
    init(_ load: WeightLoader<Ops>) throws {
        ops = load.ops
        ends = try DecoderEnds(load, embeddingScale: Float(load.configuration.hiddenSize).squareRoot())
        layers = try load.sandwichLayers()
    }
}
