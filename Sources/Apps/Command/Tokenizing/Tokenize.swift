// `kaiyuan tokenize`: text to ids, to look at a tokenizer or to prepare data for other programs.

internal import ArgumentParser
internal import Foundation
internal import Tokenization

/// Encodes a text, or each line of a file.
struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn text into a model's tokens.",
        discussion: """
            MODEL is a GGUF file, a folder, a tokenizer.json, a SentencePiece model or a tiktoken file. With --jsonl, each line
            of FILE is a JSON string ("-" reads the standard input), and each line of the output a list of ids. Control
            tokens written in the text stay text unless --special is given.

              kaiyuan tokenize model.gguf --text "Hello world"
              kaiyuan tokenize tokenizer.json --jsonl lines.jsonl > ids.jsonl
              kaiyuan tokenize model.gguf --text "<|im_start|>user" --special --json
            """
    )

    @Argument(help: "The file or folder with the vocabulary.")
    var model: String

    @Option(name: .long, help: "The text.")
    var text: String?

    @Option(name: .long, help: "A file with one JSON string a line.")
    var jsonl: String?

    @Flag(name: .long, help: "Control tokens written in the text become their ids.")
    var special = false

    @Flag(name: .long, help: "Add the begin and end tokens that the model expects.")
    var addSpecial = false

    @Flag(name: .long, help: "Print JSON: the ids of --text with what each stands for.")
    var json = false

    func validate() throws {
        guard (text == nil) != (jsonl == nil) else { throw ValidationError("Give either --text or --jsonl.") }
    }

    func run() throws {
        let tokenizer = try Tokenizer(contentsOf: model)
        if let jsonl {
            return try JSONLines.forEach(in: jsonl) { (line: String) in
                JSONLines.write(try encode(line, tokenizer))
            }
        }
        let ids = try encode(text ?? "", tokenizer)
        if json {
            let tokens = ids.map { TokenRow(id: $0, text: String(decoding: tokenizer.bytes(of: $0), as: UTF8.self)) }
            return try printJSON(tokens)
        }
        print(ids.map(String.init).joined(separator: " "))
    }

    private func encode(_ text: String, _ tokenizer: Tokenizer) throws -> [Int32] {
        try tokenizer.encode(text, special: special, addingTemplate: addSpecial)
    }

    private struct TokenRow: Encodable {
        var id: Int32
        var text: String
    }
}
