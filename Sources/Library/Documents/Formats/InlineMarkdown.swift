// Takes the inline marks off Markdown: links and images become their text, the marks of emphasis go. Code and formulas
// keep their signs, backticks and dollars, by which the page knows what to set as such.

/// The text that a line of Markdown shows.
enum InlineMarkdown {
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.marks.contains($0) }) else { return text }
        var scanner = Scanner(Array(text))
        return scanner.plain()
    }

    private static let marks = Set("*_`[]<>!\\&~$".utf8)
    /// The most characters between two signs of code or of a formula, or two brackets.
    private static let reach = 2000

    private struct Scanner {
        let characters: [Character]
        var position = 0
        var output = ""

        init(_ characters: [Character]) { self.characters = characters }

        mutating func plain() -> String {
            while position < characters.count { step() }
            return output
        }

        private func character(at index: Int) -> Character? {
            characters.indices.contains(index) ? characters[index] : nil
        }

        private mutating func step() {
            let character = characters[position]
            switch character {
            case "\\":
                if let next = self.character(at: position + 1), next.isPunctuation || next.isSymbol {
                    output.append(next)
                    position += 2
                    return
                }
            case "`":
                if takeCode() { return }
            case "$":
                if takeFormula() { return }
            case "!" where self.character(at: position + 1) == "[":
                if takeLink(from: position + 1) { return }
            case "[":
                if self.character(at: position + 1) == "^", let end = close(of: position) {
                    // A footnote's mark, with the colon of the note itself at the beginning of its line.
                    let isNote = output.isEmpty && self.character(at: end + 1) == ":"
                    position = end + (isNote ? 2 : 1)
                    while isNote, self.character(at: position) == " " { position += 1 }
                    return
                }
                if takeLink(from: position) { return }
            case "<":
                if takeTag() { return }
            case "*", "_", "~":
                if takeEmphasis(character) { return }
            case "&":
                if takeEntity() { return }
            default: break
            }
            output.append(character)
            position += 1
        }

        /// Code is its words between single backticks, unless it holds a backtick itself.
        private mutating func takeCode() -> Bool {
            let count = characters[position...].prefix { $0 == "`" }.count
            let start = position + count
            var index = start
            while index < min(start + InlineMarkdown.reach, characters.count) {
                let run = characters[index...].prefix { $0 == "`" }.count
                if run == count {
                    let code = characters[start..<index]
                    output +=
                        code.contains("`")
                        ? String(characters[position..<index + count]) : "`\(String(code).trimmed())`"
                    position = index + count
                    return true
                }
                index += max(run, 1)
            }
            output += String(characters[position..<start])
            position = start
            return true
        }

        /// `$…$` and `$$…$$`, told from money as pandoc does: no blank inside of a dollar, no digit behind the last one.
        private mutating func takeFormula() -> Bool {
            let isDisplay = character(at: position + 1) == "$"
            let start = position + (isDisplay ? 2 : 1)
            guard let first = character(at: start), first != "$", isDisplay || !first.isWhitespace else { return false }
            guard isDisplay || !isWordCharacter(at: position - 1) else { return false }
            var index = start
            while index < min(start + InlineMarkdown.reach, characters.count) {
                if characters[index] == "\\" {
                    index += 2
                } else if characters[index] != "$" {
                    index += 1
                } else if isDisplay ? character(at: index + 1) == "$" : closesFormula(at: index) {
                    let end = index + (isDisplay ? 2 : 1)
                    output += String(characters[position..<end])
                    position = end
                    return true
                } else {
                    return false
                }
            }
            return false
        }

        private func closesFormula(at index: Int) -> Bool {
            let after = character(at: index + 1)
            return !characters[index - 1].isWhitespace && after != "$" && after?.isASCIIDigit != true
        }

        private func isWordCharacter(at index: Int) -> Bool {
            character(at: index).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } ?? false
        }

        /// `[text](address)`, `[text][label]`, `[label]`: the text stays.
        private mutating func takeLink(from open: Int) -> Bool {
            guard let end = close(of: open) else { return false }
            let text = String(characters[(open + 1)..<end])
            var after = end + 1
            if character(at: after) == "(" {
                guard let parenthesis = self.end(of: after, "(", ")") else { return false }
                after = parenthesis + 1
            } else if character(at: after) == "[" {
                guard let bracket = close(of: after) else { return false }
                after = bracket + 1
            } else {
                return false
            }
            output += InlineMarkdown.plain(text)
            position = after
            return true
        }

        private func close(of open: Int) -> Int? { end(of: open, "[", "]") }

        /// Where the bracket opened at `open` closes.
        private func end(of open: Int, _ opening: Character, _ closing: Character) -> Int? {
            var depth = 0
            for index in open..<min(open + InlineMarkdown.reach, characters.count) {
                if characters[index] == opening { depth += 1 }
                if characters[index] == closing {
                    depth -= 1
                    if depth == 0 { return index }
                }
            }
            return nil
        }

        /// `<https://…>` stays as its address, `<br/>` is a blank, other tags go.
        private mutating func takeTag() -> Bool {
            guard let next = character(at: position + 1), next.isLetter || next == "/" else { return false }
            guard let end = characters[position...].prefix(500).firstIndex(of: ">") else { return false }
            let inside = String(characters[(position + 1)..<end])
            if inside.contains("://") || inside.contains("@"), !inside.contains(" ") { output += inside }
            if inside.hasPrefix("br") { output += " " }
            position = end + 1
            return true
        }

        /// Marks of emphasis stand at a word's edge; `snake_case`, `2 * 3` and a lone `~` do not.
        private mutating func takeEmphasis(_ mark: Character) -> Bool {
            let count = characters[position...].prefix { $0 == mark }.count
            let before = character(at: position - 1)
            let after = character(at: position + count)
            let opens = after.map { !$0.isWhitespace } ?? false
            let closes = before.map { !$0.isWhitespace } ?? false
            let isInsideWord =
                (before.map { $0.isLetter || $0.isNumber } ?? false)
                && (after.map { $0.isLetter || $0.isNumber } ?? false)
            guard opens || closes, count <= 3, !(mark == "_" && isInsideWord), mark != "~" || count == 2 else {
                output += String(repeating: mark, count: count)
                position += count
                return true
            }
            position += count
            return true
        }

        private mutating func takeEntity() -> Bool {
            guard let end = characters[position...].prefix(10).firstIndex(of: ";") else { return false }
            let entity = String(characters[(position + 1)..<end])
            let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "nbsp": " ", "copy": "©", "mdash": "—"]
            guard let text = known[entity] else { return false }
            output += text
            position = end + 1
            return true
        }
    }
}
