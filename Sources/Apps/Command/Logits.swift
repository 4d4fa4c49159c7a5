// `kaiyuan logits`: what a model thinks of every next token, as numbers for other software.

internal import ArgumentParser
internal import Inference
internal import ModelFiles
internal import Networks
internal import Tensors

/// Writes the logits of a sequence of token ids.
struct Logits: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute a model's logits for token ids.",
        discussion: """
            Writes a safetensors file with one tensor, logits [tokens, vocabulary], in F32. MODEL is a GGUF file or a
            Hugging Face folder.

              kaiyuan logits model.gguf --tokens 1,2,3 --output logits.safetensors
            """
    )

    @Argument(help: "The model.")
    var model: String

    @Option(help: "Token ids, separated by commas.")
    var tokens: String

    @Option(help: "The file to write.")
    var output: String

    func run() throws {
        let ids = try tokens.split(separator: ",").map { part in
            guard let id = Int32(part.trimmingPrefix { $0 == " " }) else {
                throw ValidationError("--tokens takes whole numbers separated by commas; \"\(part)\" is none.")
            }
            return id
        }
        let stored = try StoredModel(contentsOf: model)
        let loaded = try LoadedModel(
            stored,
            cacheTokenCount: ids.count,
            instructionSet: InstructionSet.chosen()
        )
        let logits = try loaded.logits(ofPrompt: ids)
        var writer = try SafetensorsWriter(
            path: output,
            tensors: [.init(name: "logits", type: .f32, shape: [logits.rows, logits.columns])]
        )
        for row in 0..<logits.rows { try writer.append(logits.values(inRow: row)) }
        try writer.finish()
    }
}
