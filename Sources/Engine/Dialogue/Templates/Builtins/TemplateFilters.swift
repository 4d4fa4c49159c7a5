// The filters of jinja2 with Hugging Face's `tojson`, by name; what they do stands in the files beside this one.

enum TemplateFilters {
    typealias Filter = @Sendable (TemplateValue, TemplateArguments, Rendering) throws -> TemplateValue

    static let all: [String: Filter] =
        text
        .merging(sequences) { $1 }
        .merging(selections) { $1 }
        .merging(numbers) { $1 }
        .merging(markup) { $1 }
        .merging(values) { $1 }

    /// What can be done with a value of any type.
    private static let values: [String: Filter] = [
        "tojson": { value, arguments, rendering in
            let text = try TemplateJSON.text(value, arguments, rendering)
            try rendering.charge(text.utf8.count)
            return .string(text)
        },
        "string": { value, arguments, rendering in
            try arguments.none("string")
            if case .markup = value { return value }
            return .string(try rendering.text(of: value))
        },
        "default": fallback,
        "d": fallback,
        "attr": { value, arguments, rendering in
            let given = try arguments.bound("attr", ["name"], required: 1)
            let name = try (given[0] ?? .none).requiredText("attr")
            return try rendering.member(name, of: value) ?? .undefined(TemplateUndefined(.string(name), of: value))
        },
        "pprint": { value, arguments, rendering in
            try arguments.none("pprint")
            return .string(try rendering.representation(of: value))
        },
    ]

    private static let fallback: Filter = { value, arguments, _ in
        let given = try arguments.bound("default", ["default_value", "boolean"])
        let isMissing = value.isUndefined || given[1].truth() && !value.isTrue
        return isMissing ? given[0] ?? .string("") : value
    }

    /// Calls a filter that is named at run time, as `map` does.
    static func call(
        _ name: TemplateValue,
        _ value: TemplateValue,
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> TemplateValue {
        guard let text = name.text, let filter = all[text] else {
            throw TemplateFailure("No filter named \(TemplateWriter.representation(of: name)).")
        }
        try rendering.step()
        return try filter(value, arguments, rendering)
    }
}
