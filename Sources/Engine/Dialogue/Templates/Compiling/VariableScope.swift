// Which variable a name means. The rules are jinja2's: a `set` in a loop, macro or block stays in it, one in an `if`
// does not; a name that is only read in a scope is that of the scope around it, or of what the template was given.

/// The variables of a macro, a call block or the template itself share one frame.
final class ActivationRecord {
    let depth: Int
    private(set) var slotCount = 0

    init(depth: Int) { self.depth = depth }

    func newSlot() -> Int {
        slotCount += 1
        return slotCount - 1
    }
}

/// A name in a scope.
final class ScopeVariable {
    let slot: Int
    let activation: ActivationRecord

    init(in activation: ActivationRecord) {
        slot = activation.newSlot()
        self.activation = activation
    }
}

/// The names of a scope, found by looking at its statements before any of them is compiled.
final class VariableScope {
    enum Beginning {
        /// Set by whoever enters the scope: a parameter or the target of a loop.
        case parameter
        /// What the template was given under this name.
        case context
        case alias(ScopeVariable, in: VariableScope, String)
        case undefined
    }

    /// Copies of a scope, one a branch, share its variables.
    private final class Pool {
        var variables: [String: ScopeVariable] = [:]
    }

    let parent: VariableScope?
    let activation: ActivationRecord
    private let pool: Pool
    private var beginnings: [String: Beginning] = [:]
    private var stores: Set<String> = []

    init(parent: VariableScope?, activation: ActivationRecord) {
        (self.parent, self.activation, pool) = (parent, activation, Pool())
    }

    private init(copyOf scope: VariableScope) {
        (parent, activation, pool) = (scope.parent, scope.activation, scope.pool)
        (beginnings, stores) = (scope.beginnings, scope.stores)
    }

    // MARK: Looking

    /// The scope in which a name is known, from here outwards.
    func scope(of name: String) -> VariableScope? {
        beginnings[name] != nil ? self : parent?.scope(of: name)
    }

    func variable(_ name: String) -> ScopeVariable? { beginnings[name] == nil ? nil : pool.variables[name] }

    /// The name is only read here, so that it is what the template was given.
    func isContext(_ name: String) -> Bool {
        if case .context? = beginnings[name] { !stores.contains(name) } else { false }
    }

    /// The variables that get a value where the scope begins.
    var entries: [(variable: ScopeVariable, name: String, beginning: Beginning)] {
        beginnings.compactMap { name, beginning in
            guard let variable = pool.variables[name], !isContext(name) else { return nil }
            if case .parameter = beginning { return nil }
            return (variable, name, beginning)
        }.sorted { $0.variable.slot < $1.variable.slot }
    }

    // MARK: Finding out

    @discardableResult
    func declareParameter(_ name: String) -> ScopeVariable {
        stores.insert(name)
        return define(name, .parameter)
    }

    func load(_ name: String) {
        if scope(of: name) == nil { define(name, .context) }
    }

    func store(_ name: String) {
        stores.insert(name)
        guard beginnings[name] == nil else { return }
        define(name, outerAlias(name) ?? .undefined)
    }

    private func outerAlias(_ name: String) -> Beginning? {
        guard let scope = parent?.scope(of: name), let variable = scope.variable(name) else { return nil }
        return .alias(variable, in: scope, name)
    }

    @discardableResult
    private func define(_ name: String, _ beginning: Beginning) -> ScopeVariable {
        beginnings[name] = beginning
        if let variable = pool.variables[name] { return variable }
        let variable = ScopeVariable(in: activation)
        pool.variables[name] = variable
        return variable
    }

    /// Looks at each branch on its own, then takes over what they set: it may or may not have been set afterwards.
    func branches(_ bodies: [(VariableScope) -> Void]) {
        let copies = bodies.map { body in
            let copy = VariableScope(copyOf: self)
            body(copy)
            return copy
        }
        let new = copies.reduce(into: Set<String>()) { $0.formUnion($1.stores) }.subtracting(stores)
        for copy in copies {
            beginnings.merge(copy.beginnings) { $1 }
            stores.formUnion(copy.stores)
        }
        for name in new { beginnings[name] = outerAlias(name) ?? .context }
    }

    func look(at statements: [StatementSyntax]) {
        for statement in statements { look(at: statement.kind) }
    }

    private func look(at statement: StatementSyntax.Kind) {
        switch statement {
        case .text, .break, .continue, .with, .scope, .generation, .filterBlock:
            if case .with(let values, _) = statement { for (_, value) in values { look(at: value) } }
            if case .filterBlock(let filters, _) = statement { look(at: filters) }
        case .print(let value): look(at: value)
        case .if(let tests, let otherwise):
            look(at: tests[0].test)
            branches([
                { $0.look(at: tests[0].body) },
                { scope in
                    for (test, body) in tests.dropFirst() { scope.look(at: .if([(test, body)], else: [])) }
                },
                { $0.look(at: otherwise) },
            ])
        case .for(let loop): look(at: loop.sequence)
        case .set(let target, let value):
            look(at: value)
            look(at: target)
        case .setBlock(let target, let filters, _):
            look(at: target)
            if let filters { look(at: filters) }
        case .macro(let macro): if let name = macro.name { store(name) }
        case .callBlock(let call, _): look(at: call)
        }
    }

    func look(at target: TargetSyntax, asParameter: Bool = false) {
        switch target {
        case .name(let name): if asParameter { declareParameter(name) } else { store(name) }
        case .attribute(let name, _): load(name)
        case .tuple(let targets): for target in targets { look(at: target, asParameter: asParameter) }
        }
    }

    func look(at expression: ExpressionSyntax) {
        for name in expression.names { load(name) }
    }
}

extension ExpressionSyntax {
    /// The names that are read, in order.
    var names: [String] {
        switch self {
        case .constant: []
        case .name(let name): [name]
        case .list(let elements), .tuple(let elements), .concatenation(let elements): elements.flatMap(\.names)
        case .dictionary(let pairs): pairs.flatMap { $0.key.names + $0.value.names }
        case .attribute(let value, _), .negative(let value), .positive(let value), .not(let value): value.names
        case .item(let value, let key): value.names + key.names
        case .slice(let value, let from, let to, let by):
            value.names + [from, to, by].flatMap { $0?.names ?? [] }
        case .call(let value, let arguments): value.names + arguments.names
        case .filter(let value, _, let arguments, _): (value?.names ?? []) + arguments.names
        case .test(let value, _, let arguments, _): value.names + arguments.names
        case .arithmetic(let left, _, let right), .and(let left, let right), .or(let left, let right):
            left.names + right.names
        case .comparison(let left, let operands): left.names + operands.flatMap(\.operand.names)
        case .condition(let test, let then, let otherwise): test.names + then.names + (otherwise?.names ?? [])
        }
    }
}

extension ArgumentsSyntax {
    fileprivate var names: [String] {
        positional.flatMap(\.names) + named.flatMap(\.value.names) + (list?.names ?? []) + (dictionary?.names ?? [])
    }
}
