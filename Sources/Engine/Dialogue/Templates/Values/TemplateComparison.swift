// Equality, order and membership between values of any type, as Python decides them.

enum TemplateComparison {
    /// `a == b`.
    ///
    /// Elements that are the very same are equal without being looked at, as in Python.
    static func equal(_ left: TemplateValue, _ right: TemplateValue, _ rendering: Rendering) throws -> Bool {
        switch (left, right) {
        case (.string(let a), .string(let b)), (.markup(let a), .string(let b)), (.string(let a), .markup(let b)),
            (.markup(let a), .markup(let b)):
            return a.hasSameBytes(as: b)
        case (.none, .none), (.undefined, .undefined): return true
        case (.int(let a), .int(let b)): return a == b
        case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
            if a === b { return true }
            guard a.elements.count == b.elements.count else { return false }
            for (x, y) in zip(a.elements, b.elements) {
                try rendering.step()
                guard try x.isSame(as: y) || equal(x, y, rendering) else { return false }
            }
            return true
        case (.dictionary(let a), .dictionary(let b)):
            if a === b { return true }
            guard a.count == b.count else { return false }
            for index in 0..<a.count {
                try rendering.step()
                guard let other = try b.value(a.keys[index]) else { return false }
                guard try a.values[index].isSame(as: other) || equal(a.values[index], other, rendering) else {
                    return false
                }
            }
            return true
        case (.object(let a), .object(let b)):
            if a === b { return true }
            guard let a = a as? TemplateRange, let b = b as? TemplateRange else { return false }
            return a.count == b.count
                && (a.count == 0 || a.start == b.start && (a.count == 1 || a.step == b.step))
        default:
            if let a = left.integer, let b = right.integer { return a == b }
            if let a = left.number, let b = right.number { return equalNumbers(left, right, a, b) }
            return false
        }
    }

    /// Python compares integers with floats exactly.
    private static func equalNumbers(_ left: TemplateValue, _ right: TemplateValue, _ a: Double, _ b: Double) -> Bool {
        if let integer = left.integer { return Int(exactly: b) == integer }
        if let integer = right.integer { return Int(exactly: a) == integer }
        return a == b
    }

    /// `a < b`, for values that have an order.
    static func precedes(
        _ left: TemplateValue,
        _ right: TemplateValue,
        _ rendering: Rendering,
        symbol: String = "<"
    ) throws -> Bool {
        if let a = left.integer, let b = right.integer { return a < b }
        if let a = left.number, let b = right.number { return a < b }
        if let a = left.text, let b = right.text { return a.precedes(b) }
        switch (left, right) {
        case (.undefined(let undefined), _), (_, .undefined(let undefined)):
            throw TemplateFailure.undefined(undefined)
        case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
            for (x, y) in zip(a.elements, b.elements) {
                try rendering.step()
                // Only what differs has to have an order.
                if try !x.isSame(as: y) && !equal(x, y, rendering) {
                    return try precedes(x, y, rendering, symbol: symbol)
                }
            }
            return a.elements.count < b.elements.count
        default:
            throw TemplateFailure(
                "'\(symbol)' not supported between instances of '\(left.typeName)' and '\(right.typeName)'"
            )
        }
    }

    static func compare(
        _ left: TemplateValue,
        _ operation: ComparisonOperator,
        _ right: TemplateValue,
        _ rendering: Rendering
    ) throws -> Bool {
        switch operation {
        case .equal: return try equal(left, right, rendering)
        case .notEqual: return try !equal(left, right, rendering)
        case .less: return try precedes(left, right, rendering, symbol: "<")
        case .greater: return try precedes(right, left, rendering, symbol: ">")
        case .lessOrEqual:
            if isNaN(left) || isNaN(right) { return false }
            return try !precedes(right, left, rendering, symbol: "<=")
        case .greaterOrEqual:
            if isNaN(left) || isNaN(right) { return false }
            return try !precedes(left, right, rendering, symbol: ">=")
        case .in: return try contains(right, left, rendering)
        case .notIn: return try !contains(right, left, rendering)
        }
    }

    private static func isNaN(_ value: TemplateValue) -> Bool {
        if case .float(let number) = value { number.isNaN } else { false }
    }

    /// `element in container`.
    static func contains(_ container: TemplateValue, _ element: TemplateValue, _ rendering: Rendering) throws -> Bool {
        switch container {
        case .string(let text), .markup(let text):
            guard let part = element.text else {
                if case .undefined(let undefined) = element { throw TemplateFailure.undefined(undefined) }
                throw TemplateFailure("'in <string>' requires string as left operand, not \(element.typeName)")
            }
            try rendering.charge(text.utf8.count)
            return text.firstOffset(of: part) != nil
        case .dictionary(let dictionary): return try dictionary.value(element) != nil
        case .undefined: return false
        case .list(let sequence), .tuple(let sequence):
            for candidate in sequence.elements {
                try rendering.step()
                if try candidate.isSame(as: element) || equal(candidate, element, rendering) { return true }
            }
            return false
        default:
            guard case .object(let object) = container, var iterator = object.iterator() else {
                throw TemplateFailure("argument of type '\(container.typeName)' is not iterable")
            }
            while let candidate = try iterator.next() {
                try rendering.step()
                if try candidate.isSame(as: element) || equal(candidate, element, rendering) { return true }
            }
            return false
        }
    }

    /// Elements in order; equal ones stay as they were.
    static func sorted<Element>(
        _ elements: [Element],
        reverse: Bool = false,
        _ rendering: Rendering,
        by key: (Element) throws -> TemplateValue
    ) throws -> [Element] {
        let keyed = try elements.map { (key: try key($0), element: $0) }
        try rendering.charge(keyed.count &* 64)
        // Swift's sort is stable; sorting in reverse keeps the order of equals, as Python's does.
        let order = try keyed.sorted {
            try reverse ? precedes($1.key, $0.key, rendering) : precedes($0.key, $1.key, rendering)
        }
        return order.map(\.element)
    }
}
