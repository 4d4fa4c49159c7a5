// `config.json` in the keys of GGUF's metadata.

/// The configuration of a text model and what family it is of.
struct ConvertedConfiguration {
    let json: JSON
    let architecture: ConvertedArchitecture

    /// For errors.
    let file: String

    /// A whole number that must be there; of a list with one for each layer the first, where all are the same.
    func integer(_ key: String) throws(ModelFileError) -> Int {
        let value = json[key]
        if let list = value?.array?.map(\.integer), let first = list.first, list.allSatisfy({ $0 == first }), let first
        {
            return first
        }
        guard let integer = value?.integer, UInt32(exactly: integer) != nil else {
            throw .invalid(file: file, place: key, expected: "a whole number", found: value?.kind ?? "nothing")
        }
        return integer
    }

    /// The numbers of a head.
    func headSize() throws(ModelFileError) -> Int {
        if let size = json["head_dim"]?.integer, size > 0, size <= 1 << 16 { return size }
        let (size, heads) = (try integer("hidden_size"), try integer("num_attention_heads"))
        guard heads > 0, size / heads > 0 else {
            throw .invalid(file: file, place: "num_attention_heads", expected: "1 to \(size)", found: "\(heads)")
        }
        return size / heads
    }

    func entries(named name: String) throws(ModelFileError) -> [GGUFEntry] {
        try refuseWhatHasNoKey()
        let prefix = architecture.rawValue
        var entries = [
            GGUFEntry("general.architecture", .string(prefix)), GGUFEntry("general.name", .string(name)),
        ]
        func add(_ key: String, _ value: Int) throws(ModelFileError) {
            guard let value = UInt32(exactly: value) else {
                throw .invalid(file: file, place: key, expected: "a number of 32 bits", found: "\(value)")
            }
            entries.append(GGUFEntry("\(prefix).\(key)", .uint32(value)))
        }
        func add(_ key: String, _ value: Double?) {
            if let value { entries.append(GGUFEntry("\(prefix).\(key)", .float32(Float(value)))) }
        }
        let heads = try integer("num_attention_heads")
        try add("context_length", integer("max_position_embeddings"))
        try add("embedding_length", integer("hidden_size"))
        try add("block_count", integer("num_hidden_layers"))
        try add("feed_forward_length", integer("intermediate_size"))
        try add("attention.head_count", heads)
        try add("attention.head_count_kv", json["num_key_value_heads"]?.integer ?? heads)
        try add("attention.key_length", headSize())
        try add("attention.value_length", headSize())
        try add("vocab_size", integer("vocab_size"))
        guard let epsilon = json["rms_norm_eps"]?.number else {
            throw .invalid(file: file, place: "rms_norm_eps", expected: "a number", found: "nothing")
        }
        add("attention.layer_norm_rms_epsilon", epsilon)
        if let window = json["sliding_window"]?.integer, json["use_sliding_window"]?.bool != false {
            try add("attention.sliding_window", window)
            if let pattern = json["sliding_window_pattern"]?.integer {
                try add("attention.sliding_window_pattern", pattern)
            }
        }
        if architecture == .gemma2 { add("attn_logit_softcapping", json["attn_logit_softcapping"]?.number) }
        if architecture.isGemma { add("final_logit_softcapping", json["final_logit_softcapping"]?.number) }
        try addExperts(&entries)
        return entries
    }

    private func addExperts(_ entries: inout [GGUFEntry]) throws(ModelFileError) {
        guard let count = json["num_experts"]?.integer ?? json["num_local_experts"]?.integer, count > 1 else { return }
        let prefix = architecture.rawValue
        var values = ["expert_count": count]
        switch architecture {
        case .hunyuanMoE:
            values["expert_used_count"] = try integer("moe_topk")
            values["expert_feed_forward_length"] = try integer("moe_intermediate_size")
            values["expert_shared_count"] = try integer("num_shared_expert")
            values["expert_shared_feed_forward_length"] =
                try integer("intermediate_size") * integer("num_shared_expert")
        case .qwen3moe:
            values["expert_used_count"] = try integer("num_experts_per_tok")
            values["expert_feed_forward_length"] = try integer("moe_intermediate_size")
            let normalises = json["norm_topk_prob"]?.bool ?? false
            entries.append(GGUFEntry("\(prefix).expert_weights_norm", .bool(normalises)))
        default: values["expert_used_count"] = try integer("num_experts_per_tok")
        }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let value = UInt32(exactly: value) else { continue }
            entries.append(GGUFEntry("\(prefix).\(key)", .uint32(value)))
        }
    }

    /// What would be lost on the way is refused here: a model that answers wrongly is worse than none.
    private func refuseWhatHasNoKey() throws(ModelFileError) {
        func refuse(_ what: String) -> ModelFileError {
            .unsupported(file: file, what: what, supported: "what GGUF has a key for")
        }
        if json["use_cla"]?.bool == true { throw refuse("attention that shares keys between layers (use_cla)") }
        if json["use_sliding_window"]?.bool == true { throw refuse("windows in some layers only (use_sliding_window)") }
        if architecture.isGemma, let scalar = json["query_pre_attn_scalar"]?.number, Int(scalar) != (try headSize()) {
            throw refuse("query_pre_attn_scalar other than the size of a head")
        }
    }
}
