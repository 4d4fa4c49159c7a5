// `kaiyuan quantize`: a model with smaller weights.

internal import ArgumentParser
internal import Foundation
internal import ModelFiles
internal import Tensors

/// Writes a model as GGUF with weights of another type.
struct Quantize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a model as GGUF with weights of another type.",
        discussion: """
            INPUT is a GGUF file (of a split model the first) or a Hugging Face folder. TYPE is one of \
            \(QuantizationType.allCases.map(\.rawValue).joined(separator: ", ")). The larger the number, the nearer to the \
            original; Q4_K_M is the usual choice. The output appears when it is complete; Ctrl-C leaves nothing behind.

              kaiyuan quantize model-F16.gguf model-Q4_K_M.gguf Q4_K_M
              kaiyuan quantize Qwen3-0.6B/ qwen3-0.6b-q8_0.gguf Q8_0
            """
    )

    @Argument(help: "The model.")
    var input: String

    @Argument(help: "The GGUF file to write.")
    var output: String

    @Argument(help: "The type of the weights.")
    var type: String

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws {
        guard QuantizationType(named: type) != nil else {
            let names = QuantizationType.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("The type is one of \(names), not \"\(type)\".")
        }
    }

    func run() async throws {
        guard let type = QuantizationType(named: type) else { return }
        let conversion = try conversion()
        if conversion.isRequantizing {
            printError("The input is quantised already: its errors stay. Quantise the original where you have it.")
        }
        let line = ProgressLine(unit: "M weights")
        let output = output
        let summary: ModelConversion.Summary
        do {
            summary = try await stoppable {
                try await conversion.write(
                    to: output,
                    as: type,
                    taskCount: ProcessInfo.processInfo.activeProcessorCount
                ) { progress in
                    line.show(
                        progress.finishedWeights / 1_000_000,
                        of: progress.totalWeights / 1_000_000,
                        note: progress.tensor
                    )
                }
            }
        } catch is CancellationError {
            printError("\nStopped; nothing was written.")
            throw ExitCode(130)
        }
        let formats = summary.weights.sorted { $0.value > $1.value }
        if json {
            try printJSON(Report(path: output, bytes: summary.byteCount, formats: formats))
        } else {
            let list = formats.map { "\($0.key.name) \(Quantity.count($0.value))" }.joined(separator: ", ")
            print("\(output): \(Quantity.bytes(summary.byteCount)) of weights (\(list))")
        }
    }

    private func conversion() throws -> ModelConversion {
        switch try ModelForm(path: input) {
        case .gguf: try ModelConversion(GGUFFile(path: input))
        case .folder: try ModelConversion(HuggingFaceFolder(path: input))
        case .safetensors:
            throw ValidationError("\(input) holds weights alone; name the folder with its config.json.")
        }
    }
}

/// What `--json` prints.
private struct Report: Encodable {
    var path: String
    var bytes: Int
    var weights: [String: Int]

    init(path: String, bytes: Int, formats: [(key: WeightFormat, value: Int)]) {
        self.path = path
        self.bytes = bytes
        weights = Dictionary(uniqueKeysWithValues: formats.map { ($0.key.name, $0.value) })
    }
}
