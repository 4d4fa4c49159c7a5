// Text, prints, conditions, assignments and scopes.

final class TextNode: TemplateStatement {
    private let text: String

    init(_ text: String) { self.text = text }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        try rendering.write(text)
        return .next
    }
}

final class PrintNode: TemplateStatement {
    private let expression: any TemplateExpression
    private let place: TemplatePlace

    init(_ expression: any TemplateExpression, _ place: TemplatePlace) {
        (self.expression, self.place) = (expression, place)
    }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        rendering.place = place
        try rendering.step()
        try expression.write(rendering)
        return .next
    }
}

final class IfNode: TemplateStatement {
    private let branches: [(test: any TemplateExpression, body: TemplateBody)]
    private let otherwise: TemplateBody
    private let place: TemplatePlace

    init(
        _ branches: [(test: any TemplateExpression, body: TemplateBody)],
        otherwise: TemplateBody,
        _ place: TemplatePlace
    ) {
        (self.branches, self.otherwise, self.place) = (branches, otherwise, place)
    }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        try rendering.step()
        for (test, body) in branches {
            rendering.place = place
            if try test.test(rendering) { return try body.run(rendering) }
        }
        return try otherwise.run(rendering)
    }
}

/// What a value is assigned to.
indirect enum AssignmentTarget: Sendable {
    case slot(Int)
    case attribute(any TemplateExpression, String)
    case tuple([AssignmentTarget])

    func assign(_ value: TemplateValue, _ rendering: Rendering) throws {
        switch self {
        case .slot(let slot): rendering.frame[slot] = value
        case .attribute(let object, let name):
            let holder = try object.value(rendering)
            guard case .object(let object) = holder, let namespace = object as? TemplateNamespace else {
                throw TemplateFailure("cannot assign attribute on non-namespace object")
            }
            namespace.set(name, value)
        case .tuple(let targets):
            let elements = try value.elements(rendering)
            guard elements.count == targets.count else {
                throw TemplateFailure(
                    elements.count > targets.count
                        ? "too many values to unpack (expected \(targets.count))"
                        : "not enough values to unpack (expected \(targets.count), got \(elements.count))"
                )
            }
            for (target, element) in zip(targets, elements) { try target.assign(element, rendering) }
        }
    }
}

final class SetNode: TemplateStatement {
    private let target: AssignmentTarget
    private let expression: any TemplateExpression
    private let place: TemplatePlace

    init(_ target: AssignmentTarget, _ expression: any TemplateExpression, _ place: TemplatePlace) {
        (self.target, self.expression, self.place) = (target, expression, place)
    }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        rendering.place = place
        try rendering.step()
        let value = try expression.value(rendering)
        rendering.place = place
        try target.assign(value, rendering)
        return .next
    }
}

/// A scope of its own, perhaps with values to begin with.
final class ScopeNode: TemplateStatement {
    private let values: [(target: AssignmentTarget, value: any TemplateExpression)]
    private let entry: ScopeEntry
    private let body: TemplateBody
    private let place: TemplatePlace

    init(
        _ values: [(target: AssignmentTarget, value: any TemplateExpression)],
        _ entry: ScopeEntry,
        _ body: TemplateBody,
        _ place: TemplatePlace
    ) {
        (self.values, self.entry, self.body, self.place) = (values, entry, body, place)
    }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        rendering.place = place
        try rendering.step()
        // The values are looked up outside of the scope that they begin.
        let values = try values.map { ($0.target, try $0.value.value(rendering)) }
        entry.enter(rendering)
        for (target, value) in values { try target.assign(value, rendering) }
        return try body.run(rendering)
    }
}

final class JumpNode: TemplateStatement {
    private let flow: TemplateFlow

    init(_ flow: TemplateFlow) { self.flow = flow }

    func run(_ rendering: Rendering) -> TemplateFlow { flow }
}
