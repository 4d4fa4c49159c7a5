// A model as it lies on disk: a GGUF file or a Hugging Face folder, told apart by what is there. The door through which
// files become networks.

internal import Foundation
package import ModelFiles
package import Tensors

/// A model's configuration and weights; the weights stay in their files until a network asks for them.
package struct StoredModel: Sendable {
    /// What the model came as.
    package enum Files: Sendable {
        case gguf(GGUFFile)
        case folder(HuggingFaceFolder)
    }

    package let path: String
    package let files: Files
    package let configuration: ModelConfiguration
    package let weights: ModelWeights

    /// The tokens that end a text: all that the files name.
    package let stopTokens: Set<Int>

    /// Opens a GGUF file, or a folder with `config.json` and safetensors.
    package init(contentsOf path: String) throws {
        self.path = path
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            let folder = try HuggingFaceFolder(path: path)
            var configuration = try ModelConfiguration(huggingFace: folder.config, file: path + "/config.json")
            configuration.pooling = try Self.pooling(of: folder)
            self.configuration = configuration
            weights = ModelWeights(store: folder, naming: HuggingFaceNaming(configuration: configuration))
            stopTokens = Self.stopTokens(of: folder)
            files = .folder(folder)
        } else {
            let file = try GGUFFile(path: path)
            configuration = try ModelConfiguration(gguf: file)
            weights = ModelWeights(store: file, naming: GGUFNaming(configuration: configuration))
            stopTokens = Set(
                ["eos", "eot", "eom"].compactMap { file["tokenizer.ggml.\($0)_token_id"]?.integer }
            )
            files = .gguf(file)
        }
    }

    /// The chat template, where the model has one.
    package var chatTemplate: String? {
        get throws {
            switch files {
            case .gguf(let file): try file.string("tokenizer.chat_template")
            case .folder(let folder): try folder.chatTemplates()["default"]
            }
        }
    }

    /// The most tokens of a text that an embedder is made for, where its files say so.
    package var textTokenLimit: Int? {
        get throws {
            guard case .folder(let folder) = files else { return nil }
            return try folder.json("sentence_bert_config.json")?["max_seq_length"]?.integer.flatMap {
                $0 > 2 ? $0 : nil
            }
        }
    }

    /// The model's network over an implementation of the operations.
    package func network<Ops: Operations>(over ops: Ops) throws -> any Network<Ops> {
        try WeightLoader(ops: ops, configuration: configuration, weights: weights).network()
    }

    /// How sentence-transformers' files say to make one vector of many.
    private static func pooling(of folder: HuggingFaceFolder) throws -> Pooling? {
        guard let json = try folder.json("1_Pooling/config.json") else { return nil }
        let modes: [(String, Pooling)] = [
            ("pooling_mode_mean_tokens", .mean), ("pooling_mode_cls_token", .cls), ("pooling_mode_lasttoken", .last),
        ]
        return modes.first { json[$0.0]?.bool == true }?.1
    }

    /// `eos_token_id`, one or several, of both configurations; Hunyuan's `eod_token_id` too.
    private static func stopTokens(of folder: HuggingFaceFolder) -> Set<Int> {
        let values = [
            folder.generationConfig?["eos_token_id"], folder.config["eos_token_id"], folder.config["eod_token_id"],
        ]
        return Set(
            values.flatMap { value in value?.array?.compactMap(\.integer) ?? [value?.integer].compactMap { $0 } }
        )
    }
}

extension GGUFFile: TensorStore {
    package func storedTensor(named name: String) throws -> StoredTensor? {
        hasTensor(named: name) ? try tensor(named: name) : nil
    }
}

extension HuggingFaceFolder: TensorStore {
    package func storedTensor(named name: String) throws -> StoredTensor? {
        hasTensor(named: name) ? try tensor(named: name) : nil
    }
}
