// A model as it lies on disk: a GGUF file or a Hugging Face folder, told apart by what is there. The door through which
// files become networks.

package import ModelFiles
package import Tensors

/// A model's configuration and weights; the weights stay in their files until a network asks for them.
package struct StoredModel: Sendable {
    package let path: String
    package let configuration: ModelConfiguration
    package let weights: ModelWeights

    /// Opens a GGUF file, or a folder with `config.json` and safetensors.
    package init(contentsOf path: String) throws {
        self.path = path
        if path.lowercased().hasSuffix(".gguf") {
            let file = try GGUFFile(path: path)
            configuration = try ModelConfiguration(gguf: file)
            weights = ModelWeights(store: file, naming: GGUFNaming(configuration: configuration))
        } else {
            let folder = try SafetensorsFolder(path: path)
            let config = path + "/config.json"
            var configuration = try ModelConfiguration(huggingFace: JSON(contentsOf: config), file: config)
            configuration.pooling = folder.pooling
            self.configuration = configuration
            weights = ModelWeights(store: folder, naming: HuggingFaceNaming(configuration: configuration))
        }
    }

    /// The model's network over an implementation of the operations.
    package func network<Ops: Operations>(over ops: Ops) throws -> any Network<Ops> {
        try WeightLoader(ops: ops, configuration: configuration, weights: weights).network()
    }
}

extension GGUFFile: TensorStore {
    package func storedTensor(named name: String) throws -> StoredTensor? {
        hasTensor(named: name) ? try tensor(named: name) : nil
    }
}

struct SafetensorsFolder: TensorStore {
    let path: String
    let files: [SafetensorsFile]
    let pooling: Pooling?
    init(path: String) throws {
        self.path = path
        let index = path + "/model.safetensors.index.json"
        if let json = try? JSON(contentsOf: index) {
            let names = Set(json["weight_map"]?.object?.values.compactMap(\.string) ?? [])
            files = try names.sorted().map { try SafetensorsFile(path: path + "/" + $0) }
        } else {
            files = [try SafetensorsFile(path: path + "/model.safetensors")]
        }
        let json = try? JSON(contentsOf: path + "/1_Pooling/config.json")
        pooling =
            json?["pooling_mode_cls_token"]?.bool == true
            ? .cls
            : json?["pooling_mode_mean_tokens"]?.bool == true
                ? .mean
                : json?["pooling_mode_lasttoken"]?.bool == true ? .last : nil
    }
    func storedTensor(named name: String) throws -> StoredTensor? {
        for file in files where file.entry(named: name) != nil { return try file.tensor(named: name) }
        return nil
    }
}
