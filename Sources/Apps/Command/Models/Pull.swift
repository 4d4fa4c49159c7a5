// `kaiyuan pull`: a model from a hub.

internal import ArgumentParser
internal import Foundation
internal import ModelFiles
internal import Web

/// Downloads a model.
struct Pull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Download a model from a hub.",
        discussion: """
            NAME is OWNER/NAME, with @REVISION behind it for another one than main. The weights in safetensors come with \
            their configuration and tokenizer; of a hub's GGUF files one model comes, Q4_K_M unless --file says another. \
            What was pulled before, whole or in part, is not pulled again. The environment's HF_ENDPOINT names another hub.

              kaiyuan pull Qwen/Qwen3-0.6B
              kaiyuan pull Qwen/Qwen3-0.6B-GGUF --file Qwen3-0.6B-Q8_0.gguf
            """
    )

    @Argument(help: "The model's name on the hub.")
    var name: String

    @Option(name: .long, help: "A file to pull in place of those that the model needs; may be given again.")
    var file: [String] = []

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let model = try HubModelName(validating: name)
        HomeFolder.keepToOwner()
        let shelf = ModelShelf(path: try await options.settings().modelFolder)
        let pull = ModelPull(model, onto: shelf, endpoint: Settings.hubEndpoint, fileNames: file)
        let line = ProgressLine(unit: "MB")
        let folder: String
        do {
            folder = try await stoppable {
                try await pull.run { progress in
                    line.show(
                        progress.arrivedByteCount / 1_000_000,
                        of: progress.totalByteCount / 1_000_000,
                        note: progress.file
                    )
                }
            }
        } catch is CancellationError {
            printError("\nStopped. What has arrived is kept: pull again to go on.")
            throw ExitCode(130)
        }
        if options.json {
            try printJSON(["name": model.path, "path": folder])
        } else {
            print(folder)
        }
    }
}

extension HubModelName {
    /// The name, or what a name looks like.
    init(validating text: String) throws {
        guard let name = HubModelName(text) else {
            throw ValidationError("The name of a model is such as Qwen/Qwen3-0.6B, not \"\(text)\".")
        }
        self = name
    }
}
