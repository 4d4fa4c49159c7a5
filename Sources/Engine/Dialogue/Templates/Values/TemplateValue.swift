// What a template computes with: Python's values, as far as a template can tell them from one another.

/// A value inside of a rendering.
///
/// Integers have 64 bits; an operation whose result does not fit fails. Lists and dictionaries never change, since the
/// sandbox of jinja2 forbids what would change them.
package enum TemplateValue {
    case undefined(TemplateUndefined)
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    /// Text that `safe` or `escape` has marked; what is joined to it is escaped.
    case markup(String)
    case list(TemplateSequence)
    case tuple(TemplateSequence)
    case dictionary(TemplateDictionary)
    /// Everything with behaviour of its own: macros, namespaces, loops, ranges, generators.
    case object(TemplateObject)
}

/// A value that is not there; it prints as nothing, is false and empty, and fails where anything else is done with it.
package final class TemplateUndefined: Sendable {
    /// What a failure says.
    let message: String

    init(message: String) { self.message = message }

    convenience init(name: String) { self.init(message: "'\(name)' is undefined") }

    /// An attribute or element that a value does not have.
    convenience init(_ name: TemplateValue, of value: TemplateValue) {
        let type = if case .none = value { "None" } else { value.typeName + " object" }
        if let text = name.text {
            self.init(message: "'\(type)' has no attribute '\(text)'")
        } else {
            self.init(message: "\(type) has no element \(TemplateWriter.representation(of: name))")
        }
    }
}

/// The elements of a list or tuple.
package final class TemplateSequence {
    let elements: [TemplateValue]
    /// How many containers stand inside one another here.
    let depth: Int
    /// The names of the elements, where `groupby` gives them.
    let fieldNames: [String]

    init(_ elements: [TemplateValue], fieldNames: [String] = []) {
        self.elements = elements
        self.fieldNames = fieldNames
        var deepest = 0
        for element in elements { deepest = max(deepest, element.depth) }
        depth = deepest + 1
    }
}

extension TemplateValue {
    static func list(_ elements: [TemplateValue]) -> TemplateValue { .list(TemplateSequence(elements)) }
    static func tuple(_ elements: [TemplateValue]) -> TemplateValue { .tuple(TemplateSequence(elements)) }

    init(_ constant: TemplateConstant) {
        self =
            switch constant {
            case .none: .none
            case .bool(let value): .bool(value)
            case .int(let value): .int(value)
            case .float(let value): .float(value)
            case .string(let value): .string(value)
            }
    }

    /// Python's name of the type.
    var typeName: String {
        switch self {
        case .undefined: "Undefined"
        case .none: "NoneType"
        case .bool: "bool"
        case .int: "int"
        case .float: "float"
        case .string: "str"
        case .markup: "Markup"
        case .list: "list"
        case .tuple: "tuple"
        case .dictionary: "dict"
        case .object(let object): object.typeName
        }
    }

    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .float(let value): value != 0
        case .string(let text), .markup(let text): !text.isEmpty
        case .list(let sequence), .tuple(let sequence): !sequence.elements.isEmpty
        case .dictionary(let dictionary): dictionary.count > 0
        case .object(let object): object.isTrue
        }
    }

    var isUndefined: Bool {
        if case .undefined = self { true } else { false }
    }

    /// The text of a string, marked or not.
    var text: String? {
        switch self {
        case .string(let text), .markup(let text): text
        default: nil
        }
    }

    /// The number, where it is an integer; truth values are integers too.
    var integer: Int? {
        switch self {
        case .int(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// The number, whole or not.
    var number: Double? {
        if case .float(let value) = self { value } else { integer.map(Double.init) }
    }

    /// How many containers stand inside one another.
    var depth: Int {
        switch self {
        case .list(let sequence), .tuple(let sequence): sequence.depth
        case .dictionary(let dictionary): dictionary.depth
        case .object(let object): object.depth
        default: 0
        }
    }

    /// Whether it is the very same value, as `is` asks in Python.
    func isSame(as other: TemplateValue) -> Bool {
        switch (self, other) {
        case (.none, .none): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
        case (.undefined(let a), .undefined(let b)): a === b
        case (.list(let a), .list(let b)): a === b
        case (.tuple(let a), .tuple(let b)): a === b || a.elements.isEmpty && b.elements.isEmpty
        case (.dictionary(let a), .dictionary(let b)): a === b
        case (.object(let a), .object(let b)): a === b
        default: false
        }
    }
}
