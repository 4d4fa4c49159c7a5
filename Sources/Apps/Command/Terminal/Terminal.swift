// Colours and a progress line on a terminal, plain lines in a pipe.

internal import Foundation

/// What the standard output or error can show.
struct Terminal {
    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
    }

    let isInteractive: Bool
    private let usesColour: Bool

    static let output = Terminal(descriptor: STDOUT_FILENO)
    static let error = Terminal(descriptor: STDERR_FILENO)

    private init(descriptor: Int32) {
        isInteractive = isatty(descriptor) == 1
        // https://no-color.org
        let environment = ProcessInfo.processInfo.environment
        usesColour = isInteractive && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
    }

    /// The text on one line, with nothing in it that a terminal would obey: names and titles come from outside.
    static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator, .surrogate: "\u{FFFD}"
                    default: scalar
                    }
                }
            )
        )
    }

    func styled(_ text: String, _ style: Style) -> String {
        usesColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// Writes a line to the standard error.
func printError(_ text: String, terminator: String = "\n") {
    FileHandle.standardError.write(Data((text + terminator).utf8))
}
