// `kaiyuan refresh`: sources on the web, visited again now.

internal import ArgumentParser
internal import Foundation
internal import Retrieval
internal import Web

/// Visits sources on the web.
struct Refresh: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Visit sources on the web again, now.",
        discussion: """
            Only what has changed is read again; what is gone, or asks not to be kept, is removed. A running server does
            the same by itself when a source is due.

              kaiyuan refresh
              kaiyuan refresh https://example.org/feed.xml
            """
    )

    @Argument(help: "Addresses as \"kaiyuan sources\" lists them; without any, all of them.")
    var sources: [String] = []

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let library = try await options.library()
        let known = try await library.webSources().filter { $0.source.kind != .search }
        let wanted = try sources.isEmpty ? known : sources.map { try source($0, in: known) }
        if wanted.isEmpty, !options.json {
            printError("The library has no source on the web. Add one: kaiyuan add https://…")
        }
        let intake = try await options.webIntake(into: library)
        var report = AddReport()
        for source in wanted {
            report.add(try await intake.refresh(source, tell: WebProgressLine().show))
        }
        if options.json { try printJSON(report) } else { print(report.table) }
        if report.added + report.unchanged == 0, !report.skipped.isEmpty { throw ExitCode(1) }
    }

    private func source(_ name: String, in known: [WebSource]) throws -> WebSource {
        let address = WebAddress(name).map(WebIntake.name) ?? name
        guard let source = known.first(where: { $0.source.address == address || $0.source.address == name }) else {
            throw LibraryError.noSuchSource(name)
        }
        return source
    }
}
