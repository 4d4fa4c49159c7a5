// Calls of functions, methods, macros, filters and tests.

/// The arguments of a call, still to be evaluated.
struct ArgumentNodes: Sendable {
    var positional: [any TemplateExpression] = []
    var named: [(name: String, value: any TemplateExpression)] = []
    var list: (any TemplateExpression)?
    var dictionary: (any TemplateExpression)?

    func values(_ rendering: Rendering) throws -> TemplateArguments {
        var arguments = TemplateArguments()
        if !positional.isEmpty { arguments.positional = try positional.map { try $0.value(rendering) } }
        if !named.isEmpty { arguments.named = try named.map { ($0.name, try $0.value.value(rendering)) } }
        if let list { arguments.positional += try list.value(rendering).elements(rendering) }
        if let dictionary {
            guard case .dictionary(let pairs) = try dictionary.value(rendering) else {
                throw TemplateFailure("argument after ** must be a mapping")
            }
            for index in 0..<pairs.count {
                guard let name = pairs.keys[index].text else { throw TemplateFailure("keywords must be strings") }
                guard !arguments.named.contains(where: { $0.name == name }) else {
                    throw TemplateFailure("got multiple values for keyword argument '\(name)'")
                }
                arguments.named.append((name, pairs.values[index]))
            }
        }
        return arguments
    }
}

final class CallNode: TemplateExpression {
    private let callee: any TemplateExpression
    private let arguments: ArgumentNodes

    init(_ callee: any TemplateExpression, _ arguments: ArgumentNodes) {
        (self.callee, self.arguments) = (callee, arguments)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        try Self.call(callee.value(rendering), arguments, rendering)
    }

    /// A macro writes straight into the output.
    func write(_ rendering: Rendering) throws {
        let callee = try callee.value(rendering)
        if case .object(let object) = callee, let macro = object as? TemplateMacro {
            return try macro.write(arguments.values(rendering), rendering)
        }
        try rendering.write(Self.call(callee, arguments, rendering))
    }

    static func call(
        _ callee: TemplateValue,
        _ arguments: ArgumentNodes,
        _ rendering: Rendering
    ) throws -> TemplateValue {
        try rendering.step()
        switch callee {
        case .object(let object): return try object.call(arguments.values(rendering), rendering)
        case .undefined(let undefined): throw TemplateFailure.undefined(undefined)
        default: throw TemplateFailure("'\(callee.typeName)' object is not callable")
        }
    }
}

/// `value.method(...)`, without making the method a value of its own.
final class MethodCallNode: TemplateExpression {
    private let receiver: any TemplateExpression
    private let attribute: AttributeNode
    private let arguments: ArgumentNodes

    init(_ attribute: AttributeNode, _ arguments: ArgumentNodes) {
        (receiver, self.attribute, self.arguments) = (attribute.object, attribute, arguments)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        let receiver = try receiver.value(rendering)
        if case .offered = TemplateMethods.kind(of: attribute.name, in: receiver) {
            return try TemplateMethods.call(attribute.name, of: receiver, arguments.values(rendering), rendering)
        }
        return try CallNode.call(rendering.attribute(attribute.name, of: receiver), arguments, rendering)
    }
}

final class FilterNode: TemplateExpression {
    private let operand: any TemplateExpression
    private let filter: TemplateFilters.Filter
    private let arguments: ArgumentNodes

    init(_ operand: any TemplateExpression, _ filter: @escaping TemplateFilters.Filter, _ arguments: ArgumentNodes) {
        (self.operand, self.filter, self.arguments) = (operand, filter, arguments)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        let operand = try operand.value(rendering)
        return try rendering.checked(filter(operand, arguments.values(rendering), rendering))
    }
}

final class TestNode: TemplateExpression {
    private let operand: any TemplateExpression
    private let subject: TemplateTests.Test
    private let arguments: ArgumentNodes

    init(_ operand: any TemplateExpression, _ test: @escaping TemplateTests.Test, _ arguments: ArgumentNodes) {
        (self.operand, subject, self.arguments) = (operand, test, arguments)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue { .bool(try test(rendering)) }

    func test(_ rendering: Rendering) throws -> Bool {
        let operand = try operand.value(rendering)
        return try subject(operand, arguments.values(rendering), rendering)
    }
}

/// A filter or test that does not exist, behind a condition: it fails only when it is reached.
final class MissingNode: TemplateExpression {
    private let message: String

    init(_ message: String) { self.message = message }

    func value(_ rendering: Rendering) throws -> TemplateValue { throw TemplateFailure(message) }
}
