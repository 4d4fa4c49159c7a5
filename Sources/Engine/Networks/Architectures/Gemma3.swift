// Gemma 3 (arXiv 2503.19786, section 2): Gemma 2's block without its soft caps, but with an RMS norm on each head of q and
// k; five layers with a window and a rotary base of their own to each one that sees everything. Checked against gemma3_text.

internal import Tensors

struct Gemma3<Ops: Operations>: Decoder {
    let ops: Ops
    let ends: DecoderEnds<Ops>
    let layers: [SandwichLayer<Ops>]

    func block(_ x: Ops.Tensor, _ layer: SandwichLayer<Ops>) -> Ops.Tensor {
        let attended = ops.attentionWithNormedHeads(ops.norm(x, layer.attentionNorm), layer.attention)
        let h = ops.add(x, ops.norm(attended, layer.postAttentionNorm))
        let fed = ops.feedForward(ops.norm(h, layer.feedForwardNorm), layer.feedForward)
        return ops.add(h, ops.norm(fed, layer.postFeedForwardNorm))
    }
}

extension Gemma3 {
    init(_ load: WeightLoader<Ops>) throws {
        ops = load.ops
        ends = try DecoderEnds(load, embeddingScale: Float(load.configuration.hiddenSize).squareRoot())
        layers = try load.sandwichLayers()
    }
}
