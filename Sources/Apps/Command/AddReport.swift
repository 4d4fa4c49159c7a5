// What `add` and `refresh` print at the end, as a table or as JSON.

internal import Documents
internal import Foundation
internal import Retrieval
internal import Web

/// What became of all that was named.
struct AddReport: Encodable {
    struct Skipped: Encodable {
        var path: String
        var code: String
        var reason: String
    }

    var added = 0
    var unchanged = 0
    var removed = 0
    /// Files or addresses beyond the number that is read in one go.
    var leftOut = 0
    var skipped: [Skipped] = []
    /// Feeds that a page offers.
    var feeds: [String] = []
    private var leftOutFiles = 0

    enum CodingKeys: String, CodingKey {
        case added, unchanged, removed, skipped, feeds
        case leftOut = "left_out"
    }

    mutating func add(_ report: IntakeReport) {
        added += report.addedCount
        unchanged += report.unchangedCount
        removed += report.removedCount
        leftOut += report.leftOutCount
        leftOutFiles += report.leftOutCount
        skipped += report.skipped.map {
            Skipped(path: $0.path, code: $0.error.code, reason: $0.error.description)
        }
    }

    mutating func add(_ report: WebReport) {
        added += report.addedCount
        unchanged += report.unchangedCount
        removed += report.removedCount
        leftOut += report.leftOutCount
        skipped += report.skipped.map {
            Skipped(path: $0.address, code: $0.failure.code, reason: $0.failure.reason)
        }
        feeds += report.feeds
    }

    /// The table for people.
    var table: String {
        let terminal = Terminal.output
        var lines = [
            row("added", added), row("unchanged", unchanged), row("removed", removed), row("skipped", skipped.count),
        ]
        let width = skipped.map(\.code.count).max() ?? 0
        for skipped in skipped {
            let code = skipped.code.padding(toLength: width, withPad: " ", startingAt: 0)
            lines.append("  \(terminal.styled(code, .yellow))  \(Terminal.printable(skipped.reason))")
        }
        if leftOutFiles > 0 {
            lines.append(
                "\(row("left out", leftOutFiles))  one go reads \(ReadingLimits.standard.fileCount) files; "
                    + "add the folders below one by one"
            )
        }
        if leftOut > leftOutFiles {
            lines.append("\(row("left out", leftOut - leftOutFiles))  name a larger number with --pages or --depth")
        }
        for feed in feeds { lines.append("feed        \(Terminal.printable(feed))  to follow it, add this address") }
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ count: Int) -> String {
        name.padding(toLength: 12, withPad: " ", startingAt: 0) + String(count)
    }
}
