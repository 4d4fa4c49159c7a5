// `kaiyuan inspect`: what a model's files say.

internal import ArgumentParser
internal import Foundation
internal import ModelFiles

/// Shows a model's metadata, tensors, template, size and need of memory.
struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a model's files say: metadata, tensors, template, parameters, memory.",
        discussion: """
            FILE is a GGUF file (of a split model the first), a safetensors file, or a folder with config.json.

              kaiyuan inspect model.gguf
              kaiyuan inspect model.gguf --context 32768
              kaiyuan inspect Qwen3-0.6B/ --tensors
              kaiyuan inspect model.gguf --json
            """
    )

    @Argument(help: "The model.")
    var file: String

    @Option(
        name: .long,
        help: "The tokens of context that memory is reckoned for (default: 4096, or what the model takes)."
    )
    var context: Int?

    @Flag(name: .long, help: "List all tensors.")
    var tensors = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        if let context, context < 1 { throw ValidationError("A context has at least one token: --context 4096.") }
    }

    func run() async throws {
        let model = try ModelDescription(path: file)
        let tokens = context ?? min(model.contextLength ?? 4096, 4096)
        let cacheByteCount = model.cache?.byteCount(tokens: tokens)
        if json {
            try printJSON(InspectReport(model, tokens: tokens, cacheByteCount: cacheByteCount))
        } else {
            show(model, tokens: tokens, cacheByteCount: cacheByteCount)
        }
    }

    private func show(_ model: ModelDescription, tokens: Int, cacheByteCount: Int?) {
        func line(_ label: String, _ text: String) {
            let padding = String(repeating: " ", count: max(1, 14 - label.count))
            print("\(Terminal.output.styled(label, .bold))\(padding)\(Terminal.printable(text))")
        }
        line("form", "\(model.form), \(model.files.count) \(model.files.count == 1 ? "file" : "files")")
        if let architecture = model.architecture { line("architecture", architecture) }
        if let name = model.name, !name.isEmpty { line("name", name) }
        let parameters = model.parameterCount
        line("parameters", "\(Quantity.count(parameters)) (\(parameters))")
        let types = model.parametersByType.map { "\($0.type) \(Quantity.count($0.count))" }.joined(separator: ", ")
        let bits = parameters > 0 ? String(format: "%.2f", Double(model.byteCount) * 8 / Double(parameters)) : "0"
        line("weights", "\(Quantity.bytes(model.byteCount)), \(bits) bits a weight: \(types)")
        if let length = model.contextLength { line("context", "\(length) tokens") }
        if let cacheByteCount {
            let sum = model.byteCount.addingReportingOverflow(cacheByteCount)
            line(
                "memory",
                "\(Quantity.bytes(sum.overflow ? .max : sum.partialValue)) for \(tokens) tokens: weights, and "
                    + "\(Quantity.bytes(cacheByteCount)) for keys and values as F16"
            )
        }
        line("template", model.chatTemplate.map { "\($0.count) characters" } ?? "none")
        print("")
        for entry in model.metadata { print(Terminal.printable("\(entry.key) = \(entry.value)")) }
        print("")
        guard tensors else {
            print("\(model.tensors.count) tensors; --tensors lists them")
            return
        }
        for tensor in model.tensors {
            print(Terminal.printable("\(tensor.name)  \(tensor.type)  \(tensor.shape)"))
        }
    }
}

/// What `--json` prints.
private struct InspectReport: Encodable {
    struct Memory: Encodable {
        var contextTokens: Int
        var weightBytes: Int
        var cacheBytes: Int?
    }

    struct Tensor: Encodable {
        var name: String
        var type: String
        var shape: [Int]
        var bytes: Int
    }

    var path: String
    var form: String
    var files: [String]
    var architecture: String?
    var name: String?
    var parameters: Int
    var bytes: Int
    var parametersByType: [String: Int]
    var contextLength: Int?
    var memory: Memory
    var chatTemplate: String?
    var metadata: [String: String]
    var tensors: [Tensor]

    init(_ model: ModelDescription, tokens: Int, cacheByteCount: Int?) {
        path = model.path
        form = model.form
        files = model.files
        architecture = model.architecture
        name = model.name
        parameters = model.parameterCount
        bytes = model.byteCount
        parametersByType = Dictionary(uniqueKeysWithValues: model.parametersByType.map { ($0.type, $0.count) })
        contextLength = model.contextLength
        memory = Memory(contextTokens: tokens, weightBytes: model.byteCount, cacheBytes: cacheByteCount)
        chatTemplate = model.chatTemplate
        metadata = Dictionary(uniqueKeysWithValues: model.metadata.map { ($0.key, $0.value) })
        tensors = model.tensors.map { Tensor(name: $0.name, type: $0.type, shape: $0.shape, bytes: $0.byteCount) }
    }
}
