// Macros, and the blocks that are handed to them.

/// What a macro consists of, whoever calls it.
final class MacroDefinition: Sendable {
    let name: String
    let parameters: [(name: String, slot: Int, fallback: (any TemplateExpression)?)]
    let slotCount: Int
    /// Where `caller`, `varargs` and `kwargs` go, if the body speaks of them.
    let callerSlot: Int?
    let listSlot: Int?
    let dictionarySlot: Int?
    let entry: ScopeEntry
    let body: TemplateBody

    init(
        name: String,
        parameters: [(name: String, slot: Int, fallback: (any TemplateExpression)?)],
        slotCount: Int,
        callerSlot: Int?,
        listSlot: Int?,
        dictionarySlot: Int?,
        entry: ScopeEntry,
        body: TemplateBody
    ) {
        (self.name, self.parameters, self.slotCount) = (name, parameters, slotCount)
        (self.callerSlot, self.listSlot, self.dictionarySlot) = (callerSlot, listSlot, dictionarySlot)
        (self.entry, self.body) = (entry, body)
    }
}

/// A macro together with the variables around its definition.
final class TemplateMacro: TemplateObject {
    private let definition: MacroDefinition
    private let outer: Frame

    override var typeName: String { "Macro" }
    override var isCallable: Bool { true }
    override var representation: String { "<Macro '\(definition.name)'>" }

    init(_ definition: MacroDefinition, in frame: Frame) { (self.definition, outer) = (definition, frame) }

    override func attribute(_ name: String, _ rendering: Rendering) -> TemplateValue? {
        switch name {
        case "name": .string(definition.name)
        case "arguments": .tuple(definition.parameters.map { .string($0.name) })
        case "caller": .bool(definition.callerSlot != nil)
        case "catch_varargs": .bool(definition.listSlot != nil)
        case "catch_kwargs": .bool(definition.dictionarySlot != nil)
        default: nil
        }
    }

    override func call(_ arguments: TemplateArguments, _ rendering: Rendering) throws -> TemplateValue {
        .string(try rendering.captured { try write(arguments, rendering) })
    }

    /// Runs the body; what it writes goes into the output.
    func write(_ arguments: TemplateArguments, _ rendering: Rendering) throws {
        try rendering.nested {
            let caller = rendering.frame
            let frame = Frame(slotCount: definition.slotCount, outer: outer)
            rendering.frame = frame
            try bind(arguments, frame, rendering)
            _ = try definition.body.run(rendering)
            rendering.frame = caller
        }
    }

    private func bind(_ arguments: TemplateArguments, _ frame: Frame, _ rendering: Rendering) throws {
        var named = arguments.named
        func take(_ name: String) -> TemplateValue? {
            named.firstIndex { $0.name == name }.map { named.remove(at: $0).value }
        }
        var given: [TemplateValue?] = []
        for (index, parameter) in definition.parameters.enumerated() {
            given.append(index < arguments.positional.count ? arguments.positional[index] : take(parameter.name))
        }
        if let slot = definition.callerSlot {
            frame[slot] = take("caller") ?? .undefined(TemplateUndefined(message: "No caller defined"))
        }
        if let slot = definition.dictionarySlot {
            frame[slot] = .dictionary(TemplateDictionary(named.map { ($0.name, $0.value) }))
        } else if let (name, _) = named.first {
            throw TemplateFailure("macro '\(definition.name)' takes no keyword argument '\(name)'")
        }
        let rest = arguments.positional.dropFirst(definition.parameters.count)
        if let slot = definition.listSlot {
            frame[slot] = .tuple(Array(rest))
        } else if !rest.isEmpty {
            throw TemplateFailure(
                "macro '\(definition.name)' takes not more than \(definition.parameters.count) argument(s)"
            )
        }
        definition.entry.enter(rendering)
        // A default sees the parameters before it.
        for (index, parameter) in definition.parameters.enumerated() {
            frame[parameter.slot] =
                try given[index] ?? parameter.fallback?.value(rendering)
                ?? .undefined(TemplateUndefined(message: "parameter '\(parameter.name)' was not provided"))
        }
    }
}

/// `{% macro %}`: makes the macro a variable.
final class MacroNode: TemplateStatement {
    private let definition: MacroDefinition
    private let slot: Int

    init(_ definition: MacroDefinition, slot: Int) { (self.definition, self.slot) = (definition, slot) }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        try rendering.step()
        // The macro knows the frame and the frame the macro: the end of the rendering parts them.
        rendering.keepForClearing(rendering.frame)
        rendering.frame[slot] = .object(TemplateMacro(definition, in: rendering.frame))
        return .next
    }
}

/// `{% call %}`: calls with a block that the macro can call in turn.
final class CallBlockNode: TemplateStatement {
    private let callee: any TemplateExpression
    private let arguments: ArgumentNodes
    private let block: MacroDefinition
    private let place: TemplatePlace

    init(
        _ callee: any TemplateExpression,
        _ arguments: ArgumentNodes,
        _ block: MacroDefinition,
        _ place: TemplatePlace
    ) {
        (self.callee, self.arguments, self.block, self.place) = (callee, arguments, block, place)
    }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        rendering.place = place
        try rendering.step()
        rendering.keepForClearing(rendering.frame)
        let caller = TemplateValue.object(TemplateMacro(block, in: rendering.frame))
        switch try callee.value(rendering) {
        case .object(let object):
            var values = try arguments.values(rendering)
            values.named.append(("caller", caller))
            if let macro = object as? TemplateMacro {
                try macro.write(values, rendering)
            } else {
                try rendering.write(object.call(values, rendering))
            }
        case let value: _ = try CallNode.call(value, arguments, rendering)
        }
        return .next
    }
}

/// `{% generation %}`: a scope like that of a macro, run where it stands.
final class GenerationNode: TemplateStatement {
    private let block: MacroDefinition
    private let place: TemplatePlace

    init(_ block: MacroDefinition, _ place: TemplatePlace) { (self.block, self.place) = (block, place) }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        rendering.place = place
        rendering.keepForClearing(rendering.frame)
        try TemplateMacro(block, in: rendering.frame).write(TemplateArguments(), rendering)
        return .next
    }
}
