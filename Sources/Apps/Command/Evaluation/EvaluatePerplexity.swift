// `kaiyuan eval perplexity`: how well a model predicts a text.

internal import ArgumentParser
internal import Foundation
internal import Inference
internal import Tensors

/// Computes the perplexity of a text as llama.cpp's tool defines it.
struct EvaluatePerplexity: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "perplexity",
        abstract: "Measure how well a model predicts a text.",
        discussion: """
            The text is cut into chunks; in each the second half is predicted from what precedes it. Lower is better; numbers
            of models with different vocabularies do not compare.

              kaiyuan eval perplexity --model model.gguf --text book.txt
            """
    )

    @Option(help: "A GGUF file or a Hugging Face folder.")
    var model: String

    @Option(help: "The text, UTF-8.")
    var text: String

    @Option(name: .customLong("ctx"), help: "The length of a chunk in tokens.")
    var chunkTokenCount = 512

    @Option(name: .customLong("chunks"), help: "Only so many chunks.")
    var chunkLimit: Int?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard 4...(1 << 20) ~= chunkTokenCount else { throw ValidationError("--ctx takes 4 to 1048576.") }
        guard chunkLimit ?? 1 >= 1 else { throw ValidationError("--chunks takes 1 or more.") }
        let outcome = try Perplexity(
            of: try String(contentsOfFile: text, encoding: .utf8),
            model: model,
            chunkTokenCount: chunkTokenCount,
            chunkLimit: chunkLimit,
            instructionSet: InstructionSet.chosen()
        ) { done, count, perplexity in
            if Terminal.output.isInteractive, !json { print("[\(done)/\(count)] \(Self.number(perplexity))") }
        }
        if json { return try printJSON(outcome) }
        print("perplexity \(Self.number(outcome.perplexity)) over \(outcome.scoredTokenCount) tokens")
    }

    private static func number(_ value: Double) -> String { String(format: "%.4f", value) }
}
