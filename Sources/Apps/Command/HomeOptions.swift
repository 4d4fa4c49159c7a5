// The options that every command on a library shares.

internal import ArgumentParser
internal import Assistant
internal import Foundation
internal import Retrieval
internal import Web

/// `--home` and `--json`.
struct HomeOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The folder of the library (default: ~/.kaiyuan).", valueName: "folder"))
    var home: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func settings(_ flags: [Setting: String] = [:]) async throws -> Settings {
        try await Settings(flags: flags.merging(home.map { [.home: $0] } ?? [:]) { given, _ in given })
    }

    /// Says what to do first where nothing has been added yet.
    func warnOfEmptiness(of library: Library) async throws {
        guard try await library.statistics().documentCount == 0 else { return }
        printError("The library is empty. Add a folder first: kaiyuan add FOLDER")
    }

    /// What brings pages into the library, by the settings that hold.
    func webIntake(into library: Library) async throws -> WebIntake {
        WebIntake(library: library, fetcher: WebFetcher(policy: try await settings().webPolicy()))
    }

    /// What asks the search engine of the settings before a question is answered, or nil where there is none.
    func gatherer(into library: Library) async throws -> Gatherer? {
        guard let endpoint = try await settings().webSearch() else { return nil }
        let search = WebSearch(endpoint: endpoint, intake: try await webIntake(into: library))
        return { question in try await search.gather(for: question) }
    }

    func library() async throws -> Library {
        HomeFolder.keepToOwner()
        return try Library(path: try await settings().libraryPath)
    }
}

/// Prints JSON that people can read too.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
