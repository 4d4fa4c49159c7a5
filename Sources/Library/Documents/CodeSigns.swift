// Tells source code from prose by its lines, for files whose names say nothing: a Makefile, a script without an ending.

/// What the lines of a text show of code.
struct CodeSigns {
    /// Lines that are neither blank nor comments.
    private var count = 0
    /// Those that only code has: declarations, assignments, recipes, braces at their ends.
    private var codeCount = 0
    /// Whether one line at least is of a kind that no prose and no list has.
    private var hasCertain = false

    init(_ lines: [Substring]) {
        var isBehindTarget = false
        for line in lines.prefix(400) {
            let text = line.trimmed()
            guard !text.isEmpty, !Self.comments.contains(where: text.hasPrefix) else { continue }
            count += 1
            let isRecipe = line.first == "\t" && isBehindTarget
            isBehindTarget = Self.isTarget(line) || isRecipe
            if isRecipe ? Self.isCommand(text) : Self.isDeclaration(text) {
                (codeCount, hasCertain) = (codeCount + 1, true)
            } else if isRecipe || Self.isStatement(text) || Self.isTarget(line) {
                codeCount += 1
            }
        }
    }

    /// Half of the lines look like code, and one is beyond doubt.
    var isCode: Bool { hasCertain && codeCount * 2 >= count }

    private static let comments = ["//", "/*", "*", "#", "--", ";;", "\"\"\""]

    /// `name: prerequisites` of a Makefile, with names that hold no blank.
    private static func isTarget(_ line: Substring) -> Bool {
        guard let colon = line.firstIndex(of: ":"), line.first?.isWhitespace == false else { return false }
        let names = line[..<colon]
        return !names.contains(" ")
            && names.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-%/$()".contains($0)) }
    }

    /// A recipe's line with a variable or an option, which lines of a list do not have.
    private static func isCommand(_ text: Substring) -> Bool {
        ["$(", "${", "$@", "$<", "$^", " -"].contains { text.contains($0) } || text.first == "@"
    }

    /// The first words of a declaration, with the sign that has to follow on the line.
    private static func isDeclaration(_ text: Substring) -> Bool {
        declarations.contains { words, sign in
            text.hasPrefix(words) && text.dropFirst(words.count).contains(sign)
        }
            || ["#include <", "#include \"", "#define ", "package main", "using namespace ", "@import "]
                .contains(where: text.hasPrefix)
    }

    private static let declarations: [(String, String)] = [
        ("func ", "("), ("fn ", "("), ("pub fn ", "("), ("def ", "):"), ("def ", ") ->"), ("class ", "{"),
        ("class ", ":"),
        ("struct ", "{"), ("enum ", "{"), ("interface ", "{"), ("protocol ", "{"), ("impl ", "{"), ("namespace ", "{"),
        ("function ", "("), ("async function ", "("), ("export ", "="), ("export ", "{"), ("export default ", ""),
        ("const ", "="), ("let ", "="), ("var ", "="), ("import ", "from '"), ("import ", "from \""), ("import (", ""),
        ("from ", " import "), ("use ", "::"), ("using ", ";"), ("public ", "{"), ("private ", "{"), ("public ", ";"),
        ("private ", ";"), ("static ", "{"), ("static ", ";"), ("int ", "("), ("void ", "("), ("char ", ";"),
        ("int ", ";"),
        ("type ", " struct {"), ("if ", "; then"), ("for ", "; do"), ("while ", "; do"), ("if [ ", "]"),
        ("if [[ ", "]]"), ("module.exports", "="), ("require(", ")"),
        ("CREATE TABLE ", "("), ("SELECT ", " FROM "), ("typedef ", ""), ("extension ", "{"), ("package ", ";"),
        ("internal ", "{"), ("} else ", "{"),
    ]

    /// What code has often and prose seldom: a brace or semicolon at the end, a call, an assignment, a closing word.
    private static func isStatement(_ text: Substring) -> Bool {
        guard let last = text.last else { return false }
        if "{};".contains(last) || text == ")" || text == "})" || text == "]," || text == ")," { return true }
        if ["fi", "done", "esac", "end", "then", "else", "do", "pass", "else:", "try:", "endif"].contains(text) {
            return true
        }
        if [
            "return ", "echo ", "if ", "for ", "while ", "elif ", "case ", "exit ", "import ", "export ", "ifeq ",
            "ifdef ",
        ]
        .contains(where: text.hasPrefix), !text.dropLast().contains(". "), last != "." {
            return true
        }
        return isAssignment(text) || isCall(text)
    }

    /// `name = value`, `NAME := value`, `name=value`, `a.b += 1`.
    private static func isAssignment(_ text: Substring) -> Bool {
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_.[]".contains($0)) }
        guard !name.isEmpty, name.last != "." else { return false }
        let rest = text[name.endIndex...].drop { $0 == " " }
        return ["=", ":=", "+=", "?=", "-="].contains { rest.hasPrefix($0) }
    }

    /// `name(…)` and nothing behind it.
    private static func isCall(_ text: Substring) -> Bool {
        guard text.last == ")" else { return false }
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "_.$".contains($0)) }
        return !name.isEmpty && text.dropFirst(name.count).first == "("
    }
}
