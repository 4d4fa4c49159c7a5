// What a template is made of once it is compiled: nodes that know where each variable lies and what to call. The nodes
// of expressions and statements stand in the files beside this one.

/// An expression.
protocol TemplateExpression: AnyObject, Sendable {
    func value(_ rendering: Rendering) throws -> TemplateValue
    /// Writes the value as `{{ }}` does, without making it a value first where that can be helped.
    func write(_ rendering: Rendering) throws
    /// Whether the value is true.
    func test(_ rendering: Rendering) throws -> Bool
}

extension TemplateExpression {
    func write(_ rendering: Rendering) throws { try rendering.write(value(rendering)) }
    func test(_ rendering: Rendering) throws -> Bool { try value(rendering).isTrue }
}

/// A statement.
protocol TemplateStatement: AnyObject, Sendable {
    func run(_ rendering: Rendering) throws -> TemplateFlow
}

/// What comes after a statement.
enum TemplateFlow { case next, breakLoop, continueLoop }

/// Statements that run one after the other.
struct TemplateBody: Sendable {
    let statements: [any TemplateStatement]

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        for statement in statements {
            let flow = try statement.run(rendering)
            if flow != .next { return flow }
        }
        return .next
    }
}

/// What variables hold where a scope begins.
struct ScopeEntry: Sendable {
    enum Source: Sendable {
        /// What the template was given under this name.
        case context(Int)
        case local(Int)
        case outer(hops: Int, slot: Int)
        case undefined(TemplateUndefined)
    }

    let values: [(slot: Int, source: Source)]

    func enter(_ rendering: Rendering) {
        for (slot, source) in values { rendering.frame[slot] = source.value(rendering) }
    }
}

extension ScopeEntry.Source {
    func value(_ rendering: Rendering) -> TemplateValue {
        switch self {
        case .context(let index): rendering.context[index]
        case .local(let slot): rendering.frame[slot]
        case .outer(let hops, let slot): rendering.frame.enclosing(hops)[slot]
        case .undefined(let undefined): .undefined(undefined)
        }
    }
}

extension Frame {
    /// The frame so many macros further out.
    func enclosing(_ hops: Int) -> Frame {
        var frame = self
        for _ in 0..<hops { frame = frame.outer ?? frame }
        return frame
    }
}
