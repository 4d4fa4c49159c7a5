// What the lexer makes of a template, and the parser reads.

/// A piece of a template with the line that it begins in.
struct TemplateToken: Sendable {
    enum Kind: Sendable, Equatable {
        case text(String)
        case variableBegin, variableEnd, blockBegin, blockEnd
        case name(String)
        case string(String)
        case integer(Int)
        case float(Double)
        case symbol(Symbol)
        case end
    }

    /// Operators and punctuation.
    enum Symbol: String, Sendable {
        case add = "+"
        case sub = "-"
        case mul = "*"
        case pow = "**"
        case div = "/"
        case floordiv = "//"
        case mod = "%"
        case tilde = "~"
        case eq = "=="
        case ne = "!="
        case gt = ">"
        case ge = ">="
        case lt = "<"
        case le = "<="
        case assign = "="
        case dot = "."
        case colon = ":"
        case semicolon = ";"
        case comma = ","
        case pipe = "|"
        case lparen = "("
        case rparen = ")"
        case lbracket = "["
        case rbracket = "]"
        case lbrace = "{"
        case rbrace = "}"
    }

    var kind: Kind
    var line: Int

    /// The token as a message names it.
    var text: String {
        switch kind {
        case .text: "text"
        case .variableBegin: "'{{'"
        case .variableEnd: "'}}'"
        case .blockBegin: "'{%'"
        case .blockEnd: "'%}'"
        case .name(let name): "'\(name)'"
        case .string: "a string"
        case .integer(let value): "\(value)"
        case .float(let value): "\(value)"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end of the template"
        }
    }
}
