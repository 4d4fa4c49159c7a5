// `kaiyuan sources`: what the library holds.

internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Retrieval

/// Lists sources, or all documents.
struct Sources: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what the library holds.",
        discussion: """
              kaiyuan sources
              kaiyuan sources --documents --json
            """
    )

    @Flag(name: .long, help: "List every document.")
    var documents = false

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let library = try await options.library()
        if documents {
            let all = try await library.documents(limit: .max).documents.reversed()
            if options.json { return try printJSON(all.map(DocumentRow.init)) }
            for document in all {
                print(
                    "\(document.id)\t\(document.format.rawValue)\t\(Terminal.printable(document.title))\t\(Terminal.printable(document.address))"
                )
            }
            return
        }
        let sources = try await library.sources()
        if options.json { return try printJSON(sources.map(SourceRow.init)) }
        if sources.isEmpty { print("The library is empty. Add a folder: kaiyuan add FOLDER") }
        for source in sources {
            print(
                "\(source.documentCount)\t\(source.kind.rawValue)\t\(source.layer.rawValue)\t\(Terminal.printable(source.address))"
            )
        }
    }

    private struct SourceRow: Encodable {
        var address: String
        var kind: String
        var layer: String
        var documents: Int

        init(_ source: Source) {
            (address, kind) = (source.address, source.kind.rawValue)
            (layer, documents) = (source.layer.rawValue, source.documentCount)
        }
    }

    private struct DocumentRow: Encodable {
        var id: Int64
        var title: String
        var address: String
        var format: String
        var language: String?
        var date: String?
        var passages: Int

        init(_ document: StoredDocument) {
            (id, title, address) = (document.id, document.title, document.address)
            (format, language, date) = (document.format.rawValue, document.language, document.date)
            passages = document.passageCount
        }
    }
}
