// `kaiyuan bench tokenize`: how fast a vocabulary encodes, on one thread, beside whatever other tokenizer is measured with the
// same files. A command of its own, because starting a program and reading a vocabulary take longer than encoding a text.

internal import ArgumentParser
internal import Foundation
internal import Tokenization

/// Encodes the texts of a file, over and over.
struct BenchTokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Time to turn text into tokens.",
        discussion: """
            FILE holds JSON strings, one a line. All of them are encoded on one thread, as often as --rounds says; the
            fastest round counts.

              kaiyuan bench tokenize model.gguf --jsonl texts.jsonl --json
            """
    )

    @Argument(help: "The file or folder with the vocabulary.")
    var model: String

    @Option(name: .long, help: "A file with one JSON string a line.")
    var jsonl: String

    @Option(name: .long, help: "How often all texts are encoded.")
    var rounds = 5

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func run() throws {
        guard 1...1_000 ~= rounds else { throw ValidationError("--rounds takes 1 to 1,000.") }
        var texts: [String] = []
        try JSONLines.forEach(in: jsonl) { (text: String) in texts.append(text) }
        let loading = ContinuousClock.now
        let tokenizer = try Tokenizer(contentsOf: model)
        let loaded = (ContinuousClock.now - loading) / .seconds(1)
        var tokenCount = 0
        var fastest = Double.infinity
        for _ in 0..<rounds {
            let began = ContinuousClock.now
            tokenCount = try texts.reduce(0) { $0 + (try tokenizer.encode($1).count) }
            fastest = min(fastest, (ContinuousClock.now - began) / .seconds(1))
        }
        let byteCount = texts.reduce(0) { $0 + $1.utf8.count }
        let figures: [String: Double] = [
            "bytes": Double(byteCount),
            "load_s": loaded,
            "mb_per_s": Double(byteCount) / 1e6 / fastest,
            "tokens": Double(tokenCount),
            "tokens_per_s": Double(tokenCount) / fastest,
        ]
        if json { return try printJSON(figures) }
        for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
            print("\(name.padding(toLength: 14, withPad: " ", startingAt: 0))\(String(format: "%.3f", value))")
        }
    }
}
