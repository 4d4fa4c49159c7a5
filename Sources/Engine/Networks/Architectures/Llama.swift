// Llama 2 and 3 (arXiv 2307.09288, 2407.21783): pre-norm blocks, grouped-query attention with rotated heads, SwiGLU.
// So are Mistral (arXiv 2310.06825), whose layers may see a window, Qwen 2 (`Qwen2.swift`) and Phi-3 (`Phi3.swift`).
// Checked against llama, llama3, llama_*, mistral, qwen2*, phi3* of the reference models.

internal import Tensors

struct Llama<Ops: Operations>: Decoder {
    let ops: Ops
    let ends: DecoderEnds<Ops>
    let layers: [PreNormLayer<Ops, GatedFeedForward<Ops>>]

    func block(_ x: Ops.Tensor, _ layer: PreNormLayer<Ops, GatedFeedForward<Ops>>) -> Ops.Tensor {
        let h = ops.add(x, ops.attention(ops.norm(x, layer.attentionNorm), layer.attention))
        return ops.add(h, ops.feedForward(ops.norm(h, layer.feedForwardNorm), layer.feedForward))
    }
}

extension Llama {
    init(_ load: WeightLoader<Ops>) throws {
        ops = load.ops
        ends = try DecoderEnds(load)
        layers = try load.preNormLayers { try load.feedForward(layer: $0) }
    }
}
