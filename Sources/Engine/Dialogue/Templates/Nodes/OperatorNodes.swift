// Arithmetic, comparison and logic.

final class ArithmeticNode: TemplateExpression {
    private let left: any TemplateExpression
    private let operation: ArithmeticOperator
    private let right: any TemplateExpression

    init(_ left: any TemplateExpression, _ operation: ArithmeticOperator, _ right: any TemplateExpression) {
        (self.left, self.operation, self.right) = (left, operation, right)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        let left = try left.value(rendering)
        return try TemplateArithmetic.apply(operation, left, right.value(rendering), rendering)
    }
}

/// `a + b + …`: usually text, which is then put together once, or written without being put together at all.
final class SumNode: TemplateExpression {
    private let operands: [any TemplateExpression]

    init(_ operands: [any TemplateExpression]) { self.operands = operands }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        var sum = try operands[0].value(rendering)
        var index = 1
        if case .string(var text) = sum {
            while index < operands.count {
                let operand = try operands[index].value(rendering)
                index += 1
                guard case .string(let part) = operand else {
                    sum = try TemplateArithmetic.apply(.add, .string(text), operand, rendering)
                    return try rest(sum, from: index, rendering)
                }
                text += part
                try rendering.checkText(text.utf8.count)
            }
            try rendering.charge(text.utf8.count)
            return .string(text)
        }
        return try rest(sum, from: index, rendering)
    }

    private func rest(_ sum: TemplateValue, from index: Int, _ rendering: Rendering) throws -> TemplateValue {
        var sum = sum
        for operand in operands[index...] {
            sum = try TemplateArithmetic.apply(.add, sum, operand.value(rendering), rendering)
        }
        return try rendering.checked(sum)
    }

    func write(_ rendering: Rendering) throws {
        let start = rendering.output.count
        let first = try operands[0].value(rendering)
        guard case .string(let text) = first else { return try rendering.write(rest(first, from: 1, rendering)) }
        try rendering.write(text)
        for index in 1..<operands.count {
            let operand = try operands[index].value(rendering)
            if case .string(let text) = operand {
                try rendering.write(text)
            } else {
                let written = TemplateValue.string(rendering.takeOutput(from: start))
                let sum = try TemplateArithmetic.apply(.add, written, operand, rendering)
                return try rendering.write(rest(sum, from: index + 1, rendering))
            }
        }
    }
}

/// `a ~ b ~ …`: the texts of values of any type.
final class ConcatenationNode: TemplateExpression {
    private let operands: [any TemplateExpression]

    init(_ operands: [any TemplateExpression]) { self.operands = operands }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        var text = ""
        for operand in operands {
            text += try rendering.text(of: operand.value(rendering))
            try rendering.checkText(text.utf8.count)
        }
        try rendering.charge(text.utf8.count)
        return .string(text)
    }

    func write(_ rendering: Rendering) throws {
        for operand in operands { try operand.write(rendering) }
    }
}

final class SignNode: TemplateExpression {
    private let operand: any TemplateExpression
    private let isNegative: Bool

    init(_ operand: any TemplateExpression, isNegative: Bool) {
        (self.operand, self.isNegative) = (operand, isNegative)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        let value = try operand.value(rendering)
        return try isNegative ? TemplateArithmetic.negative(value) : TemplateArithmetic.positive(value)
    }
}

final class ComparisonNode: TemplateExpression {
    private let left: any TemplateExpression
    private let operation: ComparisonOperator
    private let right: any TemplateExpression

    init(_ left: any TemplateExpression, _ operation: ComparisonOperator, _ right: any TemplateExpression) {
        (self.left, self.operation, self.right) = (left, operation, right)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue { .bool(try test(rendering)) }

    func test(_ rendering: Rendering) throws -> Bool {
        let left = try left.value(rendering)
        return try TemplateComparison.compare(left, operation, right.value(rendering), rendering)
    }
}

/// `a < b < c`: each operand is evaluated once, and none after the first comparison that fails.
final class ChainNode: TemplateExpression {
    private let first: any TemplateExpression
    private let rest: [(operation: ComparisonOperator, operand: any TemplateExpression)]

    init(
        _ first: any TemplateExpression,
        _ rest: [(operation: ComparisonOperator, operand: any TemplateExpression)]
    ) {
        (self.first, self.rest) = (first, rest)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue { .bool(try test(rendering)) }

    func test(_ rendering: Rendering) throws -> Bool {
        var left = try first.value(rendering)
        for (operation, operand) in rest {
            let right = try operand.value(rendering)
            guard try TemplateComparison.compare(left, operation, right, rendering) else { return false }
            left = right
        }
        return true
    }
}

final class NotNode: TemplateExpression {
    private let operand: any TemplateExpression

    init(_ operand: any TemplateExpression) { self.operand = operand }

    func value(_ rendering: Rendering) throws -> TemplateValue { .bool(try test(rendering)) }
    func test(_ rendering: Rendering) throws -> Bool { try !operand.test(rendering) }
}

/// `and` and `or`: the value is that of the operand which decides.
final class LogicNode: TemplateExpression {
    private let left: any TemplateExpression
    private let right: any TemplateExpression
    private let isAnd: Bool

    init(_ left: any TemplateExpression, _ right: any TemplateExpression, isAnd: Bool) {
        (self.left, self.right, self.isAnd) = (left, right, isAnd)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        let value = try left.value(rendering)
        return value.isTrue == isAnd ? try right.value(rendering) : value
    }

    func test(_ rendering: Rendering) throws -> Bool {
        try left.test(rendering) == isAnd ? right.test(rendering) : !isAnd
    }
}

/// `a if b else c`.
final class ConditionNode: TemplateExpression {
    private let condition: any TemplateExpression
    private let then: any TemplateExpression
    private let otherwise: (any TemplateExpression)?
    private let missing = TemplateUndefined(
        message: "the inline if-expression evaluated to false and no else section was defined."
    )

    init(
        _ condition: any TemplateExpression,
        then: any TemplateExpression,
        otherwise: (any TemplateExpression)?
    ) {
        (self.condition, self.then, self.otherwise) = (condition, then, otherwise)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        if try condition.test(rendering) { return try then.value(rendering) }
        return try otherwise?.value(rendering) ?? .undefined(missing)
    }

    func write(_ rendering: Rendering) throws {
        if try condition.test(rendering) { return try then.write(rendering) }
        try otherwise?.write(rendering)
    }
}
