// A Hugging Face folder on its way into GGUF: names, keys, the order of rows, experts in one stack, norms as GGUF has them.

import Foundation
import Tensors

extension ModelConversion {
    /// The conversion of a folder.
    package init(_ folder: HuggingFaceFolder) throws(ModelFileError) {
        let type = folder.config["model_type"]?.string ?? ""
        guard let architecture = ConvertedArchitecture.byModelType[type] else {
            throw .unsupported(
                file: folder.path,
                what: "a model of type \(quoted(type))",
                supported: "for GGUF " + ConvertedArchitecture.byModelType.keys.sorted().joined(separator: ", ")
            )
        }
        let config = ConvertedConfiguration(
            json: folder.config["text_config"] ?? folder.config,
            architecture: architecture,
            file: folder.path + "/config.json"
        )
        let rotary = try ConvertedRotary(
            config.json,
            architecture: architecture,
            headSize: config.headSize(),
            file: config.file
        )
        source = folder.path
        metadata =
            try config.entries(named: (folder.path as NSString).lastPathComponent) + rotary.entries
            + ConvertedTokenizer.entries(of: folder, vocabularySize: config.integer("vocab_size"))
        let isTied = config.json["tie_word_embeddings"]?.bool ?? architecture.isGemma
        tensors = try rotary.tensors + Self.tensors(of: folder, config, isTied: isTied)
        let heads = try config.integer("num_attention_heads")
        let layers = try config.integer("num_hidden_layers")
        model = QuantizedModel(
            layerCount: layers,
            expertCount: config.json["num_experts"]?.integer ?? config.json["num_local_experts"]?.integer ?? 0,
            hasTiedEmbeddings: !tensors.contains { $0.name == "output.weight" },
            isOf70B: layers == 80 && (architecture == .llama || architecture == .qwen2)
                && config.json["num_key_value_heads"]?.integer ?? heads != heads
        )
    }

    private static func tensors(
        of folder: HuggingFaceFolder,
        _ config: ConvertedConfiguration,
        isTied: Bool
    ) throws(ModelFileError) -> [ModelTensor] {
        let heads = try config.integer("num_attention_heads")
        let keyHeads = config.json["num_key_value_heads"]?.integer ?? heads
        var tensors: [ModelTensor] = []
        var experts: [String: [Int: StoredTensor]] = [:]
        for name in folder.tensorNames {
            // Buffers of old checkpoints, which follow from the configuration.
            if name.hasSuffix("rotary_emb.inv_freq") || (isTied && name.hasSuffix("lm_head.weight")) { continue }
            guard let target = config.architecture.name(of: name) else {
                throw .unsupported(
                    file: folder.path,
                    what: "tensor \(quoted(name))",
                    supported: "what GGUF has a name for"
                )
            }
            let stored = try folder.tensor(named: name)
            if let expert = target.expert {
                experts[target.name, default: [:]][expert] = stored
                continue
            }
            var tensor = ModelTensor(stored, named: target.name)
            if config.architecture == .llama {
                let permuted =
                    target.name.contains(".attn_q.") ? heads : target.name.contains(".attn_k.") ? keyHeads : nil
                if let permuted {
                    guard permuted > 0, stored.shape.first?.isMultiple(of: 2 * permuted) == true else {
                        throw .invalid(
                            file: folder.path,
                            place: "tensor \(quoted(name))",
                            expected: "\(permuted) heads of an even size",
                            found: "shape \(stored.shape)"
                        )
                    }
                    tensor.permutedHeads = permuted
                }
            }
            if config.architecture.isGemma, target.name.hasSuffix("norm.weight") { tensor.addend = 1 }
            tensors.append(tensor)
        }
        for (name, stack) in experts.sorted(by: { $0.key < $1.key }) {
            let parts = (0..<stack.count).compactMap { stack[$0] }
            guard parts.count == stack.count, let first = parts.first,
                parts.allSatisfy({ $0.shape == first.shape && $0.format == first.format })
            else {
                throw .invalid(
                    file: folder.path,
                    place: name,
                    expected: "experts of one shape and format, numbered from 0",
                    found: "others"
                )
            }
            tensors.append(ModelTensor(experts: parts, named: name))
        }
        // A model's layers one after the other, as readers like them.
        return tensors.sorted { ($0.layer, $0.name) < ($1.layer, $1.name) }
    }
}

extension ModelTensor {
    /// The layer in `blk.7.attn_v.weight`; −1 where there is none.
    fileprivate var layer: Int {
        let parts = name.split(separator: ".")
        return parts.count > 1 && parts[0] == "blk" ? Int(parts[1]) ?? -1 : -1
    }
}
