// Quotes are other people's words inside our Markdown: their signs must not become formatting.

/// Escapes text for use inside Markdown.
enum Markdown {
    private static let significant: Set<Character> = ["\\", "`", "*", "_", "[", "]", "<", ">", "#", "|", "~", "$"]

    /// The text with a backslash before every sign that could mean something; line breaks become blanks.
    static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        var previous: Character = " "
        let characters = Array(text)
        let hasPairedTilde = characters.count { $0 == "~" } > 1
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            if character.isNewline {
                escaped += " "
            } else if character == "~" ? hasPairedTilde : isSignificant(character, between: previous, and: next) {
                escaped += "\\\(character)"
            } else {
                escaped.append(character)
            }
            previous = character
        }
        return escaped
    }

    /// A lone underscore inside a word, or a blank-surrounded sign, formats nothing.
    private static func isSignificant(_ character: Character, between previous: Character, and next: Character) -> Bool
    {
        guard significant.contains(character) else { return false }
        switch character {
        case "_": return !((previous.isLetter || previous.isNumber) && (next.isLetter || next.isNumber))
        case "*": return !(previous.isWhitespace && next.isWhitespace)
        case "#", ">": return previous.isWhitespace
        default: return true
        }
    }
}
