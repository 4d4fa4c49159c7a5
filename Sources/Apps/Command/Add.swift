// `kaiyuan add`: files and folders into the library.

internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Retrieval

/// Adds files and folders, and watches them if asked.
struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add files and folders to the library.",
        discussion: """
            What is in the library already and unchanged is passed over; files that are gone from a folder are removed.
            Stopped in the middle, it keeps what was read, and the next run goes on.

              kaiyuan add ~/papers report.pdf
              kaiyuan add ~/notes --watch
              kaiyuan add scans/ --ocr chi_sim+eng
            """
    )

    @Argument(help: "Files and folders.", completion: .file())
    var paths: [String]

    @Flag(name: .long, help: "Stay, and add what is saved from now on.")
    var watch = false

    @Option(name: .long, help: "The password of encrypted files.")
    var password: String?

    @Option(name: .long, help: "Read scanned pages with tesseract, in these languages.")
    var ocr: String?

    @Option(name: .long, help: "How much the documents are trusted: own, author, reference or web.")
    var layer = TrustLayer.own

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let library = try await options.library()
        let reading = ReadingOptions(
            password: password,
            ocr: ocr.map { .tesseract(languages: $0) } ?? .off
        )
        let intake = Intake(library: library, loader: DocumentLoader(options: reading))
        let absolute = paths.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        // What is saved while the first reading goes on is noticed too.
        let folderWatch = watch ? FolderWatch(paths: absolute) : nil
        let report = try await add(absolute, intake)
        if options.json {
            try printJSON(AddReport(report))
        } else {
            print(AddTable(report).text)
        }
        fflush(nil)
        if let folderWatch {
            try await folderWatch.run { changed in
                let report = try await Self.addQuietly(changed, intake)
                print(AddTable(report).text)
                // A pipe would keep it back until it is full.
                fflush(nil)
            }
        }
        if report.addedCount + report.unchangedCount == 0, !report.skipped.isEmpty { throw ExitCode(1) }
    }

    private func add(_ paths: [String], _ intake: Intake) async throws -> IntakeReport {
        var total = IntakeReport()
        for path in paths {
            let line = ProgressLine(unit: "files")
            let report = try await intake.add(path, layer: layer) { progress in
                let name = URL(fileURLWithPath: progress.path).lastPathComponent
                line.show(progress.finishedCount, of: progress.fileCount, note: name)
            }
            total.merge(report)
        }
        return total
    }

    private static func addQuietly(_ paths: [String], _ intake: Intake) async throws -> IntakeReport {
        var total = IntakeReport()
        for path in paths { total.merge(try await intake.add(path)) }
        return total
    }
}

extension TrustLayer: ExpressibleByArgument {}

extension IntakeReport {
    /// Adds up the reports of several paths.
    mutating func merge(_ other: IntakeReport) {
        addedCount += other.addedCount
        unchangedCount += other.unchangedCount
        removedCount += other.removedCount
        skipped += other.skipped
    }
}

/// What `add --json` prints.
struct AddReport: Encodable {
    struct Skipped: Encodable {
        var path: String
        var code: String
        var reason: String
    }

    var added: Int
    var unchanged: Int
    var removed: Int
    var skipped: [Skipped]

    init(_ report: IntakeReport) {
        added = report.addedCount
        unchanged = report.unchangedCount
        removed = report.removedCount
        skipped = report.skipped.map { Skipped(path: $0.path, code: $0.error.code, reason: $0.error.description) }
    }
}

/// What `add` prints at the end.
struct AddTable {
    let report: IntakeReport

    init(_ report: IntakeReport) { self.report = report }

    var text: String {
        let terminal = Terminal.output
        var lines = [
            row("added", report.addedCount), row("unchanged", report.unchangedCount),
            row("removed", report.removedCount), row("skipped", report.skipped.count),
        ]
        for skipped in report.skipped {
            lines.append("  \(terminal.styled(skipped.error.code, .yellow))  \(skipped.error.description)")
        }
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ count: Int) -> String {
        name.padding(toLength: 12, withPad: " ", startingAt: 0) + String(count)
    }
}
