// A model as Hugging Face lays it out: `config.json`, weights in one safetensors file or in shards with an index, and the
// files of the tokenizer and the chat template beside them.

import Foundation

/// A model's folder, its weights mapped.
package struct HuggingFaceFolder: Sendable {
    package let path: String

    /// `config.json`.
    package let config: JSON

    /// `generation_config.json`: stop tokens and defaults of sampling.
    package let generationConfig: JSON?

    /// `tokenizer_config.json`.
    package let tokenizerConfig: JSON?

    /// The safetensors files, in the order of their names.
    package let shards: [SafetensorsFile]

    /// Which shard holds a tensor.
    private let shardOfTensor: [String: Int]

    private static let shardLimit = 10_000

    /// Opens a folder; its configurations and the headers of its weights are read and checked.
    package init(path: String) throws(ModelFileError) {
        self.path = path
        guard let config = try Self.json("config.json", in: path) else {
            throw .missing(file: path, what: "config.json, so it is not a model's folder")
        }
        self.config = config
        generationConfig = try Self.json("generation_config.json", in: path)
        tokenizerConfig = try Self.json("tokenizer_config.json", in: path)
        if let index = try Self.json("model.safetensors.index.json", in: path) {
            (shards, shardOfTensor) = try Self.openShards(index, in: path)
        } else {
            let file = Self.join(path, "model.safetensors")
            guard FileManager.default.fileExists(atPath: file) else {
                throw .missing(file: path, what: "model.safetensors or model.safetensors.index.json")
            }
            let shard = try SafetensorsFile(path: file)
            shards = [shard]
            shardOfTensor = Dictionary(uniqueKeysWithValues: shard.entries.map { ($0.name, 0) })
        }
    }

    /// The names of all tensors, sorted.
    package var tensorNames: [String] { shardOfTensor.keys.sorted() }

    /// Whether there is such a tensor.
    package func hasTensor(named name: String) -> Bool { shardOfTensor[name] != nil }

    /// The weights of a name, whose numbers must be F32, F16 or BF16.
    package func tensor(named name: String) throws(ModelFileError) -> StoredTensor {
        guard let shard = shardOfTensor[name] else { throw .missing(file: path, what: "tensor \(quoted(name))") }
        return try shards[shard].tensor(named: name)
    }

    /// The JSON of another file of the folder, such as `1_Pooling/config.json`; nil where there is none.
    package func json(_ name: String) throws(ModelFileError) -> JSON? { try Self.json(name, in: path) }

    /// The path of a file of the folder; nil where there is none.
    package func file(_ name: String) -> String? {
        let file = Self.join(path, name)
        return FileManager.default.fileExists(atPath: file) ? file : nil
    }

    /// The file that holds the vocabulary: Hugging Face's own form first, then SentencePiece, tiktoken and WordPiece.
    package var tokenizerPath: String? {
        for name in ["tokenizer.json", "tokenizer.model"] {
            if let path = file(name) { return path }
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        if let name = names.sorted().first(where: { $0.hasSuffix(".tiktoken") }) { return file(name) }
        return file("vocab.txt")
    }

    /// The chat templates by name; the usual one is called `default`.
    ///
    /// `chat_template.jinja` and the files of `additional_chat_templates/` come before what `tokenizer_config.json` holds,
    /// a string or a list of names and templates.
    package func chatTemplates() throws(ModelFileError) -> [String: String] {
        var templates: [String: String] = [:]
        switch tokenizerConfig?["chat_template"] {
        case .string(let template): templates["default"] = template
        case .array(let entries):
            for entry in entries {
                guard let name = entry["name"]?.string, let template = entry["template"]?.string else {
                    throw .invalid(
                        file: Self.join(path, "tokenizer_config.json"),
                        place: "chat_template",
                        expected: "entries of name and template",
                        found: entry.kind
                    )
                }
                templates[name] = template
            }
        default: break
        }
        if let file = file("chat_template.jinja") { templates["default"] = try Self.text(file) }
        let folder = Self.join(path, "additional_chat_templates")
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".jinja")
        {
            templates[String(name.dropLast(6))] = try Self.text(Self.join(folder, name))
        }
        return templates
    }

    private static func openShards(
        _ index: JSON,
        in path: String
    ) throws(ModelFileError) -> ([SafetensorsFile], [String: Int]) {
        let indexPath = join(path, "model.safetensors.index.json")
        guard let map = index["weight_map"]?.object else {
            throw .invalid(file: indexPath, place: "weight_map", expected: "an object", found: "something else")
        }
        var tensorsOfShard: [String: [String]] = [:]
        for (tensor, file) in map {
            // A shard lies in the folder itself: an index must not lead anywhere else.
            guard let name = file.string, !name.contains("/"), name.hasSuffix(".safetensors") else {
                throw .invalid(
                    file: indexPath,
                    place: "weight_map, \(quoted(tensor))",
                    expected: "the name of a safetensors file in the same folder",
                    found: file.string.map(quoted) ?? file.kind
                )
            }
            tensorsOfShard[name, default: []].append(tensor)
        }
        guard tensorsOfShard.count <= shardLimit else {
            throw .invalid(
                file: indexPath,
                place: "weight_map",
                expected: "at most \(shardLimit) files",
                found: "\(tensorsOfShard.count)"
            )
        }
        var shards: [SafetensorsFile] = []
        var shardOfTensor: [String: Int] = [:]
        for (name, tensors) in tensorsOfShard.sorted(by: { $0.key < $1.key }) {
            let shard = try SafetensorsFile(path: join(path, name))
            for tensor in tensors {
                guard shard.entry(named: tensor) != nil else {
                    throw .missing(file: shard.path, what: "tensor \(quoted(tensor)), which the index places there")
                }
                shardOfTensor[tensor] = shards.count
            }
            shards.append(shard)
        }
        return (shards, shardOfTensor)
    }

    private static func json(_ name: String, in path: String) throws(ModelFileError) -> JSON? {
        let file = join(path, name)
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try JSON(contentsOf: file)
    }

    private static func text(_ path: String) throws(ModelFileError) -> String {
        let file = try MappedFile(path: path)
        guard file.byteCount <= 16 << 20 else {
            throw .invalid(
                file: path,
                place: "size",
                expected: "a template of at most \(16 << 20) bytes",
                found: "\(file.byteCount)"
            )
        }
        let bytes = unsafe file.withBytes(in: 0..<file.byteCount) { unsafe Array($0) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .invalid(file: path, place: "text", expected: "UTF-8", found: "other bytes")
        }
        return text
    }

    private static func join(_ folder: String, _ name: String) -> String {
        (folder as NSString).appendingPathComponent(name)
    }
}
