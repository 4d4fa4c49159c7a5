// Constants, variables, and values made of other values.

final class ConstantNode: TemplateExpression {
    private let constant: TemplateConstant

    init(_ constant: TemplateConstant) { self.constant = constant }

    func value(_ rendering: Rendering) -> TemplateValue { TemplateValue(constant) }
}

/// A string that is written down: by far the most frequent constant.
final class StringNode: TemplateExpression {
    private let text: String

    init(_ text: String) { self.text = text }

    func value(_ rendering: Rendering) -> TemplateValue { .string(text) }
    func write(_ rendering: Rendering) throws { try rendering.write(text) }
}

/// A variable that the template, or the macro that runs, has set.
final class LocalNode: TemplateExpression {
    private let slot: Int

    init(_ slot: Int) { self.slot = slot }

    func value(_ rendering: Rendering) -> TemplateValue { rendering.frame[slot] }
}

/// A variable of a scope around the macro that runs.
final class OuterNode: TemplateExpression {
    private let hops: Int
    private let slot: Int

    init(hops: Int, slot: Int) { (self.hops, self.slot) = (hops, slot) }

    func value(_ rendering: Rendering) -> TemplateValue { rendering.frame.enclosing(hops)[slot] }
}

/// A variable that the template was given.
final class ContextNode: TemplateExpression {
    private let index: Int

    init(_ index: Int) { self.index = index }

    func value(_ rendering: Rendering) -> TemplateValue { rendering.context[index] }
}

final class SequenceNode: TemplateExpression {
    private let elements: [any TemplateExpression]
    private let isTuple: Bool

    init(_ elements: [any TemplateExpression], isTuple: Bool) { (self.elements, self.isTuple) = (elements, isTuple) }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        try rendering.step()
        let sequence = TemplateSequence(try elements.map { try $0.value(rendering) })
        return try rendering.checked(isTuple ? .tuple(sequence) : .list(sequence))
    }
}

final class DictionaryNode: TemplateExpression {
    private let pairs: [(key: any TemplateExpression, value: any TemplateExpression)]

    init(_ pairs: [(key: any TemplateExpression, value: any TemplateExpression)]) { self.pairs = pairs }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        try rendering.step()
        var builder = TemplateDictionaryBuilder()
        for (key, value) in pairs { try builder.set(key.value(rendering), value.value(rendering)) }
        return try rendering.checked(.dictionary(TemplateDictionary(builder)))
    }
}

/// The text that a body writes, as the value of a filter block or a set block.
final class BlockTextNode: TemplateExpression {
    private let entry: ScopeEntry
    private let body: TemplateBody

    init(_ entry: ScopeEntry, _ body: TemplateBody) { (self.entry, self.body) = (entry, body) }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        .string(
            try rendering.captured {
                entry.enter(rendering)
                _ = try body.run(rendering)
            }
        )
    }
}
