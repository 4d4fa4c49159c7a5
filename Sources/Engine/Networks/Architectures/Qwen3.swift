// Qwen 3, dense and with experts, and the embedders made of it (arXiv 2505.09388, section 2): pre-norm blocks, grouped-query
// attention with an RMS norm on each head of q and k before the rotation, SwiGLU, no biases. In a mixture each token goes
// through the experts that a softmax over all of them likes best. Checked against qwen3, qwen3_moe, qwen3_moe_mixed, qwen3_embed.

internal import Tensors

struct Qwen3<Ops: Operations>: Decoder {
    let ops: Ops
    let ends: DecoderEnds<Ops>
    let layers: [PreNormLayer<Ops, FeedForward<Ops>>]

    func block(_ x: Ops.Tensor, _ layer: PreNormLayer<Ops, FeedForward<Ops>>) -> Ops.Tensor {
        let h = ops.add(x, ops.attentionWithNormedHeads(ops.norm(x, layer.attentionNorm), layer.attention))
        return ops.add(h, ops.feedForward(ops.norm(h, layer.feedForwardNorm), layer.feedForward))
    }
}

extension Qwen3 {
    init(_ load: WeightLoader<Ops>) throws {
        ops = load.ops
        ends = try DecoderEnds(load)
        layers = try load.preNormLayers { try load.denseOrMixture(layer: $0) }
    }
}
