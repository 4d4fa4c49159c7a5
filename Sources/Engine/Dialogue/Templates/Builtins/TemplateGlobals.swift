// The functions that every chat template finds: jinja2's, and the two that Hugging Face adds.

enum TemplateGlobals {
    /// Ranges longer than this are refused, as in jinja2's sandbox.
    private static let longestRange = 100_000

    /// A function by its name.
    static func value(_ name: String) -> TemplateValue? { functions[name].map { .object(TemplateFunction($0)) } }

    private static let functions: [String: TemplateFunction.Body] = [
        "raise_exception": { arguments, rendering in
            let given = try arguments.bound("raise_exception", ["message"], required: 1)
            throw TemplateFailure(try rendering.text(of: given[0] ?? .none), kind: .raised)
        },
        "strftime_now": { arguments, rendering in
            let given = try arguments.bound("strftime_now", ["format"], required: 1)
            let format = try (given[0] ?? .none).requiredText("strftime_now")
            return .string(rendering.now().formatted(format))
        },
        "range": { arguments, _ in
            let given = try arguments.bound("range", ["start", "stop", "step"], required: 1, positionalOnly: 3)
            let first = try (given[0] ?? .none).requiredInteger("range")
            let step = try given[2].integer("range", default: 1)
            guard step != 0 else { throw TemplateFailure("range() arg 3 must not be zero") }
            let bound = Int.max >> 8
            let range = TemplateRange(
                from: given[1] == nil ? 0 : max(-bound, min(bound, first)),
                to: max(-bound, min(bound, try given[1].integer("range", default: first))),
                by: max(-bound, min(bound, step))
            )
            guard range.count <= longestRange else {
                throw TemplateFailure.limit("a range has more than \(longestRange) elements.")
            }
            return .object(range)
        },
        "dict": { arguments, rendering in
            guard arguments.positional.count <= 1 else { throw TemplateFailure("dict expected at most 1 argument") }
            return try rendering.checked(.dictionary(TemplateDictionary(dictionary(arguments, rendering))))
        },
        "namespace": { arguments, rendering in
            let namespace = TemplateNamespace(try dictionary(arguments, rendering))
            rendering.keepForClearing(namespace)
            return .object(namespace)
        },
        "cycler": { arguments, rendering in
            guard !arguments.positional.isEmpty else { throw TemplateFailure("at least one item has to be provided") }
            return .object(TemplateCycler(arguments.positional))
        },
        "joiner": { arguments, rendering in
            let given = try arguments.bound("joiner", ["sep"])
            return .object(TemplateJoiner(try given[0].map { try rendering.text(of: $0) } ?? ", "))
        },
        "lipsum": { _, _ in throw TemplateFailure("'lipsum' makes random text and is not offered.") },
    ]

    /// The entries that `dict` and `namespace` are given: a mapping or pairs, and names.
    private static func dictionary(_ arguments: TemplateArguments, _ rendering: Rendering) throws
        -> TemplateDictionaryBuilder
    {
        var result = TemplateDictionaryBuilder()
        switch arguments.positional.first {
        case nil: break
        case .dictionary(let source)?:
            for index in 0..<source.count { try result.set(source.keys[index], source.values[index]) }
        case let pairs?:
            for pair in try pairs.elements(rendering) {
                let parts = try pair.elements(rendering)
                guard parts.count == 2 else {
                    throw TemplateFailure("dictionary update sequence element has length \(parts.count); 2 is required")
                }
                try result.set(parts[0], parts[1])
            }
        }
        for (name, value) in arguments.named { result.set(name, value) }
        return result
    }
}

/// `cycler(...)`: gives its values in turn.
private final class TemplateCycler: TemplateObject {
    private let values: [TemplateValue]
    private var index = 0

    override var typeName: String { "Cycler" }
    override var depth: Int { values.map(\.depth).max().map { $0 + 1 } ?? 0 }

    init(_ values: [TemplateValue]) { self.values = values }

    override func attribute(_ name: String, _ rendering: Rendering) -> TemplateValue? {
        switch name {
        case "current": values[index]
        case "next": .object(Step(self, resets: false))
        case "reset": .object(Step(self, resets: true))
        default: nil
        }
    }

    private final class Step: TemplateObject {
        private let cycler: TemplateCycler
        private let resets: Bool

        override var isCallable: Bool { true }

        init(_ cycler: TemplateCycler, resets: Bool) { (self.cycler, self.resets) = (cycler, resets) }

        override func call(_ arguments: TemplateArguments, _ rendering: Rendering) throws -> TemplateValue {
            try arguments.none(resets ? "reset" : "next")
            let value = cycler.values[cycler.index]
            cycler.index = resets ? 0 : (cycler.index + 1) % cycler.values.count
            return resets ? .none : value
        }
    }
}

/// `joiner(...)`: nothing at the first call, its separator at every other.
private final class TemplateJoiner: TemplateObject {
    private let separator: String
    private var isUsed = false

    override var typeName: String { "Joiner" }
    override var isCallable: Bool { true }

    init(_ separator: String) { self.separator = separator }

    override func call(_ arguments: TemplateArguments, _ rendering: Rendering) throws -> TemplateValue {
        try arguments.none("joiner")
        defer { isUsed = true }
        return .string(isUsed ? separator : "")
    }
}
