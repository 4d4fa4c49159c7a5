// What a model's files say about it: `kaiyuan inspect`. One description for GGUF, safetensors and folders.

internal import Tensors

/// A model as its files describe it.
package struct ModelDescription: Sendable {
    package let path: String

    /// The form of the files, such as `GGUF 3`.
    package var form: String

    /// The paths of the files with weights.
    package var files: [String]

    package var architecture: String?
    package var name: String?

    /// What the files say, in their order, long values shortened.
    package var metadata: [(key: String, value: String)]

    package var tensors: [Tensor]
    package var chatTemplate: String?

    /// What the size of the key-value cache follows from; nil where the files do not tell.
    package var cache: CacheShape?

    /// The longest context that the model was made for.
    package var contextLength: Int?

    /// A tensor of the files.
    package struct Tensor: Sendable {
        package let name: String

        /// The number type, such as `Q4_K` or `I64`.
        package let type: String

        /// The dimensions, outermost first.
        package let shape: [Int]
        package let byteCount: Int

        package var elementCount: Int { shape.reduce(1, *) }
    }

    /// Keys and values of one token in one layer, and how many layers keep them.
    package struct CacheShape: Sendable, Equatable {
        package var layerCount: Int
        package var keyValueHeadCount: Int
        package var keySize: Int
        package var valueSize: Int

        /// The bytes of a context of so many tokens, two bytes a number; nil when more than an `Int` counts.
        package func byteCount(tokens: Int) -> Int? {
            [layerCount, keyValueHeadCount, keySize + valueSize, tokens].reduce(Optional(2)) { product, factor in
                guard let (value, overflow) = product?.multipliedReportingOverflow(by: factor), !overflow, factor >= 0
                else { return nil }
                return value
            }
        }
    }

    /// The number of parameters.
    package var parameterCount: Int { tensors.reduce(0) { $0 + $1.elementCount } }

    /// The bytes of the weights.
    package var byteCount: Int { tensors.reduce(0) { $0 + $1.byteCount } }

    /// How many parameters have which type, the most frequent first.
    package var parametersByType: [(type: String, count: Int)] {
        Dictionary(tensors.map { ($0.type, $0.elementCount) }, uniquingKeysWith: +)
            .map { (type: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.type) < ($0.count, $1.type) }
    }
}

extension ModelDescription {
    /// Describes a GGUF file, a safetensors file or a Hugging Face folder, whichever lies at the path.
    package init(path: String) throws(ModelFileError) {
        switch try ModelForm(path: path) {
        case .gguf: try self.init(GGUFFile(path: path))
        case .safetensors: self.init(try SafetensorsFile(path: path))
        case .folder: try self.init(HuggingFaceFolder(path: path))
        }
    }

    package init(_ file: GGUFFile) throws(ModelFileError) {
        let architecture = try file.string("general.architecture")
        func integer(_ key: String) -> Int? {
            guard let architecture, let value = file["\(architecture).\(key)"] else { return nil }
            // Some models say it for each layer; the largest is what must fit.
            return value.integer ?? value.array?.integers?.max()
        }
        path = file.path
        form = "GGUF \(file.version)"
        files = file.partPaths
        self.architecture = architecture
        name = try file.string("general.name")
        metadata = file.metadata.map { (key: $0.key, value: $0.value.summary) }
        tensors = file.tensors.map {
            Tensor(name: $0.name, type: $0.format.name, shape: $0.shape, byteCount: $0.byteCount)
        }
        chatTemplate = try file.string("tokenizer.chat_template")
        contextLength = integer("context_length")
        cache = nil
        let heads = integer("attention.head_count")
        let headSize = integer("attention.key_length") ?? Self.quotient(integer("embedding_length"), heads)
        if let layers = integer("block_count"), let headSize, let heads {
            cache = CacheShape(
                layerCount: layers,
                keyValueHeadCount: integer("attention.head_count_kv") ?? heads,
                keySize: headSize,
                valueSize: integer("attention.value_length") ?? headSize
            )
        }
    }

    package init(_ file: SafetensorsFile) {
        path = file.path
        form = "safetensors"
        files = [file.path]
        metadata = file.metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
        tensors = file.entries.map(Tensor.init)
    }

    package init(_ folder: HuggingFaceFolder) throws(ModelFileError) {
        let config = folder.config["text_config"] ?? folder.config
        path = folder.path
        form = "Hugging Face folder"
        files = folder.shards.map(\.path)
        architecture = folder.config["model_type"]?.string
        name = folder.config["_name_or_path"]?.string
        metadata = (folder.config.object ?? [:]).sorted { $0.key < $1.key }.map {
            (key: $0.key, value: $0.value.summary)
        }
        tensors = folder.shards.flatMap { $0.entries.map(Tensor.init) }
        chatTemplate = try folder.chatTemplates()["default"]
        contextLength = config["max_position_embeddings"]?.integer
        cache = nil
        let heads = config["num_attention_heads"]?.integer
        let headSize = config["head_dim"]?.integer ?? Self.quotient(config["hidden_size"]?.integer, heads)
        if let layers = config["num_hidden_layers"]?.integer, let headSize, let heads {
            cache = CacheShape(
                layerCount: layers,
                keyValueHeadCount: config["num_key_value_heads"]?.integer ?? heads,
                keySize: headSize,
                valueSize: headSize
            )
        }
    }

    private static func quotient(_ dividend: Int?, _ divisor: Int?) -> Int? {
        guard let dividend, let divisor, divisor > 0 else { return nil }
        return dividend / divisor
    }
}

extension ModelDescription.Tensor {
    fileprivate init(_ entry: SafetensorsEntry) {
        self.init(name: entry.name, type: entry.type.rawValue, shape: entry.shape, byteCount: entry.byteRange.count)
    }
}

extension GGUFValue {
    /// The value on one line; of an array the count and the first elements.
    fileprivate var summary: String {
        switch self {
        case .string(let value): ModelDescription.shortened(value)
        case .bool(let value): "\(value)"
        case .array(let array): array.summary
        case .uint64(let value): "\(value)"
        case .float32(let value): "\(value)"
        case .float64(let value): "\(value)"
        default: "\(integer ?? 0)"
        }
    }
}

extension GGUFArray {
    fileprivate var summary: String {
        let first = prefix(3)
        let elements: [String]
        if let strings = first.strings {
            elements = strings.map { quoted(ModelDescription.shortened($0)) }
        } else if let integers = first.integers {
            elements = integers.map { "\($0)" }
        } else {
            elements = (first.numbers ?? []).map { "\($0)" }
        }
        return "\(count) of \(elementType): \(elements.joined(separator: ", "))\(count > 3 ? ", …" : "")"
    }
}

extension JSON {
    /// The value on one line, shortened.
    fileprivate var summary: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): ModelDescription.shortened(value)
        case .array(let values): ModelDescription.shortened("[\(Self.list(values.map(\.summary)))]")
        case .object(let members):
            ModelDescription.shortened("{\(Self.list(members.map { "\($0.key): \($0.value.summary)" }.sorted()))}")
        }
    }

    private static func list(_ items: [String]) -> String {
        items.prefix(20).joined(separator: ", ") + (items.count > 20 ? ", …" : "")
    }
}

extension ModelDescription {
    /// The beginning of a text, on one line.
    fileprivate static func shortened(_ text: String) -> String {
        let line = text.replacing("\n", with: "⏎")
        return line.count > 120 ? line.prefix(119) + "…" : line
    }
}
