// `"%s" % value`: C's conversions with Python's arguments.

/// One formatting by `%`.
struct PercentFormat {
    private let arguments: [TemplateValue]
    /// What `%(name)s` is looked up in.
    private let mapping: TemplateValue?
    private let escapes: Bool
    private let rendering: Rendering
    private var used = 0

    /// Where the text is marked as safe, what is put into it is escaped.
    init(_ operand: TemplateValue, escapes: Bool = false, _ rendering: Rendering) {
        self.escapes = escapes
        self.rendering = rendering
        switch operand {
        case .tuple(let sequence): (arguments, mapping) = (sequence.elements, nil)
        case .dictionary, .list, .undefined: (arguments, mapping) = ([operand], operand)
        case .object(let object): (arguments, mapping) = ([operand], object.isSequence ? operand : nil)
        default: (arguments, mapping) = ([operand], nil)
        }
    }

    mutating func text(_ format: String) throws -> String {
        var result = String.UnicodeScalarView()
        var scalars = ArraySlice(format.unicodeScalars)
        while let scalar = scalars.popFirst() {
            if scalar == "%" {
                result.append(contentsOf: try conversion(&scalars).unicodeScalars)
                try rendering.checkText(result.count)
            } else {
                result.append(scalar)
            }
        }
        guard used >= arguments.count || mapping != nil else {
            throw TemplateFailure("not all arguments converted during string formatting")
        }
        return String(result)
    }

    private struct Conversion {
        var left = false
        var zero = false
        var plus = false
        var space = false
        var alternate = false
        var width = 0
        var precision: Int?
    }

    private mutating func conversion(_ scalars: inout ArraySlice<Unicode.Scalar>) throws -> String {
        var named: TemplateValue?
        if scalars.first == "(" {
            scalars.removeFirst()
            var name = "", depth = 1
            while let scalar = scalars.popFirst() {
                depth += scalar == "(" ? 1 : scalar == ")" ? -1 : 0
                if depth == 0 { break }
                name.unicodeScalars.append(scalar)
            }
            guard let mapping, case .dictionary(let dictionary) = mapping else {
                throw TemplateFailure("format requires a mapping")
            }
            guard depth == 0 else { throw TemplateFailure("incomplete format key") }
            guard let value = dictionary.value(name) else { throw TemplateFailure("KeyError: '\(name)'") }
            named = value
        }
        var conversion = Conversion()
        flags: while let flag = scalars.first {
            switch flag {
            case "-": conversion.left = true
            case "0": conversion.zero = true
            case "+": conversion.plus = true
            case " ": conversion.space = true
            case "#": conversion.alternate = true
            default: break flags
            }
            scalars.removeFirst()
        }
        if let width = try number(&scalars) {
            conversion.width = Int(width.magnitude)
            if width < 0 { conversion.left = true }
        }
        if scalars.first == "." {
            scalars.removeFirst()
            conversion.precision = max(0, try number(&scalars) ?? 0)
        }
        while let length = scalars.first, "hlL".unicodeScalars.contains(length) { scalars.removeFirst() }
        guard let type = scalars.popFirst() else { throw TemplateFailure("incomplete format") }
        if type == "%" { return "%" }
        return try text(of: try named ?? next(), type, conversion)
    }

    private mutating func next() throws -> TemplateValue {
        guard used < arguments.count else { throw TemplateFailure("not enough arguments for format string") }
        used += 1
        return arguments[used - 1]
    }

    private mutating func number(_ scalars: inout ArraySlice<Unicode.Scalar>) throws -> Int? {
        if scalars.first == "*" {
            scalars.removeFirst()
            let value = try next()
            guard let width = value.integer else { throw TemplateFailure("* wants int") }
            guard width.magnitude <= rendering.limits.textBytes else {
                throw TemplateFailure.limit("the width is too large.")
            }
            return width
        }
        var value: Int?
        while let digit = scalars.first, "0"..."9" ~= digit {
            value = (value ?? 0) * 10 + Int(digit.value) - 48
            guard value ?? 0 <= rendering.limits.textBytes else {
                throw TemplateFailure.limit("the width is too large.")
            }
            scalars.removeFirst()
        }
        return value
    }

    private func text(of value: TemplateValue, _ type: Unicode.Scalar, _ conversion: Conversion) throws -> String {
        switch type {
        case "s", "r", "a":
            var text =
                switch type {
                case "s": try rendering.text(of: value)
                case "r": try rendering.representation(of: value)
                default: PythonText.asciiRepresentation(of: try rendering.representation(of: value))
                }
            if escapes {
                if case .markup = value, type == "s" {} else { text = PythonText.escaped(text) }
            }
            if let precision = conversion.precision { text = text.slice(0..<text.byteOffset(ofScalar: precision)) }
            return padded("", text, conversion, zero: false)
        case "c":
            if let text = value.text, text.scalarCount == 1 { return padded("", text, conversion, zero: false) }
            guard let scalar = value.integer.flatMap(UInt32.init(exactly:)).flatMap(Unicode.Scalar.init) else {
                throw TemplateFailure("%c requires int or char")
            }
            return padded("", String(scalar), conversion, zero: false)
        case "d", "i", "u", "o", "x", "X": return try integer(value, type, conversion)
        case "e", "E", "f", "F", "g", "G":
            guard let number = value.number else {
                throw TemplateFailure("must be real number, not \(value.typeName)")
            }
            var body = PythonNumber.formatted(
                number.magnitude,
                Character(type),
                precision: conversion.precision ?? 6,
                alternate: conversion.alternate
            )
            if body.hasPrefix("-") { body.removeFirst() }
            return padded(
                sign(number.sign == .minus && !number.isNaN, conversion),
                body,
                conversion,
                zero: number.isFinite
            )
        default: throw TemplateFailure("unsupported format character '\(type)'")
        }
    }

    private func integer(_ value: TemplateValue, _ type: Unicode.Scalar, _ conversion: Conversion) throws -> String {
        let number: Int
        if let integer = value.integer {
            number = integer
        } else if case .float(let value) = value, "diu".unicodeScalars.contains(type) {
            number = try PythonNumber.truncated(value)
        } else {
            throw TemplateFailure("%\(type) format: a number is required, not \(value.typeName)")
        }
        let (radix, prefix) =
            switch type {
            case "o": (8, "0o")
            case "x": (16, "0x")
            case "X": (16, "0X")
            default: (10, "")
            }
        var digits = String(number.magnitude, radix: radix, uppercase: type == "X")
        if let precision = conversion.precision, precision > digits.utf8.count {
            digits = String(repeating: "0", count: precision - digits.utf8.count) + digits
        }
        return padded(
            sign(number < 0, conversion) + (conversion.alternate ? prefix : ""),
            digits,
            conversion,
            zero: true
        )
    }

    private func sign(_ isNegative: Bool, _ conversion: Conversion) -> String {
        isNegative ? "-" : conversion.plus ? "+" : conversion.space ? " " : ""
    }

    private func padded(_ prefix: String, _ body: String, _ conversion: Conversion, zero: Bool) -> String {
        let missing = max(0, conversion.width - prefix.scalarCount - body.scalarCount)
        if conversion.left { return prefix + body + String(repeating: " ", count: missing) }
        if zero, conversion.zero { return prefix + String(repeating: "0", count: missing) + body }
        return String(repeating: " ", count: missing) + prefix + body
    }
}
