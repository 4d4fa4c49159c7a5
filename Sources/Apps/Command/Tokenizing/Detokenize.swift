// `kaiyuan detokenize`: ids back to text.

internal import ArgumentParser
internal import Foundation
internal import Tokenization

/// Decodes ids, or each line of a file of ids.
struct Detokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn a model's tokens back into text.",
        discussion: """
            With --jsonl, each line of FILE is a list of ids ("-" reads the standard input), and each line of the output a JSON
            string.

              kaiyuan detokenize model.gguf --ids 9906,1917
              kaiyuan detokenize model.gguf --jsonl ids.jsonl
            """
    )

    @Argument(help: "The file or folder with the vocabulary.")
    var model: String

    @Option(name: .long, help: "The ids, with commas or spaces between them.")
    var ids: String?

    @Option(name: .long, help: "A file with one list of ids a line.")
    var jsonl: String?

    @Flag(name: .long, help: "Leave control tokens out.")
    var skipSpecial = false

    @Flag(name: .long, help: "Print a JSON string.")
    var json = false

    func validate() throws {
        guard (ids == nil) != (jsonl == nil) else { throw ValidationError("Give either --ids or --jsonl.") }
    }

    func run() throws {
        let tokenizer = try Tokenizer(contentsOf: model)
        if let jsonl {
            return try JSONLines.forEach(in: jsonl) { (ids: [Int32]) in
                JSONLines.write(try tokenizer.decode(ids, skippingSpecial: skipSpecial))
            }
        }
        let text = try tokenizer.decode(try parsedIDs(), skippingSpecial: skipSpecial)
        if json { JSONLines.write(text) } else { print(text) }
    }

    private func parsedIDs() throws -> [Int32] {
        try (ids ?? "").split { ",[] ".contains($0) }.map { part in
            guard let id = Int32(part) else { throw ValidationError("--ids takes numbers, not \"\(part)\".") }
            return id
        }
    }
}
