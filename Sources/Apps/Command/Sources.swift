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
        let reports = try await library.sourceReports(
            failureLimit: options.json ? Self.failureCount : Self.shownFailureCount
        )
        if options.json { return try printJSON(reports.map(SourceRow.init)) }
        if reports.isEmpty { print("The library is empty. Add a folder: kaiyuan add FOLDER") }
        for report in reports {
            let source = report.source
            print(
                "\(source.documentCount)\t\(source.kind.rawValue)\t\(source.layer.rawValue)\t\(Terminal.printable(source.address))"
            )
            guard let visit = report.visit else { continue }
            print("\t" + Terminal.output.styled(Self.facts(of: visit), .dim))
            for failure in report.failedPages.compactMap(\.failure) {
                print("\t\(Terminal.output.styled(failure.code, .yellow))\t\(Terminal.printable(failure.reason))")
            }
        }
    }

    private static let failureCount = 100
    private static let shownFailureCount = 5

    private static func facts(of visit: WebSource) -> String {
        func time(_ seconds: Double?) -> String {
            seconds.map { Date(timeIntervalSince1970: $0).formatted(.iso8601) } ?? "never"
        }
        var facts = "fetched \(time(visit.visitedAt)), next \(time(visit.dueAt))"
        if visit.failedPageCount > 0 { facts += ", \(visit.failedPageCount) failed" }
        return facts
    }

    private struct SourceRow: Encodable {
        struct Failure: Encodable {
            var address: String
            var code: String
            var reason: String
        }

        var address: String
        var kind: String
        var layer: String
        var documents: Int
        var fetchedAt: String?
        var dueAt: String?
        var failed: Int?
        var failures: [Failure]?

        enum CodingKeys: String, CodingKey {
            case address, kind, layer, documents, failed, failures
            case fetchedAt = "fetched_at"
            case dueAt = "due_at"
        }

        init(_ report: Library.SourceReport) {
            let source = report.source
            (address, kind) = (source.address, source.kind.rawValue)
            (layer, documents) = (source.layer.rawValue, source.documentCount)
            guard let visit = report.visit else { return }
            fetchedAt = visit.visitedAt.map { Date(timeIntervalSince1970: $0).formatted(.iso8601) }
            dueAt = visit.dueAt.map { Date(timeIntervalSince1970: $0).formatted(.iso8601) }
            failed = visit.failedPageCount
            failures = report.failedPages.compactMap { page in
                page.failure.map { Failure(address: page.address, code: $0.code, reason: $0.reason) }
            }
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
