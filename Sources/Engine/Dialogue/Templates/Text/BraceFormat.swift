// `str.format`: fields in braces, with attributes, elements, conversions and specifications.

/// One call of `str.format`.
struct BraceFormat {
    private let arguments: TemplateArguments
    private let mapping: TemplateValue?
    private let rendering: Rendering
    private var nextIndex = 0
    private var counting: Counting?

    /// Fields are numbered by hand or by themselves, never both.
    private enum Counting { case automatic, manual }

    /// With `format_map`, names are looked up in a mapping.
    init(_ arguments: TemplateArguments, mapping: TemplateValue? = nil, _ rendering: Rendering) {
        (self.arguments, self.mapping, self.rendering) = (arguments, mapping, rendering)
    }

    /// Where the text is marked as safe, what is put into it is escaped.
    mutating func text(_ format: String, escapes: Bool = false, nesting: Int = 2) throws -> String {
        guard nesting >= 0 else { throw TemplateFailure("Max string recursion exceeded") }
        var result = String.UnicodeScalarView()
        var scalars = ArraySlice(format.unicodeScalars)
        while let scalar = scalars.popFirst() {
            if scalar == "}" {
                guard scalars.popFirst() == "}" else {
                    throw TemplateFailure("Single '}' encountered in format string")
                }
                result.append("}")
            } else if scalar == "{" {
                if scalars.first == "{" {
                    scalars.removeFirst()
                    result.append("{")
                } else {
                    result.append(contentsOf: try field(&scalars, escapes, nesting).unicodeScalars)
                    try rendering.checkText(result.count)
                }
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private mutating func field(
        _ scalars: inout ArraySlice<Unicode.Scalar>,
        _ escapes: Bool,
        _ nesting: Int
    ) throws -> String {
        // The field ends at its own brace; a specification may hold fields.
        var name = "", conversion: Unicode.Scalar?
        var specification = ""
        var depth = 0
        var inElement = false
        while let scalar = scalars.first, inElement || !"!:}".unicodeScalars.contains(scalar) {
            if scalar == "[" { inElement = true }
            if scalar == "]" { inElement = false }
            guard scalar != "{" else { throw TemplateFailure("unexpected '{' in field name") }
            name.unicodeScalars.append(scalars.removeFirst())
        }
        if scalars.first == "!" {
            scalars.removeFirst()
            conversion = scalars.popFirst()
            guard scalars.first == ":" || scalars.first == "}" else {
                throw TemplateFailure("expected ':' after conversion specifier")
            }
        }
        if scalars.first == ":" {
            scalars.removeFirst()
            while let scalar = scalars.first, depth > 0 || scalar != "}" {
                depth += scalar == "{" ? 1 : scalar == "}" ? -1 : 0
                specification.unicodeScalars.append(scalars.removeFirst())
            }
        }
        guard scalars.popFirst() == "}" else { throw TemplateFailure("expected '}' before end of string") }
        var value = try value(named: name)
        switch conversion {
        case nil: break
        case "s": value = .string(try rendering.text(of: value))
        case "r": value = .string(try rendering.representation(of: value))
        case "a": value = .string(PythonText.asciiRepresentation(of: try rendering.representation(of: value)))
        default: throw TemplateFailure("Unknown conversion specifier '\(conversion.map(String.init) ?? "")'")
        }
        if specification.contains("{") || specification.contains("}") {
            specification = try text(specification, nesting: nesting - 1)
        }
        let text: String
        if specification.isEmpty {
            text = try rendering.text(of: value)
        } else {
            if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
            text = try FormatSpecification(specification, limit: rendering.limits.textBytes).text(of: value)
        }
        if case .markup = value { return text }
        return escapes ? PythonText.escaped(text) : text
    }

    /// A field's name: `0`, `name`, `name.attribute[element]`.
    private mutating func value(named name: String) throws -> TemplateValue {
        let first = name.prefix { $0 != "." && $0 != "[" }
        var value: TemplateValue
        if first.isEmpty || first.allSatisfy({ $0.isASCII && $0.isNumber }) {
            let wanted: Counting = first.isEmpty ? .automatic : .manual
            guard counting == nil || counting == wanted else {
                throw TemplateFailure("cannot mix automatic field numbering and manual field specification")
            }
            counting = wanted
            let index = first.isEmpty ? nextIndex : Int(first) ?? .max
            nextIndex += first.isEmpty ? 1 : 0
            guard mapping == nil, index < arguments.positional.count else {
                throw TemplateFailure("Replacement index \(index) out of range for positional args tuple")
            }
            value = arguments.positional[index]
        } else if let mapping {
            value = try rendering.element(.string(String(first)), of: mapping)
            if value.isUndefined { throw TemplateFailure("KeyError: '\(first)'") }
        } else {
            guard let given = arguments.named.first(where: { $0.name == first }) else {
                throw TemplateFailure("KeyError: '\(first)'")
            }
            value = given.value
        }
        var rest = name.dropFirst(first.count)
        while let mark = rest.popFirst() {
            if mark == "." {
                let attribute = rest.prefix { $0 != "." && $0 != "[" }
                rest = rest.dropFirst(attribute.count)
                guard !attribute.isEmpty else { throw TemplateFailure("Empty attribute in format string") }
                value = try rendering.attribute(String(attribute), of: value)
            } else if mark == "[" {
                let key = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(key.count)
                guard !key.isEmpty else { throw TemplateFailure("Empty attribute in format string") }
                guard rest.popFirst() == "]" else { throw TemplateFailure("Missing ']' in format string") }
                let isNumber = key.allSatisfy { $0.isASCII && $0.isNumber }
                value = try rendering.element(isNumber ? .int(Int(key) ?? .max) : .string(String(key)), of: value)
            } else {
                throw TemplateFailure("Only '.' or '[' may follow ']' in format field specifier")
            }
        }
        return value
    }
}
