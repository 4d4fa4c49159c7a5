// `kaiyuan remove`: documents and sources out of the library; their files stay where they are.

internal import ArgumentParser
internal import Foundation
internal import Retrieval
internal import Web

/// Removes documents.
struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove documents or whole sources from the library; files stay where they are.",
        discussion: """
              kaiyuan remove ~/papers
              kaiyuan remove ~/papers/old.pdf
              kaiyuan remove 12 15
              kaiyuan remove https://example.org
            """
    )

    @Argument(help: "Paths of files or folders, addresses on the web, or ids of documents.")
    var names: [String]

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let library = try await options.library()
        var removed = 0
        for name in names { removed += try await remove(name, from: library) }
        if options.json {
            try printJSON(["removed": removed])
        } else {
            print("removed \(removed) \(removed == 1 ? "document" : "documents")")
        }
    }

    private func remove(_ name: String, from library: Library) async throws -> Int {
        if let id = Int64(name) {
            _ = try await library.document(id)
            try await library.remove(documentIDs: [id])
            return 1
        }
        if let document = try await library.document(at: name) {
            try await library.remove(documentIDs: [document.id])
            return 1
        }
        let address = WebIntake.isAddress(name) ? WebAddress(name) : nil
        let path = address.map(\.description) ?? URL(fileURLWithPath: name).standardizedFileURL.path
        let sourceName = address.map(WebIntake.name) ?? path
        if let source = try await library.sources().first(where: { $0.address == sourceName }) {
            try await library.remove(source)
            return source.documentCount
        }
        if let document = try await library.document(at: path) {
            try await library.remove(documentIDs: [document.id])
            return 1
        }
        guard address == nil else { throw LibraryError.noSuchDocument(name) }
        var filter = DocumentFilter()
        filter.folder = path
        let inside = try await library.documents(filter: filter, limit: .max).documents
        guard !inside.isEmpty else { throw LibraryError.noSuchDocument(name) }
        try await library.remove(documentIDs: inside.map(\.id))
        return inside.count
    }
}
