// Expressions, from the loosest operator to the tightest; `~` binds tighter than `+`, as in jinja2.

extension TemplateParser {
    mutating func expression(withCondition: Bool = true) throws -> ExpressionSyntax {
        try nested { parser in
            withCondition ? try parser.conditional() : try parser.or()
        }
    }

    /// One expression, or several with commas between them.
    mutating func tuple(
        withCondition: Bool = true,
        endingAt word: String? = nil,
        inParentheses: Bool = false
    ) throws -> ExpressionSyntax {
        var elements: [ExpressionSyntax] = []
        var isTuple = false
        while true {
            if isTupleEnd(word) { break }
            elements.append(try expression(withCondition: withCondition))
            guard skip(.comma) else { break }
            isTuple = true
        }
        if isTuple { return .tuple(elements) }
        if let only = elements.first { return only }
        guard inParentheses else { throw unexpected("an expression") }
        return .tuple([])
    }

    private func isTupleEnd(_ word: String?) -> Bool {
        switch current.kind {
        case .variableEnd, .blockEnd, .symbol(.rparen): true
        case .name(let name): name == word
        default: false
        }
    }

    private mutating func conditional() throws -> ExpressionSyntax {
        var value = try or()
        try chained { parser in
            guard parser.skip(name: "if") else { return false }
            let test = try parser.or()
            let otherwise = parser.skip(name: "else") ? try parser.expression() : nil
            value = .condition(test, then: value, else: otherwise)
            return true
        }
        return value
    }

    /// Repeats a step while it finds something; every step nests the tree once more.
    private mutating func chained(_ step: (inout TemplateParser) throws -> Bool) throws {
        var count = 0
        while try step(&self) {
            count += 1
            guard count <= Self.longestChain else {
                throw error("more than \(Self.longestChain) operators follow one another.", line: current.line)
            }
        }
    }

    private static var longestChain: Int { 400 }

    private mutating func or() throws -> ExpressionSyntax {
        var left = try and()
        try chained { parser in
            guard parser.skip(name: "or") else { return false }
            left = .or(left, try parser.and())
            return true
        }
        return left
    }

    private mutating func and() throws -> ExpressionSyntax {
        var left = try not()
        try chained { parser in
            guard parser.skip(name: "and") else { return false }
            left = .and(left, try parser.not())
            return true
        }
        return left
    }

    private mutating func not() throws -> ExpressionSyntax {
        guard skip(name: "not") else { return try comparison() }
        return try nested { parser in .not(try parser.not()) }
    }

    private mutating func comparison() throws -> ExpressionSyntax {
        let left = try sum()
        var operands: [(operation: ComparisonOperator, operand: ExpressionSyntax)] = []
        try chained { parser in
            guard let operation = parser.comparisonOperator() else { return false }
            operands.append((operation, try parser.sum()))
            return true
        }
        return operands.isEmpty ? left : .comparison(left, operands)
    }

    private mutating func comparisonOperator() -> ComparisonOperator? {
        switch current.kind {
        case .symbol(let symbol):
            guard let operation = ComparisonOperator(rawValue: symbol.rawValue) else { return nil }
            next()
            return operation
        case .name("in"):
            next()
            return .in
        case .name("not") where peek.kind == .name("in"):
            next()
            next()
            return .notIn
        default: return nil
        }
    }

    private mutating func sum() throws -> ExpressionSyntax {
        var left = try concatenation()
        try chained { parser in
            let operation: ArithmeticOperator
            switch parser.current.kind {
            case .symbol(.add): operation = .add
            case .symbol(.sub): operation = .subtract
            default: return false
            }
            parser.next()
            left = .arithmetic(left, operation, try parser.concatenation())
            return true
        }
        return left
    }

    private mutating func concatenation() throws -> ExpressionSyntax {
        var parts = [try product()]
        while skip(.tilde) { parts.append(try product()) }
        return parts.count == 1 ? parts[0] : .concatenation(parts)
    }

    private mutating func product() throws -> ExpressionSyntax {
        var left = try power()
        try chained { parser in
            let operation: ArithmeticOperator
            switch parser.current.kind {
            case .symbol(.mul): operation = .multiply
            case .symbol(.div): operation = .divide
            case .symbol(.floordiv): operation = .floorDivide
            case .symbol(.mod): operation = .remainder
            default: return false
            }
            parser.next()
            left = .arithmetic(left, operation, try parser.power())
            return true
        }
        return left
    }

    private mutating func power() throws -> ExpressionSyntax {
        var left = try unary()
        try chained { parser in
            guard parser.skip(.pow) else { return false }
            left = .arithmetic(left, .power, try parser.unary())
            return true
        }
        return left
    }

    private mutating func unary(withFilters: Bool = true) throws -> ExpressionSyntax {
        var value: ExpressionSyntax
        if skip(.sub) {
            value = .negative(try nested { try $0.unary(withFilters: false) })
        } else if skip(.add) {
            value = .positive(try nested { try $0.unary(withFilters: false) })
        } else {
            value = try primary()
        }
        value = try postfix(value)
        return withFilters ? try filtersAndTests(value) : value
    }

    private mutating func primary() throws -> ExpressionSyntax {
        let token = current
        switch token.kind {
        case .name(let name):
            next()
            switch name {
            case "true", "True": return .constant(.bool(true))
            case "false", "False": return .constant(.bool(false))
            case "none", "None": return .constant(.none)
            default:
                mention(name)
                return .name(name)
            }
        case .string(var text):
            next()
            while case .string(let more) = current.kind {
                text += more
                next()
            }
            return .constant(.string(text))
        case .integer(let value):
            next()
            return .constant(.int(value))
        case .float(let value):
            next()
            return .constant(.float(value))
        case .symbol(.lparen):
            next()
            let value = try nested { try $0.tuple(inParentheses: true) }
            try expect(.symbol(.rparen))
            return value
        case .symbol(.lbracket): return try list()
        case .symbol(.lbrace): return try dictionary()
        default: throw unexpected("an expression")
        }
    }

    private mutating func list() throws -> ExpressionSyntax {
        next()
        var elements: [ExpressionSyntax] = []
        while !skip(.rbracket) {
            if !elements.isEmpty {
                try expect(.symbol(.comma))
                if skip(.rbracket) { break }
            }
            elements.append(try expression())
        }
        return .list(elements)
    }

    private mutating func dictionary() throws -> ExpressionSyntax {
        next()
        var pairs: [(key: ExpressionSyntax, value: ExpressionSyntax)] = []
        while !skip(.rbrace) {
            if !pairs.isEmpty {
                try expect(.symbol(.comma))
                if skip(.rbrace) { break }
            }
            let key = try expression()
            try expect(.symbol(.colon))
            pairs.append((key, try expression()))
        }
        return .dictionary(pairs)
    }

    // MARK: What follows a value

    private mutating func postfix(_ value: ExpressionSyntax) throws -> ExpressionSyntax {
        var value = value
        try chained { parser in
            switch parser.current.kind {
            case .symbol(.dot): value = try parser.attribute(of: value)
            case .symbol(.lbracket): value = try parser.item(of: value)
            case .symbol(.lparen): value = .call(value, try parser.arguments())
            default: return false
            }
            return true
        }
        return value
    }

    private mutating func filtersAndTests(_ value: ExpressionSyntax) throws -> ExpressionSyntax {
        var value = value
        try chained { parser in
            switch parser.current.kind {
            case .symbol(.pipe):
                parser.next()
                value = try parser.filter(of: value)
            case .name("is"): value = try parser.test(value)
            case .symbol(.lparen): value = .call(value, try parser.arguments())
            default: return false
            }
            return true
        }
        return value
    }

    private mutating func attribute(of value: ExpressionSyntax) throws -> ExpressionSyntax {
        next()
        defer { next() }
        switch current.kind {
        case .name(let name): return .attribute(value, name)
        case .integer(let index): return .item(value, .constant(.int(index)))
        default: throw unexpected("the name of an attribute")
        }
    }

    private mutating func item(of value: ExpressionSyntax) throws -> ExpressionSyntax {
        next()
        if current.kind != .symbol(.colon) {
            let key = try expression()
            if skip(.rbracket) { return .item(value, key) }
            if current.kind == .symbol(.comma) {
                var keys = [key]
                while skip(.comma) { keys.append(try expression()) }
                try expect(.symbol(.rbracket))
                return .item(value, .tuple(keys))
            }
            return try slice(of: value, from: key)
        }
        return try slice(of: value, from: nil)
    }

    private mutating func slice(of value: ExpressionSyntax, from: ExpressionSyntax?) throws -> ExpressionSyntax {
        try expect(.symbol(.colon))
        func ends(_ parser: TemplateParser) -> Bool {
            parser.current.kind == .symbol(.colon) || parser.current.kind == .symbol(.rbracket)
        }
        let to = ends(self) ? nil : try expression()
        var by: ExpressionSyntax?
        if skip(.colon), !ends(self) { by = try expression() }
        try expect(.symbol(.rbracket))
        return .slice(value, from: from, to: to, by: by)
    }

    mutating func filter(of value: ExpressionSyntax?) throws -> ExpressionSyntax {
        let line = current.line
        let name = try dottedName("the name of a filter")
        let arguments = current.kind == .symbol(.lparen) ? try arguments() : ArgumentsSyntax()
        return .filter(value, name: name, arguments, line: line)
    }

    private mutating func test(_ value: ExpressionSyntax) throws -> ExpressionSyntax {
        next()
        let isNegated = skip(name: "not")
        let line = current.line
        let name = try dottedName("the name of a test")
        var arguments = ArgumentsSyntax()
        switch current.kind {
        case .symbol(.lparen): arguments = try self.arguments()
        case .name("else"), .name("or"), .name("and"): break
        case .name("is"): throw error("tests cannot be chained with 'is'.", line: line)
        case .name, .string, .integer, .float, .symbol(.lbracket), .symbol(.lbrace):
            let argument = try primary()
            arguments.positional = [try postfix(argument)]
        default: break
        }
        let test = ExpressionSyntax.test(value, name: name, arguments, line: line)
        return isNegated ? .not(test) : test
    }

    private mutating func dottedName(_ what: String) throws -> String {
        guard case .name(var name) = current.kind else { throw unexpected(what) }
        next()
        while skip(.dot) {
            guard case .name(let part) = current.kind else { throw unexpected(what) }
            next()
            name += "." + part
        }
        return name
    }

    private mutating func arguments() throws -> ArgumentsSyntax {
        let line = current.line
        var arguments = ArgumentsSyntax()
        var isFirst = true
        func ensure(_ condition: Bool, _ parser: TemplateParser) throws {
            guard condition else {
                throw parser.error("the arguments stand in an order that is not allowed.", line: line)
            }
        }
        next()
        while !skip(.rparen) {
            if !isFirst {
                try expect(.symbol(.comma))
                if skip(.rparen) { break }
            }
            isFirst = false
            if skip(.mul) {
                try ensure(arguments.list == nil && arguments.dictionary == nil, self)
                arguments.list = try expression()
            } else if skip(.pow) {
                try ensure(arguments.dictionary == nil, self)
                arguments.dictionary = try expression()
            } else if case .name(let name) = current.kind, peek.kind == .symbol(.assign) {
                try ensure(arguments.dictionary == nil, self)
                guard !arguments.named.contains(where: { $0.name == name }) else {
                    throw error("'\(name)' is given twice.", line: line)
                }
                next()
                next()
                arguments.named.append((name, try expression()))
            } else {
                try ensure(
                    arguments.list == nil && arguments.dictionary == nil && arguments.named.isEmpty,
                    self
                )
                arguments.positional.append(try expression())
            }
        }
        return arguments
    }
}
