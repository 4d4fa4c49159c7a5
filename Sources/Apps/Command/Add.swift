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
                let report = try await intake.add(changed, layer: layer)
                print(AddTable(report).text)
                // A pipe would keep it back until it is full.
                fflush(nil)
            }
        }
        if report.addedCount + report.unchangedCount == 0, !report.skipped.isEmpty { throw ExitCode(1) }
        if report.leftOutCount > 0 { throw ExitCode(1) }
    }

    private func add(_ paths: [String], _ intake: Intake) async throws -> IntakeReport {
        let line = ProgressLine(unit: "files")
        return try await intake.add(paths, layer: layer) { progress in
            let name = Terminal.printable(URL(fileURLWithPath: progress.path).lastPathComponent)
            line.show(progress.finishedCount, of: progress.fileCount, note: name)
        }
    }
}

extension TrustLayer: ExpressibleByArgument {}

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
    /// Files beyond the number that is read in one go.
    var leftOut: Int
    var skipped: [Skipped]

    enum CodingKeys: String, CodingKey {
        case added, unchanged, removed, skipped
        case leftOut = "left_out"
    }

    init(_ report: IntakeReport) {
        added = report.addedCount
        unchanged = report.unchangedCount
        removed = report.removedCount
        leftOut = report.leftOutCount
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
        let width = report.skipped.map(\.error.code.count).max() ?? 0
        for skipped in report.skipped {
            let code = skipped.error.code.padding(toLength: width, withPad: " ", startingAt: 0)
            lines.append("  \(terminal.styled(code, .yellow))  \(Terminal.printable(skipped.error.description))")
        }
        if report.leftOutCount > 0 {
            lines.append(
                "\(row("left out", report.leftOutCount))  one go reads \(ReadingLimits.standard.fileCount) files; "
                    + "add the folders below one by one"
            )
        }
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ count: Int) -> String {
        name.padding(toLength: 12, withPad: " ", startingAt: 0) + String(count)
    }
}
