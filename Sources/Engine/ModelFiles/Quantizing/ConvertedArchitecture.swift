// The families of networks that Hugging Face folders are written as GGUF for, and the names that their tensors have there.

/// A family by its name in GGUF's `general.architecture`.
enum ConvertedArchitecture: String {
    case llama
    case qwen2
    case qwen3
    case qwen3moe
    case hunyuanDense = "hunyuan-dense"
    case hunyuanMoE = "hunyuan-moe"
    case gemma2
    case gemma3
    case phi3

    /// The `model_type`s of Hugging Face's configurations.
    static let byModelType: [String: ConvertedArchitecture] = [
        "llama": .llama, "mistral": .llama, "mixtral": .llama, "qwen2": .qwen2, "qwen3": .qwen3, "qwen3_moe": .qwen3moe,
        "hunyuan_v1_dense": .hunyuanDense, "hunyuan_v1_moe": .hunyuanMoE, "gemma2": .gemma2, "gemma3_text": .gemma3,
        "gemma3": .gemma3, "phi3": .phi3,
    ]

    var isGemma: Bool { self == .gemma2 || self == .gemma3 }

    /// The name of a tensor in GGUF; of one expert's the name of the stack, and its place there.
    func name(of hugging: String) -> (name: String, expert: Int?)? {
        var parts = hugging.split(separator: ".").map(String.init)
        parts.removeAll { $0 == "model" || $0 == "language_model" }
        guard let ending = parts.popLast(), ending == "weight" || ending == "bias" else { return nil }
        switch parts.joined(separator: ".") {
        case "embed_tokens": return ("token_embd.\(ending)", nil)
        case "norm": return ("output_norm.\(ending)", nil)
        case "lm_head": return ("output.\(ending)", nil)
        default: break
        }
        guard parts.count > 2, parts[0] == "layers", let layer = Int(parts[1]) else { return nil }
        if parts.count == 6, parts[3] == "experts", let expert = Int(parts[4]), let stack = Self.experts[parts[5]] {
            return ("blk.\(layer).\(stack).\(ending)", expert)
        }
        let module = parts[2...].joined(separator: ".")
        if isGemma, let name = Self.gemmaNorms[module] { return ("blk.\(layer).\(name).\(ending)", nil) }
        return Self.modules[module].map { ("blk.\(layer).\($0).\(ending)", nil) }
    }

    private static let modules = [
        "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "self_attn.qkv_proj": "attn_qkv",
        "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm",
        "self_attn.query_layernorm": "attn_q_norm",
        "self_attn.key_layernorm": "attn_k_norm", "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down", "mlp.gate_up_proj": "ffn_up", "mlp.gate": "ffn_gate_inp",
        "mlp.gate.wg": "ffn_gate_inp", "block_sparse_moe.gate": "ffn_gate_inp",
        "mlp.shared_mlp.gate_proj": "ffn_gate_shexp", "mlp.shared_mlp.up_proj": "ffn_up_shexp",
        "mlp.shared_mlp.down_proj": "ffn_down_shexp",
    ]

    /// Gemma has norms behind its blocks, too, and other families' name for one of them.
    private static let gemmaNorms = [
        "post_attention_layernorm": "post_attention_norm", "pre_feedforward_layernorm": "ffn_norm",
        "post_feedforward_layernorm": "post_ffw_norm",
    ]

    private static let experts = [
        "gate_proj": "ffn_gate_exps", "up_proj": "ffn_up_exps", "down_proj": "ffn_down_exps", "w1": "ffn_gate_exps",
        "w2": "ffn_down_exps", "w3": "ffn_up_exps",
    ]
}
