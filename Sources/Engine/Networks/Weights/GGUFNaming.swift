// The names of weights in GGUF files.

/// ggml's names; the same for all architectures but for what is joined into one tensor.
struct GGUFNaming: WeightNaming {
    let configuration: ModelConfiguration

    func place(of name: WeightName) -> WeightPlace? {
        guard let stem = name.layer == nil ? stem(name.part) : stemInLayer(name.part) else { return nil }
        let path = name.layer.map { "blk.\($0).\(stem)" } ?? stem
        let isJoined = configuration.architecture == .phi3
        let slice = name.expert.map { .plane($0) } ?? (isJoined ? configuration.sliceOfPhi3(name.part) : .whole)
        return WeightPlace(tensors: [path + (name.isBias ? ".bias" : ".weight")], slice: slice)
    }

    private func stem(_ part: WeightPart) -> String? {
        switch part {
        case .embedding: "token_embd"
        case .finalNorm: "output_norm"
        case .output: "output"
        case .segmentEmbedding: "token_types"
        case .positionEmbedding: "position_embd"
        case .embeddingNorm: "token_embd_norm"
        case .pooler: "cls"
        case .classifier: "cls.output"
        default: nil
        }
    }

    private func stemInLayer(_ part: WeightPart) -> String? {
        let isEncoder = configuration.architecture.isEncoder
        let isJoined = configuration.architecture == .phi3
        return switch part {
        case .attentionNorm: "attn_norm"
        case .query: isJoined ? "attn_qkv" : "attn_q"
        case .key: isJoined ? "attn_qkv" : "attn_k"
        case .value: isJoined ? "attn_qkv" : "attn_v"
        case .queryNorm: "attn_q_norm"
        case .keyNorm: "attn_k_norm"
        case .attentionOutput: "attn_output"
        case .postAttentionNorm: isEncoder ? "attn_output_norm" : "post_attention_norm"
        case .feedForwardNorm: "ffn_norm"
        case .postFeedForwardNorm: isEncoder ? "layer_output_norm" : "post_ffw_norm"
        case .gate: isJoined ? "ffn_up" : "ffn_gate"
        case .up: "ffn_up"
        case .down: "ffn_down"
        case .router: "ffn_gate_inp"
        case .expertGate: "ffn_gate_exps"
        case .expertUp: "ffn_up_exps"
        case .expertDown: "ffn_down_exps"
        case .sharedGate: "ffn_gate_shexp"
        case .sharedUp: "ffn_up_shexp"
        case .sharedDown: "ffn_down_shexp"
        default: nil
        }
    }
}
