// `kaiyuan rm`: a pulled model out of the way.

internal import ArgumentParser
internal import Foundation
internal import ModelFiles

/// Removes models.
struct RemoveModel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove models that were pulled, with all their files.",
        discussion: """
              kaiyuan rm Qwen/Qwen3-0.6B
            """
    )

    @Argument(help: "Names of models, as kaiyuan models lists them.")
    var names: [String]

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let shelf = ModelShelf(path: try await options.settings().modelFolder)
        for model in try names.map(HubModelName.init(validating:)) { try shelf.remove(model) }
        if options.json {
            try printJSON(["removed": names.count])
        } else {
            print("removed \(names.count) \(names.count == 1 ? "model" : "models")")
        }
    }
}
