// What `+`, `-`, `*`, `/`, `//`, `%` and `**` mean between values, as in Python.

internal import Foundation

enum TemplateArithmetic {
    static func apply(
        _ operation: ArithmeticOperator,
        _ left: TemplateValue,
        _ right: TemplateValue,
        _ rendering: Rendering
    ) throws -> TemplateValue {
        switch operation {
        case .add:
            if let result = try concatenation(left, right, rendering) { return result }
        case .multiply:
            if let result = try repetition(left, right, rendering) { return result }
        case .remainder:
            switch left {
            case .string(let format):
                var formatting = PercentFormat(right, rendering)
                return .string(try formatting.text(format))
            case .markup(let format):
                var formatting = PercentFormat(right, escapes: true, rendering)
                return .markup(try formatting.text(format))
            default: break
            }
        default: break
        }
        if let a = left.integer, let b = right.integer { return try integers(operation, a, b) }
        if let a = left.number, let b = right.number { return .float(try floats(operation, a, b)) }
        if case .undefined(let undefined) = left { throw TemplateFailure.undefined(undefined) }
        if case .undefined(let undefined) = right { throw TemplateFailure.undefined(undefined) }
        throw TemplateFailure(
            "unsupported operand type(s) for \(operation.rawValue): '\(left.typeName)' and '\(right.typeName)'"
        )
    }

    /// Texts and lists one after the other.
    private static func concatenation(
        _ left: TemplateValue,
        _ right: TemplateValue,
        _ rendering: Rendering
    ) throws -> TemplateValue? {
        switch (left, right) {
        case (.string(let a), .string(let b)): return .string(try joined(a, b, rendering))
        case (.markup(let a), .markup(let b)): return .markup(try joined(a, b, rendering))
        case (.markup(let a), .string(let b)): return .markup(try joined(a, PythonText.escaped(b), rendering))
        case (.string(let a), .markup(let b)): return .markup(try joined(PythonText.escaped(a), b, rendering))
        case (.list(let a), .list(let b)): return .list(try joined(a, b, rendering))
        case (.tuple(let a), .tuple(let b)): return .tuple(try joined(a, b, rendering))
        default: return nil
        }
    }

    private static func joined(_ a: String, _ b: String, _ rendering: Rendering) throws -> String {
        let count = a.utf8.count + b.utf8.count
        try rendering.checkText(count)
        try rendering.charge(count)
        return a + b
    }

    private static func joined(_ a: TemplateSequence, _ b: TemplateSequence, _ rendering: Rendering) throws
        -> [TemplateValue]
    {
        let count = a.elements.count + b.elements.count
        try rendering.checkElements(count)
        try rendering.charge(count)
        return a.elements + b.elements
    }

    /// A text or list several times.
    private static func repetition(
        _ left: TemplateValue,
        _ right: TemplateValue,
        _ rendering: Rendering
    ) throws -> TemplateValue? {
        func times(_ number: Int, _ size: Int, limit: Int) throws -> Int {
            let (total, overflow) = size.multipliedReportingOverflow(by: max(0, number))
            guard !overflow, total <= limit else { throw TemplateFailure.limit("a repetition is too long.") }
            try rendering.charge(total)
            return size == 0 ? 0 : max(0, number)
        }
        switch (left, right) {
        case (.string(let text), _) where right.integer != nil:
            return .string(
                String(
                    repeating: text,
                    count: try times(right.integer ?? 0, text.utf8.count, limit: rendering.limits.textBytes)
                )
            )
        case (.markup(let text), _) where right.integer != nil:
            return .markup(
                String(
                    repeating: text,
                    count: try times(right.integer ?? 0, text.utf8.count, limit: rendering.limits.textBytes)
                )
            )
        case (.list(let sequence), _) where right.integer != nil, (.tuple(let sequence), _) where right.integer != nil:
            let count = try times(right.integer ?? 0, sequence.elements.count, limit: rendering.limits.elements)
            let elements = Array(repeatElement(sequence.elements, count: count).joined())
            if case .list = left { return .list(elements) }
            return .tuple(elements)
        case (_, .string), (_, .markup), (_, .list), (_, .tuple):
            return left.integer == nil ? nil : try repetition(right, left, rendering)
        default: return nil
        }
    }

    private static func integers(_ operation: ArithmeticOperator, _ a: Int, _ b: Int) throws -> TemplateValue {
        switch operation {
        case .add: return try whole(a.addingReportingOverflow(b))
        case .subtract: return try whole(a.subtractingReportingOverflow(b))
        case .multiply: return try whole(a.multipliedReportingOverflow(by: b))
        case .divide:
            guard b != 0 else { throw TemplateFailure("division by zero") }
            return .float(Double(a) / Double(b))
        case .floorDivide:
            guard b != 0 else { throw TemplateFailure("integer division or modulo by zero") }
            let (quotient, overflow) = a.dividedReportingOverflow(by: b)
            return try whole((a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient, overflow))
        case .remainder:
            guard b != 0 else { throw TemplateFailure("integer division or modulo by zero") }
            if b == -1 { return .int(0) }
            let rest = a % b
            return .int(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
        case .power:
            if b < 0 { return .float(try floats(.power, Double(a), Double(b))) }
            return try power(a, b)
        }
    }

    private static func power(_ base: Int, _ exponent: Int) throws -> TemplateValue {
        var result = 1, base = base, exponent = exponent
        while exponent > 0 {
            if exponent & 1 == 1 {
                let (product, overflow) = result.multipliedReportingOverflow(by: base)
                if overflow { return try whole((0, true)) }
                result = product
            }
            exponent >>= 1
            if exponent > 0 {
                let (square, overflow) = base.multipliedReportingOverflow(by: base)
                if overflow { return try whole((0, true)) }
                base = square
            }
        }
        return .int(result)
    }

    private static func whole(_ result: (partialValue: Int, overflow: Bool)) throws -> TemplateValue {
        guard !result.overflow else { throw TemplateFailure("the result does not fit into 64 bits.") }
        return .int(result.partialValue)
    }

    private static func floats(_ operation: ArithmeticOperator, _ a: Double, _ b: Double) throws -> Double {
        switch operation {
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide:
            guard b != 0 else { throw TemplateFailure("float division by zero") }
            return a / b
        case .floorDivide:
            guard b != 0 else { throw TemplateFailure("float floor division by zero") }
            return try floorDivision(a, b).quotient
        case .remainder:
            guard b != 0 else { throw TemplateFailure("float modulo") }
            return try floorDivision(a, b).rest
        case .power:
            guard a != 0 || b >= 0 else { throw TemplateFailure("0.0 cannot be raised to a negative power") }
            let result = pow(a, b)
            guard !(a < 0 && b.isFinite && b.rounded() != b) else {
                throw TemplateFailure("complex numbers are not offered")
            }
            guard result.isFinite || !a.isFinite || !b.isFinite else {
                throw TemplateFailure("(34, 'Numerical result out of range')")
            }
            return result
        }
    }

    /// Division towards minus infinity, with the remainder that has the divisor's sign.
    private static func floorDivision(_ a: Double, _ b: Double) throws -> (quotient: Double, rest: Double) {
        var rest = fmod(a, b)
        var quotient = (a - rest) / b
        if rest != 0 {
            if (b < 0) != (rest < 0) {
                rest += b
                quotient -= 1
            }
        } else {
            rest = Double(signOf: b, magnitudeOf: 0)
        }
        if quotient != 0 {
            let floored = quotient.rounded(.down)
            quotient = quotient - floored > 0.5 ? floored + 1 : floored
        } else {
            quotient = Double(signOf: a / b, magnitudeOf: 0)
        }
        return (quotient, rest)
    }

    static func negative(_ value: TemplateValue) throws -> TemplateValue {
        if let integer = value.integer { return try whole((0).subtractingReportingOverflow(integer)) }
        if case .float(let number) = value { return .float(-number) }
        throw unary("-", value)
    }

    static func positive(_ value: TemplateValue) throws -> TemplateValue {
        if let integer = value.integer { return .int(integer) }
        if case .float = value { return value }
        throw unary("+", value)
    }

    private static func unary(_ symbol: String, _ value: TemplateValue) -> TemplateFailure {
        if case .undefined(let undefined) = value { return TemplateFailure.undefined(undefined) }
        return TemplateFailure("bad operand type for unary \(symbol): '\(value.typeName)'")
    }
}
