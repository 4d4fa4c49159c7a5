// `kaiyuan bench`: how fast the parts are, on this machine.

internal import ArgumentParser

/// Groups the measurements.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how fast the parts are on this machine.",
        discussion: """
              kaiyuan bench search --dir FOLDER --json
              kaiyuan bench templates --jsonl FILE --json
              kaiyuan bench tokenize MODEL --jsonl FILE --json
            """,
        subcommands: [BenchSearch.self, BenchTemplates.self, BenchTokenize.self]
    )
}
