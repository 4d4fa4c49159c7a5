// Python's format specifications: what stands after the colon in `{:>8.2f}`.

/// `[[fill]align][sign][#][0][width][,][.precision][type]`.
struct FormatSpecification {
    private var fill: Unicode.Scalar = " "
    private var align: Unicode.Scalar?
    private var sign: Unicode.Scalar = "-"
    private var alternate = false
    private var width = 0
    private var grouping: String?
    private var precision: Int?
    private var type: Unicode.Scalar?

    /// No width or precision may be larger than the limit.
    init(_ text: String, limit: Int) throws {
        var scalars = ArraySlice(text.unicodeScalars)
        func isAlign(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { "<>=^".unicodeScalars.contains($0) } ?? false }
        if isAlign(scalars.dropFirst().first) {
            fill = scalars.removeFirst()
            align = scalars.removeFirst()
        } else if isAlign(scalars.first) {
            align = scalars.removeFirst()
        }
        if let first = scalars.first, "+- ".unicodeScalars.contains(first) { sign = scalars.removeFirst() }
        if scalars.first == "z" { scalars.removeFirst() }
        if scalars.first == "#" {
            alternate = true
            scalars.removeFirst()
        }
        if scalars.first == "0" {
            if align == nil { (fill, align) = ("0", "=") }
            scalars.removeFirst()
        }
        width = try Self.number(&scalars, limit) ?? 0
        if let first = scalars.first, first == "," || first == "_" {
            grouping = String(first)
            scalars.removeFirst()
        }
        if scalars.first == "." {
            scalars.removeFirst()
            guard let number = try Self.number(&scalars, limit) else {
                throw TemplateFailure("Format specifier missing precision")
            }
            precision = number
        }
        type = scalars.popFirst()
        guard scalars.isEmpty else { throw TemplateFailure("Invalid format specifier '\(text)'") }
    }

    private static func number(_ scalars: inout ArraySlice<Unicode.Scalar>, _ limit: Int) throws -> Int? {
        var value: Int?
        while let digit = scalars.first, "0"..."9" ~= digit {
            value = (value ?? 0) * 10 + Int(digit.value) - 48
            guard value ?? 0 <= limit else { throw TemplateFailure.limit("the width is too large.") }
            scalars.removeFirst()
        }
        return value
    }

    func text(of value: TemplateValue) throws -> String {
        switch value {
        case .string(let text), .markup(let text): return try string(text)
        case .bool(let value): return try integer(value ? 1 : 0)
        case .int(let value): return try integer(value)
        case .float(let value): return try float(value)
        default: throw TemplateFailure("unsupported format string passed to \(value.typeName).__format__")
        }
    }

    private func string(_ text: String) throws -> String {
        guard type == nil || type == "s", sign == "-", align != "=", grouping == nil, !alternate else {
            throw TemplateFailure("the format is not for object of type 'str'")
        }
        let cut = precision.map { text.slice(0..<text.byteOffset(ofScalar: $0)) } ?? text
        return padded("", cut, default: "<")
    }

    private func integer(_ value: Int) throws -> String {
        switch type {
        case nil, "d", "n", "b", "o", "x", "X", "c":
            guard precision == nil else { throw TemplateFailure("Precision not allowed in integer format specifier") }
        case "e", "E", "f", "F", "g", "G", "%": return try float(Double(value))
        default: throw unknown("int")
        }
        if type == "c" {
            guard let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) else {
                throw TemplateFailure("%c arg not in range(0x110000)")
            }
            return padded("", String(scalar), default: "<")
        }
        let (radix, prefix) =
            switch type {
            case "b": (2, "0b")
            case "o": (8, "0o")
            case "x": (16, "0x")
            case "X": (16, "0X")
            default: (10, "")
            }
        guard grouping != "," || radix == 10 else { throw TemplateFailure("Cannot specify ',' with '\(type ?? "d")'.") }
        let digits = String(value.magnitude, radix: radix, uppercase: type == "X")
        return padded(
            signText(value < 0) + (alternate ? prefix : ""),
            digits,
            default: ">",
            groupSize: radix == 10 ? 3 : 4
        )
    }

    private func float(_ value: Double) throws -> String {
        var body: String
        let magnitude = value.magnitude
        switch type {
        case nil:
            body = precision.map { Self.general(magnitude, $0) } ?? PythonNumber.text(magnitude)
        case "f", "F", "e", "E", "g", "G":
            let conversion = type.map(Character.init) ?? "f"
            body = PythonNumber.formatted(magnitude, conversion, precision: precision ?? 6, alternate: alternate)
        case "n": body = PythonNumber.formatted(magnitude, "g", precision: precision ?? 6)
        case "%": body = PythonNumber.formatted(magnitude * 100, "f", precision: precision ?? 6) + "%"
        default: throw unknown("float")
        }
        if body.hasPrefix("-") { body.removeFirst() }
        return padded(signText(value.sign == .minus && !value.isNaN), body, default: ">")
    }

    /// Without a type, a precision counts digits and a point always has one behind it.
    private static func general(_ value: Double, _ precision: Int) -> String {
        guard value.isFinite else { return PythonNumber.text(value) }
        let precision = max(1, precision)
        let scientific = PythonNumber.formatted(value, "e", precision: precision - 1)
        let exponent = scientific.split(separator: "e").last.flatMap { Int($0) } ?? 0
        if exponent < -4 || exponent >= precision - 1, value != 0 {
            var mantissa = String(scientific.prefix { $0 != "e" })
            if mantissa.contains(".") {
                while mantissa.hasSuffix("0") { mantissa.removeLast() }
                if mantissa.hasSuffix(".") { mantissa.removeLast() }
            }
            let digits = String(exponent.magnitude)
            return mantissa + "e" + (exponent < 0 ? "-" : "+") + (digits.count < 2 ? "0" : "") + digits
        }
        let text = PythonNumber.formatted(value, "g", precision: precision)
        return text.contains(".") ? text : text + ".0"
    }

    private func signText(_ isNegative: Bool) -> String { isNegative ? "-" : sign == "-" ? "" : String(sign) }

    private func unknown(_ name: String) -> TemplateFailure {
        TemplateFailure("Unknown format code '\(type.map(String.init) ?? "")' for object of type '\(name)'")
    }

    /// Fills up to the width; groups digits, zeros of the filling among them.
    private func padded(
        _ prefix: String,
        _ body: String,
        default fallback: Unicode.Scalar,
        groupSize: Int = 3
    ) -> String {
        var body = body
        if let grouping {
            let digits = body.prefix { $0.isHexDigit && $0 != "e" && $0 != "E" || $0.isHexDigit && groupSize == 4 }
            let rest = body.dropFirst(digits.count)
            var whole = String(digits)
            if fill == "0", align == "=" {
                func grouped() -> String { PythonNumber.grouped(whole, by: grouping, size: groupSize) }
                while prefix.count + grouped().count + rest.count < width { whole = "0" + whole }
            }
            body = PythonNumber.grouped(whole, by: grouping, size: groupSize) + rest
        }
        let missing = max(0, width - prefix.scalarCount - body.scalarCount)
        func filling(_ count: Int) -> String { String(repeating: String(fill), count: count) }
        return switch align ?? fallback {
        case "<": prefix + body + filling(missing)
        case "^": filling(missing / 2) + prefix + body + filling(missing - missing / 2)
        case "=": prefix + filling(missing) + body
        default: filling(missing) + prefix + body
        }
    }
}
