// `kaiyuan eval`: how well searching and answering work, on sets in the BEIR layout.

internal import ArgumentParser

/// Groups the evaluations.
struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure searching and answering on your own sets.",
        subcommands: [EvaluateRetrieval.self, EvaluateAnswers.self]
    )
}
