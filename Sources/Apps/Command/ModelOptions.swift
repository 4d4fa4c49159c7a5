// The options that every command with a writing model shares.

internal import ArgumentParser
internal import Foundation
internal import Inference
internal import Tensors

/// How much context there is, and how tokens are chosen.
struct ModelOptions: ParsableArguments {
    @Option(help: "The most tokens of prompt and text together.")
    var context = 4096

    @Option(help: "The most tokens to write.")
    var maxTokens = 1024

    @Option(help: "0 always takes the most likely token; higher is more varied.")
    var temperature: Float = 0.7

    @Option(help: "Only so many of the most likely tokens; 0 for all.")
    var topK = 40

    @Option(help: "Only the most likely tokens that together have this probability.")
    var topP: Float = 0.95

    @Option(help: "Only tokens at least so likely, relative to the most likely one.")
    var minP: Float = 0

    @Option(help: "Above 1, tokens that occurred become less likely.")
    var repetitionPenalty: Float = 1

    @Option(help: "The same seed gives the same text.")
    var seed: UInt64?

    func validate() throws {
        guard 16...(1 << 20) ~= context else { throw ValidationError("--context takes 16 to 1048576.") }
        guard maxTokens >= 1 else { throw ValidationError("--max-tokens takes 1 or more.") }
        guard 0...10 ~= temperature else { throw ValidationError("--temperature takes 0 to 10.") }
        guard topK >= 0 else { throw ValidationError("--top-k takes 0 or more.") }
        guard 0...1 ~= topP, 0...1 ~= minP else { throw ValidationError("--top-p and --min-p take 0 to 1.") }
        guard 0.01...10 ~= repetitionPenalty else { throw ValidationError("--repetition-penalty takes 0.01 to 10.") }
    }

    var sampling: SamplingParameters {
        var sampling = SamplingParameters()
        sampling.temperature = temperature
        sampling.topK = topK
        sampling.topP = topP
        sampling.minP = minP
        sampling.repetitionPenalty = repetitionPenalty
        sampling.seed = seed
        return sampling
    }

    /// Loads a model with room for the context.
    func load(_ path: String) throws -> LanguageModel {
        var limits = Engine.Limits()
        limits.cacheTokenCount = context
        return try LanguageModel(contentsOf: path, limits: limits, instructionSet: InstructionSet.chosen())
    }
}

/// A text on its way to the terminal.
struct TextPrinter {
    /// Prints a text as it comes; gives it back whole, with the number of its tokens.
    static func show(_ stream: TextStream) async throws -> (text: String, tokenCount: Int) {
        var whole = ""
        var count = 0
        for try await part in stream {
            switch part {
            case .text(let text):
                whole += text
                print(Self.harmless(text), terminator: "")
                fflush(nil)
            case .finished(_, let tokenCount): count = tokenCount
            }
        }
        print()
        return (whole, count)
    }

    /// The text without what a terminal would obey: a model may write anything.
    private static func harmless(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter {
                    $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
                }
            )
        )
    }
}
