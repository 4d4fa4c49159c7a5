// An answer on a terminal or in a pipe: the text as it comes, the sources below.

internal import Assistant
internal import Foundation

/// Prints answers.
struct AnswerPrinter: Sendable {
    /// The language of Kaiyuan's own phrases where the question does not tell, from the locale.
    static var language: String {
        let environment = ProcessInfo.processInfo.environment
        let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
        return locale.hasPrefix("zh") ? "zh" : "en"
    }

    func show(_ event: AnswerEvent) {
        guard case .delta(let text, _) = event else { return }
        print(Self.shown(text), terminator: "")
        fflush(nil)
    }

    func finish(_ answer: Answer) {
        print("")
        if let failure = answer.error { printError(failure.message) }
        let sources = answer.sources.filter { $0.cited || answer.status == .noAnswer }
        if !sources.isEmpty { print("") }
        for source in sources {
            let place = Self.place(source.place)
            let terminal = Terminal.output
            let head = "[\(source.number)] \(Terminal.printable(source.title))\(place.isEmpty ? "" : ", \(place)")"
            print("\(terminal.styled(head, .bold))  \(terminal.styled(Terminal.printable(source.address), .dim))")
            if answer.status == .noAnswer {
                print("    " + Terminal.printable(String(source.snippet.replacing(/\s+/, with: " ").prefix(160))))
            }
        }
    }

    /// Markdown as a terminal shows it: what is strong is bold, and a backslash before a sign is not there.
    static func shown(_ markdown: String, on terminal: Terminal = .output) -> String {
        let pieces = markdown.components(separatedBy: "**").enumerated().map { index, piece in
            let text = piece.replacing(/\\([\\`*_\[\]<>#|~$])/) { String($0.output.1) }
            return index.isMultiple(of: 2) ? text : terminal.styled(text, .bold)
        }
        return pieces.joined()
    }

    private static func place(_ place: Place) -> String {
        if let page = place.page { return "p. \(page)" }
        if let slide = place.slide { return "slide \(slide)" }
        if let sheet = place.sheet { return [sheet, place.cells ?? ""].filter { !$0.isEmpty }.joined(separator: " ") }
        if let time = place.time?.first { return String(format: "%d:%02d", Int(time) / 60, Int(time) % 60) }
        if let heading = place.headings?.last { return "“\(heading)”" }
        if let lines = place.lines, lines.count == 2 {
            return lines[0] == lines[1] ? "line \(lines[0])" : "lines \(lines[0])–\(lines[1])"
        }
        return ""
    }
}
