// The tests of jinja2: what stands behind `is`.

enum TemplateTests {
    typealias Test = @Sendable (TemplateValue, TemplateArguments, Rendering) throws -> Bool

    static let all: [String: Test] = [
        "defined": simple { !$0.isUndefined },
        "undefined": simple { $0.isUndefined },
        "none": simple { $0.isNone },
        "boolean": simple { if case .bool = $0 { true } else { false } },
        "true": simple { if case .bool(true) = $0 { true } else { false } },
        "false": simple { if case .bool(false) = $0 { true } else { false } },
        "integer": simple { if case .int = $0 { true } else { false } },
        "float": simple { if case .float = $0 { true } else { false } },
        "number": simple { $0.number != nil },
        "string": simple { $0.text != nil },
        "mapping": simple { if case .dictionary = $0 { true } else { false } },
        "sequence": simple(isSequence),
        "iterable": simple(isIterable),
        "callable": simple { value in
            switch value {
            case .object(let object): object.isCallable
            case .undefined: true
            default: false
            }
        },
        "escaped": simple { if case .markup = $0 { true } else { false } },
        "odd": { try remainder("odd", $0, .int(2), $1, $2) == 1 },
        "even": { try remainder("even", $0, .int(2), $1, $2) == 0 },
        "divisibleby": { value, arguments, rendering in
            let given = try arguments.bound("divisibleby", ["num"], required: 1)
            return try remainder("divisibleby", value, given[0] ?? .none, TemplateArguments(), rendering) == 0
        },
        "lower": letters("islower"),
        "upper": letters("isupper"),
        "filter": { value, arguments, _ in
            try arguments.none("filter")
            if case .text(let name) = try TemplateKey(value) { return TemplateFilters.all[name] != nil }
            return false
        },
        "test": { value, arguments, _ in
            try arguments.none("test")
            if case .text(let name) = try TemplateKey(value) { return exists(name) }
            return false
        },
        "sameas": { value, arguments, _ in
            let given = try arguments.bound("sameas", ["other"], required: 1)
            return value.isSame(as: given[0] ?? .none)
        },
        "in": { value, arguments, rendering in
            let given = try arguments.bound("in", ["seq"], required: 1)
            return try TemplateComparison.contains(given[0] ?? .none, value, rendering)
        },
        "==": comparing(.equal), "eq": comparing(.equal), "equalto": comparing(.equal),
        "!=": comparing(.notEqual), "ne": comparing(.notEqual),
        ">": comparing(.greater), "gt": comparing(.greater), "greaterthan": comparing(.greater),
        ">=": comparing(.greaterOrEqual), "ge": comparing(.greaterOrEqual),
        "<": comparing(.less), "lt": comparing(.less), "lessthan": comparing(.less),
        "<=": comparing(.lessOrEqual), "le": comparing(.lessOrEqual),
    ]

    @Sendable private static func exists(_ name: String) -> Bool { all[name] != nil }

    /// Calls a test that is named at run time, as `select` does.
    static func call(
        _ name: TemplateValue,
        _ value: TemplateValue,
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> Bool {
        guard let text = name.text, let test = all[text] else {
            throw TemplateFailure("No test named \(TemplateWriter.representation(of: name)).")
        }
        return try test(value, arguments, rendering)
    }

    private static func simple(_ question: @escaping @Sendable (TemplateValue) -> Bool) -> Test {
        { value, arguments, _ in
            if !arguments.isEmpty { try arguments.none("the test") }
            return question(value)
        }
    }

    private static func comparing(_ operation: ComparisonOperator) -> Test {
        { value, arguments, rendering in
            let given = try arguments.bound(operation.rawValue, ["other"], required: 1, positionalOnly: 1)
            return try TemplateComparison.compare(value, operation, given[0] ?? .none, rendering)
        }
    }

    private static func letters(_ method: String) -> Test {
        { value, arguments, rendering in
            let text = try rendering.text(of: value)
            return try TemplateMethods.call(method, of: .string(text), arguments, rendering).isTrue
        }
    }

    /// The remainder, nil where it is not 0 or 1 or no number at all.
    private static func remainder(
        _ name: String,
        _ value: TemplateValue,
        _ divisor: TemplateValue,
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> Double? {
        try arguments.none(name)
        return try TemplateArithmetic.apply(.remainder, value, divisor, rendering).number
    }

    /// Has a length and elements at places or keys.
    @Sendable private static func isSequence(_ value: TemplateValue) -> Bool {
        switch value {
        case .string, .markup, .list, .tuple, .dictionary, .undefined: true
        case .object(let object): object.isSequence
        default: false
        }
    }

    @Sendable private static func isIterable(_ value: TemplateValue) -> Bool {
        switch value {
        case .string, .markup, .list, .tuple, .dictionary, .undefined: true
        case .object(let object): object.iterator() != nil
        default: false
        }
    }
}
