// What a call is given, and how it is matched with what a function wants.

/// The arguments of one call.
struct TemplateArguments {
    var positional: [TemplateValue] = []
    var named: [(name: String, value: TemplateValue)] = []

    init(_ positional: [TemplateValue] = [], named: [(name: String, value: TemplateValue)] = []) {
        (self.positional, self.named) = (positional, named)
    }

    var isEmpty: Bool { positional.isEmpty && named.isEmpty }

    /// Arguments in the order of the names; nil for those that were not given.
    ///
    /// - Throws: When there are too many, when one is unknown or given twice, or when one of the first `required` is missing.
    func bound(_ function: String, _ names: [String], required: Int = 0, positionalOnly: Int = 0) throws
        -> [TemplateValue?]
    {
        guard positional.count <= names.count else {
            throw TemplateFailure(
                "\(function)() takes at most \(names.count) arguments (\(positional.count + named.count) given)"
            )
        }
        var values: [TemplateValue?] = Array(repeating: nil, count: names.count)
        for (index, value) in positional.enumerated() { values[index] = value }
        for (name, value) in named {
            guard let index = names.firstIndex(of: name), index >= positionalOnly else {
                throw TemplateFailure("\(function)() got an unexpected keyword argument '\(name)'")
            }
            guard values[index] == nil else {
                throw TemplateFailure("\(function)() got multiple values for argument '\(name)'")
            }
            values[index] = value
        }
        for index in 0..<required where values[index] == nil {
            throw TemplateFailure("\(function)() misses the argument '\(names[index])'")
        }
        return values
    }

    /// For functions that take nothing.
    func none(_ function: String) throws {
        guard isEmpty else { throw TemplateFailure("\(function)() takes no arguments") }
    }
}

extension TemplateValue? {
    /// A whole number.
    func integer(_ function: String, default fallback: Int) throws -> Int {
        guard let value = self else { return fallback }
        return try value.requiredInteger(function)
    }

    func truth(default fallback: Bool = false) -> Bool { self?.isTrue ?? fallback }
}

extension TemplateValue {
    func requiredInteger(_ function: String) throws -> Int {
        if case .undefined(let value) = self { throw TemplateFailure.undefined(value) }
        guard let integer else {
            throw TemplateFailure("\(function)(): '\(typeName)' object cannot be interpreted as an integer")
        }
        return integer
    }

    func requiredText(_ function: String) throws -> String {
        if case .undefined(let value) = self { throw TemplateFailure.undefined(value) }
        guard let text else { throw TemplateFailure("\(function)() argument must be str, not \(typeName)") }
        return text
    }
}
