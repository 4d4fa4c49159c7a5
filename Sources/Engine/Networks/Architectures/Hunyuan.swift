// Hunyuan V1, dense and with experts (Hunyuan-A13B technical report, 2025; arXiv 2411.02265): Llama's block, but each head
// of q and k gets an RMS norm after the rotation. In a mixture one shared layer sees every token beside the chosen experts.
// Checked against hunyuan_v1_dense and hunyuan_v1_moe.

internal import Tensors

struct Hunyuan<Ops: Operations>: Decoder {
    let ops: Ops
    let ends: DecoderEnds<Ops>
    let layers: [PreNormLayer<Ops, FeedForward<Ops>>]

    func block(_ x: Ops.Tensor, _ layer: PreNormLayer<Ops, FeedForward<Ops>>) -> Ops.Tensor {
        let h = ops.add(x, attention(ops.norm(x, layer.attentionNorm), layer.attention))
        return ops.add(h, ops.feedForward(ops.norm(h, layer.feedForwardNorm), layer.feedForward))
    }

    func attention(_ x: Ops.Tensor, _ layer: AttentionLayer<Ops>) -> Ops.Tensor {
        let q = ops.norm(ops.rotate(ops.linear(x, layer.query), layer), ifAny: layer.queryNorm)
        let k = ops.norm(ops.rotate(ops.linear(x, layer.key), layer), ifAny: layer.keyNorm)
        let v = ops.linear(x, layer.value)
        return ops.linear(ops.attend(q, k, v, layer.shape), layer.output)
    }
}

extension Hunyuan {
    init(_ load: WeightLoader<Ops>) throws {
        ops = load.ops
        ends = try DecoderEnds(load)
        layers = try load.preNormLayers { try load.denseOrMixture(layer: $0) }
    }
}
