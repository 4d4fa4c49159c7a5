// The names of weights in Hugging Face folders.

/// Published names, by architecture.
struct HuggingFaceNaming: WeightNaming {
    let configuration: ModelConfiguration

    func place(of name: WeightName) -> WeightPlace? {
        guard let stem = configuration.architecture.isEncoder ? encoderStem(name) : decoderStem(name) else {
            return nil
        }
        let tensor = stem + (name.isBias ? ".bias" : ".weight")
        return WeightPlace(tensors: prefixes(of: name.part).map { $0 + tensor }, slice: slice(of: name.part))
    }

    /// What may stand before a name: the class that the checkpoint was saved as decides.
    private func prefixes(of part: WeightPart) -> [String] {
        switch (configuration.architecture, part) {
        case (.bert, .classifier), (.xlmRoberta, .classifier): [""]
        case (.xlmRoberta, .pooler): configuration.isReranker ? [""] : ["", "roberta."]
        case (.bert, _): ["", "bert."]
        case (.xlmRoberta, _): ["", "roberta."]
        case (_, .output): ["", "language_model."]
        default: ["model.", "", "model.language_model.", "language_model.model."]
        }
    }

    private func decoderStem(_ name: WeightName) -> String? {
        guard let layer = name.layer else {
            return switch name.part {
            case .embedding: "embed_tokens"
            case .finalNorm: "norm"
            case .output: "lm_head"
            default: nil
            }
        }
        return inLayer(name).map { "layers.\(layer).\($0)" }
    }

    private func inLayer(_ name: WeightName) -> String? {
        let isHunyuan = configuration.architecture == .hunyuanDense || configuration.architecture == .hunyuanMoE
        let isGemma = configuration.architecture == .gemma2 || configuration.architecture == .gemma3
        let isPhi = configuration.architecture == .phi3
        switch name.part {
        case .attentionNorm: return "input_layernorm"
        case .query: return isPhi ? "self_attn.qkv_proj" : "self_attn.q_proj"
        case .key: return isPhi ? "self_attn.qkv_proj" : "self_attn.k_proj"
        case .value: return isPhi ? "self_attn.qkv_proj" : "self_attn.v_proj"
        case .queryNorm: return isHunyuan ? "self_attn.query_layernorm" : "self_attn.q_norm"
        case .keyNorm: return isHunyuan ? "self_attn.key_layernorm" : "self_attn.k_norm"
        case .attentionOutput: return "self_attn.o_proj"
        case .postAttentionNorm: return isGemma ? "post_attention_layernorm" : nil
        case .feedForwardNorm: return isGemma ? "pre_feedforward_layernorm" : "post_attention_layernorm"
        case .postFeedForwardNorm: return isGemma ? "post_feedforward_layernorm" : nil
        case .gate: return isPhi ? "mlp.gate_up_proj" : "mlp.gate_proj"
        case .up: return isPhi ? "mlp.gate_up_proj" : "mlp.up_proj"
        case .down: return "mlp.down_proj"
        case .router: return isHunyuan ? "mlp.gate.wg" : "mlp.gate"
        case .expertGate: return name.expert.map { "mlp.experts.\($0).gate_proj" }
        case .expertUp: return name.expert.map { "mlp.experts.\($0).up_proj" }
        case .expertDown: return name.expert.map { "mlp.experts.\($0).down_proj" }
        case .sharedGate: return "mlp.shared_mlp.gate_proj"
        case .sharedUp: return "mlp.shared_mlp.up_proj"
        case .sharedDown: return "mlp.shared_mlp.down_proj"
        default: return nil
        }
    }

    private func encoderStem(_ name: WeightName) -> String? {
        let isRoberta = configuration.architecture == .xlmRoberta
        guard let layer = name.layer else {
            return switch name.part {
            case .embedding: "embeddings.word_embeddings"
            case .segmentEmbedding: "embeddings.token_type_embeddings"
            case .positionEmbedding: "embeddings.position_embeddings"
            case .embeddingNorm: "embeddings.LayerNorm"
            case .pooler: isRoberta && configuration.isReranker ? "classifier.dense" : "pooler.dense"
            case .classifier: isRoberta ? "classifier.out_proj" : "classifier"
            default: nil
            }
        }
        let stem: String? =
            switch name.part {
            case .query: "attention.self.query"
            case .key: "attention.self.key"
            case .value: "attention.self.value"
            case .attentionOutput: "attention.output.dense"
            case .postAttentionNorm: "attention.output.LayerNorm"
            case .up: "intermediate.dense"
            case .down: "output.dense"
            case .postFeedForwardNorm: "output.LayerNorm"
            default: nil
            }
        return stem.map { "encoder.layer.\(layer).\($0)" }
    }

    /// Phi-3 stores queries, keys and values in one tensor, gate and up in another.
    private func slice(of part: WeightPart) -> WeightPlace.Slice {
        configuration.architecture == .phi3 ? configuration.sliceOfPhi3(part) : .whole
    }
}
