// The methods of Python's values that templates call: which there are, and which the sandbox forbids.

enum TemplateMethods {
    enum Kind { case offered, forbidden, unknown }

    /// Attributes of every Python object, which the sandbox never shows.
    static let hiddenNames: Set<String> = [
        "__class__", "__init__", "__new__", "__dict__", "__doc__", "__module__", "__getattribute__", "__setattr__",
        "__delattr__", "__repr__", "__str__", "__hash__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__",
        "__len__", "__iter__", "__getitem__", "__contains__", "__add__", "__mul__", "__format__", "__reduce__",
        "__reduce_ex__", "__sizeof__", "__subclasshook__", "__init_subclass__", "__dir__", "__call__", "__globals__",
    ]

    private static let ofSequences: Set<String> = ["count", "index"]
    private static let forbiddenOfLists: Set<String> = [
        "append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove",
    ]
    private static let ofDictionaries: Set<String> = ["get", "items", "keys", "values", "copy", "fromkeys"]
    private static let forbiddenOfDictionaries: Set<String> = ["clear", "pop", "popitem", "setdefault", "update"]
    private static let ofNumbers: Set<String> = [
        "bit_length", "bit_count", "conjugate", "is_integer", "as_integer_ratio",
    ]

    /// Whether any dictionary has such a method: other names are looked up among its keys at once.
    static func isOfDictionaries(_ name: String) -> Bool {
        ofDictionaries.contains(name) || forbiddenOfDictionaries.contains(name) || hiddenNames.contains(name)
    }

    static func kind(of name: String, in value: TemplateValue) -> Kind {
        switch value {
        case .string, .markup: return StringMethods.all[name] != nil ? .offered : .unknown
        case .dictionary:
            if ofDictionaries.contains(name) { return .offered }
            return forbiddenOfDictionaries.contains(name) ? .forbidden : .unknown
        case .list:
            if ofSequences.contains(name) || name == "copy" { return .offered }
            return forbiddenOfLists.contains(name) ? .forbidden : .unknown
        case .tuple: return ofSequences.contains(name) ? .offered : .unknown
        case .int, .bool, .float: return ofNumbers.contains(name) ? .offered : .unknown
        case .object(let object):
            return object is TemplateRange && ofSequences.contains(name) ? .offered : .unknown
        default: return .unknown
        }
    }

    /// Calls a method that `kind` offers.
    static func call(
        _ name: String,
        of receiver: TemplateValue,
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> TemplateValue {
        switch receiver {
        case .string(let text):
            guard let method = StringMethods.all[name] else { break }
            return try method(StringMethods(text: text, name: name, rendering: rendering), arguments)
        case .markup(let text):
            guard let method = StringMethods.all[name] else { break }
            return try marked(name, text, method, arguments, rendering)
        case .dictionary(let dictionary): return try call(name, of: dictionary, arguments, rendering)
        case .list(let sequence), .tuple(let sequence):
            if name == "copy" {
                try arguments.none(name)
                return .list(sequence.elements)
            }
            return try find(name, in: sequence.elements, arguments, rendering)
        case .int, .bool, .float: return try call(name, ofNumber: receiver, arguments)
        case .object(let object):
            if let range = object as? TemplateRange {
                return try find(name, in: (0..<range.count).map { range[$0] }, arguments, rendering)
            }
        default: break
        }
        throw TemplateFailure("'\(receiver.typeName)' object has no method '\(name)'")
    }

    /// A method of marked text: what goes in is escaped, what comes out is marked.
    private static func marked(
        _ name: String,
        _ text: String,
        _ method: StringMethods.Method,
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> TemplateValue {
        var arguments = arguments
        switch name {
        case "replace", "join", "center", "ljust", "rjust":
            for (index, value) in arguments.positional.enumerated() {
                switch value {
                case .string(let text): arguments.positional[index] = .string(PythonText.escaped(text))
                case .list(let sequence) where name == "join", .tuple(let sequence) where name == "join":
                    arguments.positional[index] = .list(
                        try sequence.elements.map {
                            if case .markup = $0 { return $0 }
                            return .string(PythonText.escaped(try rendering.text(of: $0)))
                        }
                    )
                default: break
                }
            }
        default: break
        }
        let methods = StringMethods(text: text, name: name, isMarked: true, rendering: rendering)
        return mark(try method(methods, arguments))
    }

    private static func mark(_ value: TemplateValue) -> TemplateValue {
        switch value {
        case .string(let text): .markup(text)
        case .list(let sequence): .list(sequence.elements.map(mark))
        case .tuple(let sequence): .tuple(sequence.elements.map(mark))
        default: value
        }
    }

    private static func call(
        _ name: String,
        of dictionary: TemplateDictionary,
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> TemplateValue {
        switch name {
        case "get":
            let given = try arguments.bound(name, ["key", "default"], required: 1, positionalOnly: 2)
            return try dictionary.value(given[0] ?? .none) ?? given[1] ?? .none
        case "fromkeys":
            let given = try arguments.bound(name, ["iterable", "value"], required: 1, positionalOnly: 2)
            let keys = try (given[0] ?? .none).elements(rendering)
            let value = given[1] ?? .none
            return try rendering.checked(.dictionary(TemplateDictionary(keys.map { ($0, value) })))
        default: try arguments.none(name)
        }
        return switch name {
        case "items": .object(TemplateDictionaryView(.items, of: dictionary))
        case "keys": .object(TemplateDictionaryView(.keys, of: dictionary))
        case "values": .object(TemplateDictionaryView(.values, of: dictionary))
        default: .dictionary(try TemplateDictionary(Array(zip(dictionary.keys, dictionary.values))))
        }
    }

    private static func find(
        _ name: String,
        in elements: [TemplateValue],
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> TemplateValue {
        let names = name == "count" ? ["value"] : ["value", "start", "stop"]
        let given = try arguments.bound(name, names, required: 1, positionalOnly: 3)
        let wanted = given[0] ?? .none
        func matches(_ element: TemplateValue) throws -> Bool {
            try rendering.step()
            return try element.isSame(as: wanted) || TemplateComparison.equal(element, wanted, rendering)
        }
        if name == "count" { return .int(try elements.filter(matches).count) }
        func bound(_ value: TemplateValue?, _ fallback: Int) throws -> Int {
            let index = try value.integer(name, default: fallback)
            return max(0, min(elements.count, index < 0 ? index + elements.count : index))
        }
        let start = try bound(given[1], 0)
        let stop = try bound(given[2], elements.count)
        for index in start..<max(start, stop) where try matches(elements[index]) { return .int(index) }
        throw TemplateFailure("\(TemplateWriter.representation(of: wanted)) is not in list")
    }

    private static func call(
        _ name: String,
        ofNumber value: TemplateValue,
        _ arguments: TemplateArguments
    ) throws -> TemplateValue {
        try arguments.none(name)
        if let integer = value.integer {
            switch name {
            case "bit_length": return .int(Int.bitWidth - integer.magnitude.leadingZeroBitCount)
            case "bit_count": return .int(integer.magnitude.nonzeroBitCount)
            case "conjugate": return .int(integer)
            case "as_integer_ratio": return .tuple([.int(integer), .int(1)])
            default: break
            }
        } else if case .float(let number) = value {
            switch name {
            case "is_integer": return .bool(number.isFinite && number.rounded() == number)
            case "conjugate": return .float(number)
            default: break
            }
        }
        throw TemplateFailure("'\(value.typeName)' object has no attribute '\(name)'")
    }
}
