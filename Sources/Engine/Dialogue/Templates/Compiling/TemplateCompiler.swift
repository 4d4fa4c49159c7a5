// Turns the tree that was read into nodes that run: names become places, filters and tests become functions.

/// Compiles one template.
struct TemplateCompiler {
    /// The names that the template only reads, in the order of `Rendering.context`.
    private(set) var contextNames: [String] = []
    private var contextIndexes: [String: Int] = [:]
    /// How many conditions stand around here: behind one, a filter may be missing until it is reached.
    private var conditions = 0

    /// The nodes of a whole template.
    static func compile(_ statements: [StatementSyntax]) throws -> CompiledTemplate {
        var compiler = TemplateCompiler()
        let activation = ActivationRecord(depth: 0)
        let scope = VariableScope(parent: nil, activation: activation)
        scope.look(at: statements)
        let entry = compiler.entry(of: scope)
        let body = try compiler.body(statements, scope)
        return CompiledTemplate(
            contextNames: compiler.contextNames,
            slotCount: activation.slotCount,
            entry: entry,
            body: body
        )
    }

    // MARK: Variables

    private mutating func contextIndex(_ name: String) -> Int {
        if let index = contextIndexes[name] { return index }
        contextIndexes[name] = contextNames.count
        contextNames.append(name)
        return contextNames.count - 1
    }

    /// What the variables of a scope hold where it begins.
    private mutating func entry(of scope: VariableScope) -> ScopeEntry {
        ScopeEntry(
            values: scope.entries.map { variable, name, beginning in
                let source: ScopeEntry.Source =
                    switch beginning {
                    case .context: .context(contextIndex(name))
                    case .alias(let outer, let holder, let name):
                        holder.isContext(name)
                            ? .context(contextIndex(name))
                            : outer.activation === scope.activation
                                ? .local(outer.slot)
                                : .outer(hops: scope.activation.depth - outer.activation.depth, slot: outer.slot)
                    case .undefined, .parameter: .undefined(TemplateUndefined(name: name))
                    }
                return (variable.slot, source)
            }
        )
    }

    private mutating func variable(_ name: String, _ scope: VariableScope) -> any TemplateExpression {
        guard let holder = scope.scope(of: name), !holder.isContext(name), let variable = holder.variable(name) else {
            return ContextNode(contextIndex(name))
        }
        return variable.activation === scope.activation
            ? LocalNode(variable.slot)
            : OuterNode(hops: scope.activation.depth - variable.activation.depth, slot: variable.slot)
    }

    private mutating func target(_ target: TargetSyntax, _ scope: VariableScope) -> AssignmentTarget {
        switch target {
        case .name(let name): .slot(scope.variable(name)?.slot ?? 0)
        case .attribute(let name, let attribute): .attribute(variable(name, scope), attribute)
        case .tuple(let targets): .tuple(targets.map { self.target($0, scope) })
        }
    }

    // MARK: Statements

    private mutating func body(_ statements: [StatementSyntax], _ scope: VariableScope) throws -> TemplateBody {
        TemplateBody(statements: try statements.map { try statement($0, scope) })
    }

    private mutating func statement(_ statement: StatementSyntax, _ scope: VariableScope) throws
        -> any TemplateStatement
    {
        func place(_ construct: TemplatePlace.Construct) -> TemplatePlace {
            TemplatePlace(line: statement.line, construct: construct)
        }
        switch statement.kind {
        case .text(let text): return TextNode(text)
        case .print(let value): return PrintNode(try expression(value, scope), place(.print))
        case .if(let branches, let otherwise):
            conditions += 1
            defer { conditions -= 1 }
            return IfNode(
                try branches.map { (test: try expression($0.test, scope), body: try body($0.body, scope)) },
                otherwise: try body(otherwise, scope),
                place(.if)
            )
        case .for(let loop): return try self.loop(loop, scope, place(.for))
        case .set(let target, let value):
            let value = try expression(value, scope)
            return SetNode(self.target(target, scope), value, place(.set))
        case .setBlock(let target, let filters, let statements):
            let text = try blockText(statements, scope)
            let value = try filters.map { try filtered($0, scope, of: text) } ?? text
            return SetNode(self.target(target, scope), value, place(.set))
        case .filterBlock(let filters, let statements):
            return PrintNode(try filtered(filters, scope, of: blockText(statements, scope)), place(.filter))
        case .macro(let macro):
            let definition = try self.macro(macro, scope)
            return MacroNode(definition, slot: macro.name.flatMap { scope.variable($0)?.slot } ?? 0)
        case .callBlock(let call, let block):
            guard case .call(let callee, let given) = call else { return TextNode("") }
            return CallBlockNode(
                try expression(callee, scope),
                try arguments(given, scope),
                try macro(block, scope),
                place(.call)
            )
        case .with(let values, let statements):
            let inner = VariableScope(parent: scope, activation: scope.activation)
            for (target, _) in values { inner.look(at: target, asParameter: true) }
            inner.look(at: statements)
            let outerValues = try values.map { try expression($0.value, scope) }
            let targets = values.map { target($0.target, inner) }
            return ScopeNode(
                zip(targets, outerValues).map { (target: $0, value: $1) },
                entry(of: inner),
                try body(statements, inner),
                place(.with)
            )
        case .scope(let statements):
            let inner = innerScope(statements, scope)
            return ScopeNode([], entry(of: inner), try body(statements, inner), place(.block))
        case .generation(let block): return GenerationNode(try macro(block, scope), place(.generation))
        case .break: return JumpNode(.breakLoop)
        case .continue: return JumpNode(.continueLoop)
        }
    }

    private func innerScope(_ statements: [StatementSyntax], _ scope: VariableScope) -> VariableScope {
        let inner = VariableScope(parent: scope, activation: scope.activation)
        inner.look(at: statements)
        return inner
    }

    private mutating func blockText(_ statements: [StatementSyntax], _ scope: VariableScope) throws -> BlockTextNode {
        let inner = innerScope(statements, scope)
        return BlockTextNode(entry(of: inner), try body(statements, inner))
    }

    private mutating func loop(_ loop: ForSyntax, _ scope: VariableScope, _ place: TemplatePlace) throws -> ForNode {
        let sequence = try expression(loop.sequence, scope)
        let firstSlot = scope.activation.slotCount
        var condition: ForNode.Condition?
        if let test = loop.condition {
            let inner = VariableScope(parent: scope, activation: scope.activation)
            inner.look(at: loop.target, asParameter: true)
            inner.look(at: test)
            condition = ForNode.Condition(
                entry: entry(of: inner),
                target: target(loop.target, inner),
                test: try expression(test, inner)
            )
        }
        let inner = VariableScope(parent: scope, activation: scope.activation)
        let usesLoop = loop.mentionsLoop || loop.isRecursive
        let loopSlot = usesLoop ? inner.declareParameter("loop").slot : nil
        inner.look(at: loop.target, asParameter: true)
        inner.look(at: loop.body)
        let entry = entry(of: inner)
        let body = try body(loop.body, inner)
        var otherwise: (entry: ScopeEntry, body: TemplateBody)?
        if !loop.otherwise.isEmpty {
            let inner = innerScope(loop.otherwise, scope)
            otherwise = (self.entry(of: inner), try self.body(loop.otherwise, inner))
        }
        return ForNode(
            target: target(loop.target, inner),
            sequence: sequence,
            condition: condition,
            loopSlot: loopSlot,
            isRecursive: loop.isRecursive,
            entry: entry,
            body: body,
            otherwise: otherwise,
            slots: firstSlot..<scope.activation.slotCount,
            place: place
        )
    }

    private mutating func macro(_ macro: MacroSyntax, _ scope: VariableScope) throws -> MacroDefinition {
        let activation = ActivationRecord(depth: scope.activation.depth + 1)
        let inner = VariableScope(parent: scope, activation: activation)
        let slots = macro.parameters.map { inner.declareParameter($0.name).slot }
        func special(_ name: String) -> Int? {
            guard macro.mentions.contains(name), !macro.parameters.contains(where: { $0.name == name }) else {
                return nil
            }
            return inner.declareParameter(name).slot
        }
        let (caller, list, dictionary) = (special("caller"), special("varargs"), special("kwargs"))
        for parameter in macro.parameters { if let fallback = parameter.fallback { inner.look(at: fallback) } }
        inner.look(at: macro.body)
        let entry = entry(of: inner)
        let fallbacks = try macro.parameters.map { try $0.fallback.map { try expression($0, inner) } }
        let body = try body(macro.body, inner)
        return MacroDefinition(
            name: macro.name ?? "caller",
            parameters: macro.parameters.indices.map { (macro.parameters[$0].name, slots[$0], fallbacks[$0]) },
            slotCount: activation.slotCount,
            callerSlot: caller,
            listSlot: list,
            dictionarySlot: dictionary,
            entry: entry,
            body: body
        )
    }

    // MARK: Expressions

    private mutating func expressions(_ list: [ExpressionSyntax], _ scope: VariableScope) throws
        -> [any TemplateExpression]
    {
        try list.map { try expression($0, scope) }
    }

    private mutating func expression(_ syntax: ExpressionSyntax, _ scope: VariableScope) throws
        -> any TemplateExpression
    {
        switch syntax {
        case .constant(.string(let text)): return StringNode(text)
        case .constant(let constant): return ConstantNode(constant)
        case .name(let name): return variable(name, scope)
        case .list(let elements): return SequenceNode(try expressions(elements, scope), isTuple: false)
        case .tuple(let elements): return SequenceNode(try expressions(elements, scope), isTuple: true)
        case .dictionary(let pairs):
            return DictionaryNode(
                try pairs.map { (key: try expression($0.key, scope), value: try expression($0.value, scope)) }
            )
        case .attribute(let value, let name): return AttributeNode(try expression(value, scope), name)
        case .item(let value, .constant(.string(let name))): return NamedItemNode(try expression(value, scope), name)
        case .item(let value, let key): return ItemNode(try expression(value, scope), try expression(key, scope))
        case .slice(let value, let from, let to, let by):
            let object = try expression(value, scope)
            return SliceNode(object, try [from, to, by].map { try $0.map { try expression($0, scope) } })
        case .call(.attribute(let receiver, let name), let given):
            let attribute = AttributeNode(try expression(receiver, scope), name)
            return MethodCallNode(attribute, try arguments(given, scope))
        case .call(let callee, let given):
            return CallNode(try expression(callee, scope), try arguments(given, scope))
        case .filter(let value, let name, let given, let line):
            let operand = try value.map { try expression($0, scope) } ?? StringNode("")
            return try filter(name, operand, given, line, scope)
        case .test(let value, let name, let given, let line):
            let operand = try expression(value, scope)
            guard let test = TemplateTests.all[name] else { return try missing("test", name, line) }
            return TestNode(operand, test, try arguments(given, scope))
        case .negative(let value): return SignNode(try expression(value, scope), isNegative: true)
        case .positive(let value): return SignNode(try expression(value, scope), isNegative: false)
        case .not(let value): return NotNode(try expression(value, scope))
        case .arithmetic(let left, .add, let right):
            return SumNode(try expressions(Self.summands(left) + [right], scope))
        case .arithmetic(let left, let operation, let right):
            return ArithmeticNode(try expression(left, scope), operation, try expression(right, scope))
        case .concatenation(let parts): return ConcatenationNode(try expressions(parts, scope))
        case .comparison(let left, let operands):
            let first = try expression(left, scope)
            let rest = try operands.map { (operation: $0.operation, operand: try expression($0.operand, scope)) }
            return rest.count == 1 ? ComparisonNode(first, rest[0].operation, rest[0].operand) : ChainNode(first, rest)
        case .and(let left, let right):
            return LogicNode(try expression(left, scope), try expression(right, scope), isAnd: true)
        case .or(let left, let right):
            return LogicNode(try expression(left, scope), try expression(right, scope), isAnd: false)
        case .condition(let test, let then, let otherwise):
            conditions += 1
            defer { conditions -= 1 }
            return ConditionNode(
                try expression(test, scope),
                then: try expression(then, scope),
                otherwise: try otherwise.map { try expression($0, scope) }
            )
        }
    }

    /// The operands of a chain of additions, which is evaluated from the left.
    private static func summands(_ syntax: ExpressionSyntax) -> [ExpressionSyntax] {
        var rest = syntax
        var reversed: [ExpressionSyntax] = []
        while case .arithmetic(let left, .add, let right) = rest {
            reversed.append(right)
            rest = left
        }
        return [rest] + reversed.reversed()
    }

    private mutating func arguments(_ syntax: ArgumentsSyntax, _ scope: VariableScope) throws -> ArgumentNodes {
        ArgumentNodes(
            positional: try expressions(syntax.positional, scope),
            named: try syntax.named.map { ($0.name, try expression($0.value, scope)) },
            list: try syntax.list.map { try expression($0, scope) },
            dictionary: try syntax.dictionary.map { try expression($0, scope) }
        )
    }

    private mutating func filter(
        _ name: String,
        _ operand: any TemplateExpression,
        _ given: ArgumentsSyntax,
        _ line: Int,
        _ scope: VariableScope
    ) throws -> any TemplateExpression {
        guard let filter = TemplateFilters.all[name] else { return try missing("filter", name, line) }
        return FilterNode(operand, filter, try arguments(given, scope))
    }

    /// The filters of a block, the first of which has its text as operand.
    private mutating func filtered(
        _ syntax: ExpressionSyntax,
        _ scope: VariableScope,
        of text: BlockTextNode
    ) throws -> any TemplateExpression {
        guard case .filter(let inner, let name, let given, let line) = syntax else { return text }
        let operand: any TemplateExpression = try inner.map { try filtered($0, scope, of: text) } ?? text
        return try filter(name, operand, given, line, scope)
    }

    private func missing(_ kind: String, _ name: String, _ line: Int) throws -> MissingNode {
        guard conditions == 0 else { return MissingNode("No \(kind) named '\(name)' found.") }
        throw TemplateError(
            kind: .syntax,
            message: "there is no \(kind) '\(name)'.",
            line: line,
            construct: kind == "filter" ? "| \(name)" : "is \(name)"
        )
    }
}

/// A template that can be rendered.
struct CompiledTemplate: Sendable {
    let contextNames: [String]
    let slotCount: Int
    let entry: ScopeEntry
    let body: TemplateBody
}
