// `kaiyuan verify`: a model beside what other software computed with it.

internal import ArgumentParser
internal import Foundation
internal import Inference
internal import Tensors

/// Compares the engine's results with those of a reference folder.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare what the engine computes with what another program computed.",
        discussion: """
            FOLDER holds a model and expected.json with expected.safetensors: prompts as token ids, and logits, scores or
            embeddings and greedy tokens for each. Ends with status 1 when a result is outside of the tolerance that
            expected.json states; then the first layer that differs is named.

              kaiyuan verify ../shared/reference/qwen3
              kaiyuan verify ../shared/reference/qwen3 --model ../shared/reference/gguf/qwen3.gguf --json
            """
    )

    @Argument(help: "The folder with the expected results.")
    var folder: String

    @Option(help: "Another form of the same model, such as a GGUF file.")
    var model: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let outcome = try Verification(folder: folder, model: model, instructionSet: InstructionSet.chosen())
        if json {
            try printJSON(outcome)
        } else {
            for prompt in outcome.prompts { print(Self.line(prompt)) }
            print(
                "\(outcome.isOk ? "ok" : "differs"): worst \(Self.number(outcome.worst)), allowed \(Self.number(outcome.tolerance))"
            )
        }
        if !outcome.isOk { throw ExitCode(1) }
    }

    private static func line(_ prompt: Verification.Prompt) -> String {
        var line = "\(prompt.name): \(number(prompt.error))"
        if let isEqual = prompt.isGreedyEqual { line += isEqual ? ", greedy tokens equal" : ", greedy tokens differ" }
        if let place = prompt.firstDifference { line += ", first difference at \(place)" }
        return line
    }

    private static func number(_ value: Double) -> String { String(format: "%.1e", value) }
}
