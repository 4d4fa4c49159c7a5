// `kaiyuan eval`: how well searching and answering work, on sets in the BEIR layout, and how well a model predicts a text.

internal import ArgumentParser

/// Groups the evaluations.
struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure searching, answering and models on your own sets.",
        subcommands: [EvaluateRetrieval.self, EvaluateAnswers.self, EvaluatePerplexity.self]
    )
}
