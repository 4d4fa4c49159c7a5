// `kaiyuan embed`: texts become vectors.

internal import ArgumentParser
internal import Foundation
internal import Inference
internal import Tensors

/// Prints the embeddings of texts.
struct Embed: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn texts into vectors with an embedding model.",
        discussion: """
            Reads one JSON string a line and prints one list of numbers a line, each vector of length 1. MODEL is a GGUF file
            or a Hugging Face folder. Texts longer than the model takes lose their end.

              kaiyuan embed all-MiniLM-L6-v2/ --jsonl texts.jsonl
              echo '"你好"' | kaiyuan embed model.gguf --jsonl -
            """
    )

    @Argument(help: "The model.")
    var model: String

    @Option(help: "A file of one JSON string a line; - for the standard input.")
    var jsonl: String

    @Option(help: "How a vector is made of the tokens': mean, cls or last (default: as the model says).")
    var pooling: Pooling?

    func run() throws {
        let embedder = try Embedder(contentsOf: model, pooling: pooling, instructionSet: InstructionSet.chosen())
        let texts = try lines().enumerated().map { index, line in
            guard let text = try? JSONDecoder().decode(String.self, from: Data(line.utf8)) else {
                throw ValidationError("Line \(index + 1) of \(jsonl) is not a JSON string.")
            }
            return text
        }
        // A batch at a time, so that the first vectors come early and memory stays small.
        for start in stride(from: 0, to: texts.count, by: 64) {
            for vector in try embedder.embeddings(of: Array(texts[start..<min(start + 64, texts.count)])) {
                print("[" + vector.map { "\($0)" }.joined(separator: ",") + "]")
            }
        }
    }

    private func lines() throws -> [Substring] {
        let data =
            jsonl == "-"
            ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(fileURLWithPath: jsonl))
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }
}

extension Pooling: ExpressibleByArgument {}
