// `kaiyuan add`: files, folders and what lies on the web into the library.

internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Retrieval
internal import Web

/// Adds files and folders, and watches them if asked; adds pages, sites, feeds and repositories.
struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add files, folders, pages, sites, feeds and git repositories to the library.",
        discussion: """
            What is in the library already and unchanged is passed over; files that are gone from a folder are removed.
            Stopped in the middle, it keeps what was read, and the next run goes on.

              kaiyuan add ~/papers report.pdf
              kaiyuan add ~/notes --watch
              kaiyuan add scans/ --ocr chi_sim+eng
              kaiyuan add https://example.org/report.html
              kaiyuan add https://example.org/docs/ --site
              kaiyuan add https://example.org/feed.xml --every 6h
              kaiyuan add https://github.com/example/handbook.git

            What lies on the web is visited again while "kaiyuan serve" runs, or by "kaiyuan refresh".
            """
    )

    @Argument(help: "Files, folders and addresses on the web.", completion: .file())
    var paths: [String]

    @Flag(name: .long, help: "Stay, and add what is saved from now on.")
    var watch = false

    @Option(name: .long, help: "The password of encrypted files.")
    var password: String?

    @Option(name: .long, help: "Read scanned pages with tesseract, in these languages.")
    var ocr: String?

    @Option(
        name: .long,
        help:
            "How much the source is trusted: own, author, reference or web (default: own for files, author for feeds, reference for the rest)."
    )
    var layer: TrustLayer?

    @OptionGroup var web: WebOptions

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let library = try await options.library()
        let reading = ReadingOptions(
            password: password,
            ocr: ocr.map { .tesseract(languages: $0) } ?? .off
        )
        let intake = Intake(library: library, loader: DocumentLoader(options: reading))
        let addresses = paths.filter(WebIntake.isAddress)
        let absolute = paths.filter { !WebIntake.isAddress($0) }.map {
            URL(fileURLWithPath: $0).standardizedFileURL.path
        }
        // What is saved while the first reading goes on is noticed too.
        let folderWatch = watch && !absolute.isEmpty ? FolderWatch(paths: absolute) : nil
        var report = AddReport()
        if !absolute.isEmpty { report.add(try await add(absolute, intake, library)) }
        if !addresses.isEmpty { report.add(try await add(addresses, to: library)) }
        if options.json {
            try printJSON(report)
        } else {
            print(report.table)
        }
        fflush(nil)
        if let folderWatch {
            try await folderWatch.run { changed in
                var report = AddReport()
                report.add(try await intake.add(changed, layer: layer ?? .own))
                print(report.table)
                // A pipe would keep it back until it is full.
                fflush(nil)
            }
        }
        if report.added + report.unchanged == 0, !report.skipped.isEmpty { throw ExitCode(1) }
        if report.leftOut > 0, addresses.isEmpty { throw ExitCode(1) }
    }

    private func add(_ paths: [String], _ intake: Intake, _ library: Library) async throws -> IntakeReport {
        let line = ProgressLine(unit: "files")
        let report = try await intake.add(paths, layer: layer ?? .own) { progress in
            let name = Terminal.printable(URL(fileURLWithPath: progress.path).lastPathComponent)
            line.show(progress.finishedCount, of: progress.fileCount, note: name)
        }
        // A source that was there already is trusted from now on as is said now.
        if let layer {
            for source in try await library.sources() where paths.contains(source.address) {
                try await library.setLayer(layer, of: source.id)
            }
        }
        return report
    }

    private func add(_ addresses: [String], to library: Library) async throws -> WebReport {
        let intake = try await options.webIntake(into: library)
        var sum = WebReport()
        for address in addresses {
            do {
                sum.add(
                    try await intake.add(try web.order(for: address, layer: layer), tell: WebProgressLine().show)
                )
            } catch let error as FetchError {
                sum.skipped.append(.init(address: address, failure: .init(code: error.code, reason: error.description)))
            }
        }
        return sum
    }
}

extension TrustLayer: ExpressibleByArgument {}
