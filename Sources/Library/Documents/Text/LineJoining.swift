// How lines become running text again: Latin words with a blank between, Chinese and Japanese with none.

/// Decides what stands between two pieces of one paragraph.
enum LineJoining {
    /// The text between a line that ends with `last` and one that begins with `first`.
    static func separator(after last: Unicode.Scalar?, before first: Unicode.Scalar?) -> String {
        guard let last, let first else { return "" }
        if last.isSpace || first.isSpace { return "" }
        // Between Chinese and Latin a blank is kept where the lines meet: it is as often set as not.
        return last.isCJK && first.isCJK ? "" : " "
    }

    /// The lines as one paragraph.
    static func join(_ lines: some Sequence<Substring>) -> String {
        var text = ""
        for line in lines {
            let line = line.trimmed()
            guard !line.isEmpty else { continue }
            text += separator(after: text.unicodeScalars.last, before: line.unicodeScalars.first)
            text += line
        }
        return text
    }
}

/// A text cut at its newlines, each line with its number from 1.
struct NumberedLine {
    let number: Int
    let text: Substring

    var isBlank: Bool { text.unicodeScalars.allSatisfy(\.isSpace) }

    /// The lines of `text`; one that ends with a newline has no empty last line.
    static func lines(of text: String) -> [NumberedLine] {
        var lines: [NumberedLine] = []
        var parts = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        lines.reserveCapacity(parts.count)
        for (index, part) in parts.enumerated() {
            lines.append(NumberedLine(number: index + 1, text: Substring(part)))
        }
        return lines
    }
}
