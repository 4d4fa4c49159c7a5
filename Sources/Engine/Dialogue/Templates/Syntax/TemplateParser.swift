// Reads tokens into the tree of `TemplateSyntax`: the statements here, the expressions in an extension. The grammar is
// jinja2's with loop controls and generation blocks; what would need other templates is refused.

/// Reads one template.
struct TemplateParser {
    var tokens: [TemplateToken]
    var position = 0
    /// The open tags, for messages and to know whether `break` stands in a loop.
    private var open: [(construct: String, line: Int, isLoop: Bool)] = []
    /// How deep expressions and blocks stand inside one another.
    var depth = 0
    /// The names with a meaning of their own that have been spoken of so far.
    private var mentions: [String] = []
    /// Deeper is refused: every level takes a piece of the stack when it is rendered.
    static let deepest = 100

    static func statements(of template: String) throws -> [StatementSyntax] {
        var parser = TemplateParser(tokens: try TemplateLexer.tokens(of: template))
        return try parser.block(until: [])
    }

    private init(tokens: [TemplateToken]) { self.tokens = tokens }

    // MARK: Blocks

    /// Statements up to a tag that begins with one of the words, which is left to be read.
    private mutating func block(until ends: Set<String>) throws -> [StatementSyntax] {
        try nested { parser in
            var statements: [StatementSyntax] = []
            while true {
                let token = parser.current
                switch token.kind {
                case .text(let text):
                    parser.next()
                    statements.append(StatementSyntax(kind: .text(text), line: token.line))
                case .variableBegin:
                    parser.next()
                    let value = try parser.tuple()
                    try parser.expect(.variableEnd)
                    statements.append(StatementSyntax(kind: .print(value), line: token.line))
                case .blockBegin:
                    if case .name(let word) = parser.peek.kind, ends.contains(word) {
                        parser.next()
                        return statements
                    }
                    parser.next()
                    statements.append(contentsOf: try parser.statement(line: token.line))
                default:
                    if ends.isEmpty { return statements }
                    throw parser.unclosed(ends)
                }
            }
        }
    }

    /// The body of a tag and its end tag.
    private mutating func body(_ construct: String, line: Int, end: String) throws -> [StatementSyntax] {
        try expect(.blockEnd)
        open.append((construct, line, false))
        let statements = try block(until: [end])
        open.removeLast()
        next()
        return statements
    }

    private mutating func endTag() throws { try expect(.blockEnd) }

    private mutating func statement(line: Int) throws -> [StatementSyntax] {
        guard case .name(let word) = current.kind else { throw unexpected("the name of a tag") }
        next()
        let kind: StatementSyntax.Kind
        switch word {
        case "if": kind = try conditional(line: line)
        case "for": kind = try loop(line: line)
        case "set": kind = try assignment(line: line)
        case "macro": kind = try macro(line: line)
        case "call": kind = try callBlock(line: line)
        case "filter":
            var filters = try filter(of: nil)
            while case .symbol(.pipe) = current.kind {
                next()
                filters = try filter(of: filters)
            }
            kind = .filterBlock(filters, body: try body("{% filter %}", line: line, end: "endfilter"))
            try endTag()
        case "with": kind = try with(line: line)
        case "generation":
            kind = .generation(
                try callable(nil, [], "{% generation %}", line: line, end: "endgeneration")
            )
            try endTag()
        case "block": kind = try namedBlock(line: line)
        case "autoescape":
            guard case .constant(.bool(false)) = try expression() else {
                throw error("escaping is not offered: write {% autoescape false %}, or nothing.", line: line)
            }
            kind = .scope(body: try body("{% autoescape %}", line: line, end: "endautoescape"))
            try endTag()
        case "break", "continue":
            guard isInLoop else { throw error("'\(word)' stands outside of a loop.", line: line) }
            kind = word == "break" ? .break : .continue
            try endTag()
        case "include", "extends", "import", "from":
            throw error("'\(word)' needs other templates; a chat template stands alone.", line: line)
        case let word where word.hasPrefix("end") || ["else", "elif"].contains(word):
            let place = open.last.map { "\($0.construct) of line \($0.line) is still open" } ?? "nothing is open"
            throw error("'\(word)' does not fit here: \(place).", line: line)
        default: throw error("there is no tag '\(word)'.", line: line)
        }
        return [StatementSyntax(kind: kind, line: line)]
    }

    private var isInLoop: Bool {
        for place in open.reversed() {
            if place.isLoop { return true }
            if ["{% macro %}", "{% call %}", "{% generation %}", "{% block %}"].contains(place.construct) {
                return false
            }
        }
        return false
    }

    // MARK: Statements

    private mutating func conditional(line: Int) throws -> StatementSyntax.Kind {
        open.append(("{% if %}", line, false))
        defer { open.removeLast() }
        var branches: [(test: ExpressionSyntax, body: [StatementSyntax])] = []
        var otherwise: [StatementSyntax] = []
        while true {
            let test = try tuple(withCondition: false)
            try expect(.blockEnd)
            branches.append((test, try block(until: ["elif", "else", "endif"])))
            if skip(name: "elif") { continue }
            if skip(name: "else") {
                try expect(.blockEnd)
                otherwise = try block(until: ["endif"])
            }
            next()
            try endTag()
            return .if(branches, else: otherwise)
        }
    }

    private mutating func loop(line: Int) throws -> StatementSyntax.Kind {
        let target = try target(endingAt: "in")
        guard skip(name: "in") else { throw unexpected("'in'") }
        let sequence = try tuple(withCondition: false, endingAt: "recursive")
        let condition = skip(name: "if") ? try expression() : nil
        let isRecursive = skip(name: "recursive")
        try expect(.blockEnd)
        let earlier = mentions.count
        open.append(("{% for %}", line, true))
        let body = try block(until: ["endfor", "else"])
        let mentionsLoop = mentions[earlier...].contains("loop")
        open[open.count - 1].isLoop = false
        var otherwise: [StatementSyntax] = []
        if skip(name: "else") {
            try expect(.blockEnd)
            otherwise = try block(until: ["endfor"])
        }
        open.removeLast()
        next()
        try endTag()
        return .for(
            ForSyntax(
                target: target,
                sequence: sequence,
                condition: condition,
                isRecursive: isRecursive,
                body: body,
                otherwise: otherwise,
                mentionsLoop: mentionsLoop
            )
        )
    }

    private mutating func assignment(line: Int) throws -> StatementSyntax.Kind {
        let target = try target(endingAt: nil)
        if skip(.assign) {
            let value = try tuple()
            try endTag()
            return .set(target, value)
        }
        var filters: ExpressionSyntax?
        while skip(.pipe) { filters = try filter(of: filters) }
        let body = try body("{% set %}", line: line, end: "endset")
        try endTag()
        return .setBlock(target, filters: filters, body: body)
    }

    private mutating func macro(line: Int) throws -> StatementSyntax.Kind {
        guard case .name(let name) = current.kind else { throw unexpected("the name of the macro") }
        next()
        let parameters = try parameters()
        let macro = try callable(name, parameters, "{% macro %}", line: line, end: "endmacro")
        try endTag()
        return .macro(macro)
    }

    /// The body of what can be called.
    private mutating func callable(
        _ name: String?,
        _ parameters: [ParameterSyntax],
        _ construct: String,
        line: Int,
        end: String
    ) throws -> MacroSyntax {
        let earlier = mentions.count
        let body = try body(construct, line: line, end: end)
        return MacroSyntax(name: name, parameters: parameters, body: body, mentions: Set(mentions[earlier...]))
    }

    private mutating func callBlock(line: Int) throws -> StatementSyntax.Kind {
        let parameters = current.kind == .symbol(.lparen) ? try parameters() : []
        let call = try expression()
        guard case .call = call else { throw error("a call is expected here.", line: line) }
        let block = try callable(nil, parameters, "{% call %}", line: line, end: "endcall")
        try endTag()
        return .callBlock(call, block)
    }

    private mutating func with(line: Int) throws -> StatementSyntax.Kind {
        var values: [(target: TargetSyntax, value: ExpressionSyntax)] = []
        while current.kind != .blockEnd {
            if !values.isEmpty { try expect(.symbol(.comma)) }
            let target = try target(endingAt: nil)
            try expect(.symbol(.assign))
            values.append((target, try expression()))
        }
        let body = try body("{% with %}", line: line, end: "endwith")
        try endTag()
        return .with(values, body: body)
    }

    private mutating func namedBlock(line: Int) throws -> StatementSyntax.Kind {
        guard case .name(let name) = current.kind else { throw unexpected("the name of the block") }
        next()
        _ = skip(name: "scoped")
        if skip(name: "required") {
            throw error("a required block needs other templates; a chat template stands alone.", line: line)
        }
        let body = try body("{% block %}", line: line, end: "endblock")
        _ = skip(name: name)
        try endTag()
        return .scope(body: body)
    }

    private mutating func parameters() throws -> [ParameterSyntax] {
        var parameters: [ParameterSyntax] = []
        try expect(.symbol(.lparen))
        while current.kind != .symbol(.rparen) {
            if !parameters.isEmpty { try expect(.symbol(.comma)) }
            guard case .name(let name) = current.kind else { throw unexpected("the name of a parameter") }
            next()
            if parameters.contains(where: { $0.name == name }) {
                throw error("there are two parameters '\(name)'.", line: current.line)
            }
            if skip(.assign) {
                parameters.append(ParameterSyntax(name: name, fallback: try expression()))
            } else {
                guard parameters.last?.fallback == nil else {
                    throw error("'\(name)' needs a default, like the parameter before it.", line: current.line)
                }
                parameters.append(ParameterSyntax(name: name))
            }
        }
        next()
        return parameters
    }

    /// What is assigned to: a name, an attribute of a namespace, or several of them.
    private mutating func target(endingAt end: String?) throws -> TargetSyntax {
        try nested { parser in
            var targets: [TargetSyntax] = []
            var isTuple = false
            while true {
                if case .name(let name) = parser.current.kind {
                    if isTuple && name == end { break }
                    parser.next()
                    guard !["true", "false", "none", "True", "False", "None"].contains(name) else {
                        throw parser.error("nothing can be assigned to '\(name)'.", line: parser.current.line)
                    }
                    if end == nil, parser.skip(.dot) {
                        guard case .name(let attribute) = parser.current.kind else {
                            throw parser.unexpected("the name of an attribute")
                        }
                        parser.next()
                        parser.mention(name)
                        targets.append(.attribute(of: name, attribute))
                    } else {
                        targets.append(.name(name))
                    }
                } else if parser.skip(.lparen) {
                    targets.append(try parser.target(endingAt: end))
                    try parser.expect(.symbol(.rparen))
                } else if isTuple {
                    break
                } else {
                    throw parser.unexpected("the name of a variable")
                }
                guard parser.skip(.comma) else { break }
                isTuple = true
            }
            return isTuple ? .tuple(targets) : targets[0]
        }
    }

    // MARK: Tokens

    var current: TemplateToken { tokens[position] }
    var peek: TemplateToken { tokens[min(position + 1, tokens.count - 1)] }

    mutating func next() { position = min(position + 1, tokens.count - 1) }

    mutating func skip(_ symbol: TemplateToken.Symbol) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        next()
        return true
    }

    mutating func skip(name: String) -> Bool {
        guard current.kind == .name(name) else { return false }
        next()
        return true
    }

    mutating func expect(_ kind: TemplateToken.Kind) throws {
        guard current.kind == kind else { throw unexpected(TemplateToken(kind: kind, line: 0).text) }
        next()
    }

    mutating func mention(_ name: String) {
        if ["loop", "caller", "varargs", "kwargs"].contains(name) { mentions.append(name) }
    }

    mutating func nested<Result>(_ body: (inout TemplateParser) throws -> Result) throws -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw error("more than \(Self.deepest) tags and brackets stand inside one another.", line: current.line)
        }
        return try body(&self)
    }

    // MARK: Errors

    func unexpected(_ expected: String) -> TemplateError {
        error("\(current.text) stands where \(expected) is expected.", line: current.line)
    }

    private func unclosed(_ ends: Set<String>) -> TemplateError {
        let place = open.last.map { "\($0.construct) of line \($0.line)" } ?? "a tag"
        let wanted = ends.sorted().map { "{% \($0) %}" }.joined(separator: " or ")
        return error("\(place) is not closed: write \(wanted).", line: current.line)
    }

    func error(_ message: String, line: Int) -> TemplateError {
        var construct = "text"
        var index = min(position, tokens.count - 1)
        while index >= 0 {
            if tokens[index].kind == .variableBegin { construct = "{{ }}" }
            if tokens[index].kind == .blockBegin {
                construct = "{% %}"
                if index + 1 < tokens.count, case .name(let name) = tokens[index + 1].kind {
                    construct = "{% \(name) %}"
                }
            }
            if construct != "text" { break }
            index -= 1
        }
        return TemplateError(kind: .syntax, message: message, line: line, construct: construct)
    }
}
