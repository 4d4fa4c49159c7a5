// One line that tells how far long work is: count, rate, time left.

internal import Foundation
internal import Synchronization

/// Rewrites one line on a terminal; in a pipe, prints a line now and then.
final class ProgressLine: Sendable {
    private struct State {
        var last: ContinuousClock.Instant?
    }

    private let began = ContinuousClock.now
    private let state = Mutex(State())
    private let unit: String

    init(unit: String) { self.unit = unit }

    /// Shows that `done` of `total` are finished.
    func show(_ done: Int, of total: Int, note: String = "") {
        let now = ContinuousClock.now
        let interval: Duration = Terminal.error.isInteractive ? .milliseconds(100) : .seconds(10)
        let isDue = state.withLock { state in
            guard done == total || state.last.map({ now - $0 >= interval }) ?? true else { return false }
            state.last = now
            return true
        }
        guard isDue else { return }
        let line = Self.line(done, of: total, seconds: (now - began) / .seconds(1), unit: unit)
        if Terminal.error.isInteractive {
            let text = "\(Self.bar(done, of: total)) \(line)\(note.isEmpty ? "" : "  \(note)")"
            printError("\r\u{1B}[K\(text.prefix(Self.width - 1))", terminator: "")
            if done == total { printError("") }
        } else if total > 0, done < total || done > 1 {
            printError(line)
        }
    }

    /// `120 of 400 files, 31.5/s, 9 s left`.
    static func line(_ done: Int, of total: Int, seconds: Double, unit: String) -> String {
        var line = "\(done) of \(total) \(unit)"
        guard seconds > 0, done > 0 else { return line }
        let rate = Double(done) / seconds
        line += String(format: ", %.1f/s", rate)
        if done < total { line += ", \(duration(Double(total - done) / rate)) left" }
        return line
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }

    private static func bar(_ done: Int, of total: Int) -> String {
        let filled = total > 0 ? done * 24 / total : 0
        return String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    }

    private static var width: Int { Int(ProcessInfo.processInfo.environment["COLUMNS"] ?? "") ?? 80 }
}
