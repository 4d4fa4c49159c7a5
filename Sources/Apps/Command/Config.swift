// `kaiyuan config`: each setting, its value and where it came from.

internal import ArgumentParser
internal import Foundation

/// Shows the settings.
struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show each setting and where it came from.",
        discussion: """
            Flags beat the environment, the environment beats kaiyuan.yaml in the home folder, and that beats defaults.

              kaiyuan config
              KAIYUAN_PORT=9000 kaiyuan config --json
            """
    )

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let settings = try await options.settings()
        let rows = Setting.allCases.map { setting in
            let value = settings.values[setting]
            let text = setting == .secret ? value?.text.map { _ in "(set)" } : value?.text
            return Row(
                name: setting.rawValue,
                value: text,
                origin: value?.origin ?? .default,
                variable: setting.variable,
                purpose: setting.purpose,
                error: settings.problems[setting]
            )
        }
        for key in settings.unknownKeys {
            printError("Warning: \(settings.file) sets \(key), which means nothing there.")
        }
        if options.json {
            try printJSON(rows)
        } else {
            show(rows, settings)
        }
        let errors = rows.compactMap(\.error)
        for error in errors { printError("Error: \(error)") }
        if !errors.isEmpty { throw ExitCode.failure }
    }

    private func show(_ rows: [Row], _ settings: Settings) {
        for row in rows {
            let name = row.name.padding(toLength: 12, withPad: " ", startingAt: 0)
            let value = (row.value ?? "(none)").padding(
                toLength: max(24, row.value?.count ?? 0),
                withPad: " ",
                startingAt: 0
            )
            let origin =
                row.origin == .file ? settings.file : row.origin == .environment ? row.variable : row.origin.rawValue
            print("\(name)\(value)  \(Terminal.output.styled("\(origin): \(row.purpose)", .dim))")
        }
    }

    private struct Row: Encodable {
        var name: String
        var value: String?
        var origin: SettingOrigin
        var variable: String
        var purpose: String
        /// Why the value means nothing.
        var error: String?
    }
}
