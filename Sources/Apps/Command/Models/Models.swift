// `kaiyuan models`: what was pulled.

internal import ArgumentParser
internal import Foundation
internal import ModelFiles

/// Lists the models.
struct Models: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models that were pulled.",
        discussion: """
              kaiyuan models
              kaiyuan models --json
            """
    )

    @OptionGroup var options: HomeOptions

    private struct Row: Encodable {
        var name: String
        var bytes: Int
        var complete: Bool
        var models: [String]
    }

    func run() async throws {
        let entries = ModelShelf(path: try await options.settings().modelFolder).entries()
        if options.json {
            try printJSON(
                entries.map { Row(name: $0.name, bytes: $0.byteCount, complete: $0.isComplete, models: $0.models) }
            )
        } else if entries.isEmpty {
            printError("There are no models. Pull one first: kaiyuan pull OWNER/NAME")
        } else {
            for entry in entries {
                let remark = entry.isComplete ? "" : ", incomplete: pull it again to go on"
                print("\(entry.name)  \(Quantity.bytes(entry.byteCount))\(remark)")
                for model in entry.models { print("  \(model)") }
            }
        }
    }
}
