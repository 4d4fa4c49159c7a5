// Filters on text.

extension TemplateFilters {
    static let text: [String: Filter] = [
        "lower": mapping("lower", PythonText.lowercased),
        "upper": mapping("upper", PythonText.uppercased),
        "capitalize": mapping("capitalize", PythonText.capitalized),
        "title": mapping("title", titled),
        "trim": { value, arguments, rendering in
            let given = try arguments.bound("trim", ["chars"])
            let text = try rendering.text(of: value)
            try rendering.charge(text.utf8.count)
            guard let chars = given[0], !chars.isNone else {
                return same(value, text.slice(text.rangeWithoutSpace()))
            }
            return same(value, StringMethods.strip(text, try chars.requiredText("strip")))
        },
        "replace": { value, arguments, rendering in
            let given = try arguments.bound("replace", ["old", "new", "count"], required: 2)
            let count = given[2].flatMap { $0.isNone ? nil : $0 }
            return .string(
                try StringMethods.replace(
                    rendering.text(of: given[0] ?? .none),
                    rendering.text(of: given[1] ?? .none),
                    count: count.integer("replace", default: -1),
                    in: rendering.text(of: value),
                    rendering
                )
            )
        },
        "center": { value, arguments, rendering in
            let width = try arguments.bound("center", ["width"])[0].integer("center", default: 80)
            return same(value, try StringMethods.padded(rendering.text(of: value), width, " ", "center", rendering))
        },
        "format": { value, arguments, rendering in
            guard arguments.named.isEmpty || arguments.positional.isEmpty else {
                throw TemplateFailure("can't handle positional and keyword arguments at the same time")
            }
            let operand: TemplateValue =
                arguments.named.isEmpty
                ? .tuple(arguments.positional)
                : .dictionary(TemplateDictionary(arguments.named.map { ($0.name, $0.value) }))
            let format = value.text == nil ? .string(try rendering.text(of: value)) : value
            return try TemplateArithmetic.apply(.remainder, format, operand, rendering)
        },
        "indent": indented,
        "truncate": truncated,
        "wordwrap": wrapped,
        "wordcount": { value, arguments, rendering in
            try arguments.none("wordcount")
            var count = 0, inWord = false
            for scalar in try rendering.text(of: value).unicodeScalars {
                let isWord = PythonText.isAlphanumeric(scalar) || scalar == "_"
                if isWord, !inWord { count += 1 }
                inWord = isWord
            }
            return .int(count)
        },
        "urlencode": urlEncoded,
    ]

    /// Text marked as safe stays so.
    static func same(_ value: TemplateValue, _ text: String) -> TemplateValue {
        if case .markup = value { .markup(text) } else { .string(text) }
    }

    private static func mapping(_ name: String, _ change: @escaping @Sendable (String) -> String) -> Filter {
        { value, arguments, rendering in
            try arguments.none(name)
            let text = try rendering.text(of: value)
            try rendering.charge(text.utf8.count)
            return same(value, change(text))
        }
    }

    /// Words begin after blanks, hyphens and opening brackets.
    @Sendable private static func titled(_ text: String) -> String {
        var result = "", word = ""
        func finish() {
            guard let first = word.unicodeScalars.first else { return }
            result += first.properties.uppercaseMapping
            result += PythonText.lowercased(String(word.unicodeScalars.dropFirst()))
            word = ""
        }
        for scalar in text.unicodeScalars {
            if PythonSpace.contains(scalar) || "-({[<".unicodeScalars.contains(scalar) {
                finish()
                result.unicodeScalars.append(scalar)
            } else {
                word.unicodeScalars.append(scalar)
            }
        }
        finish()
        return result
    }

    private static let indented: Filter = { value, arguments, rendering in
        let given = try arguments.bound("indent", ["width", "first", "blank"])
        if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
        let text = try value.requiredText("indent")
        let indentation: String
        if let width = given[0]?.text {
            indentation = width
        } else {
            let width = try given[0].integer("indent", default: 4)
            try rendering.checkText(width)
            indentation = String(repeating: " ", count: max(0, width))
        }
        let lines = PythonText.lines(of: text + "\n")
        try rendering.checkText(text.utf8.count + lines.count * indentation.utf8.count)
        try rendering.charge(text.utf8.count + lines.count * indentation.utf8.count)
        var result = given[1].truth() ? indentation : ""
        let indentsBlank = given[2].truth()
        for (index, line) in lines.enumerated() {
            if index > 0 {
                result += "\n"
                if indentsBlank || !line.isEmpty { result += indentation }
            }
            result += line
        }
        return same(value, result)
    }

    private static let truncated: Filter = { value, arguments, rendering in
        let given = try arguments.bound("truncate", ["length", "killwords", "end", "leeway"])
        let length = try given[0].integer("truncate", default: 255)
        let end = try given[2]?.requiredText("truncate") ?? "..."
        let leeway = try given[3].flatMap { $0.isNone ? nil : $0 }.integer("truncate", default: 5)
        guard length >= end.scalarCount else {
            throw TemplateFailure("expected length >= \(end.scalarCount), got \(length)")
        }
        guard leeway >= 0 else { throw TemplateFailure("expected leeway >= 0, got \(leeway)") }
        if try value.length() <= length + leeway { return value }
        let text = try value.requiredText("truncate")
        try rendering.charge(text.utf8.count)
        let head = text.slice(0..<text.byteOffset(ofScalar: length - end.scalarCount))
        if given[1].truth() { return same(value, head + end) }
        return same(value, (head.lastOffset(of: " ", before: .max).map { head.slice(0..<$0) } ?? head) + end)
    }

    private static let urlEncoded: Filter = { value, arguments, rendering in
        try arguments.none("urlencode")
        func quoted(_ value: TemplateValue, inQuery: Bool) throws -> String {
            var result = ""
            let text = try rendering.text(of: value)
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "~"):
                    result.unicodeScalars.append(Unicode.Scalar(byte))
                case UInt8(ascii: "/") where !inQuery: result += "/"
                case UInt8(ascii: " ") where inQuery: result += "+"
                default:
                    let digits = String(byte, radix: 16, uppercase: true)
                    result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
                }
            }
            return result
        }
        let pairs: [TemplateValue]
        switch value {
        case .dictionary(let dictionary): pairs = TemplateDictionaryView(.items, of: dictionary).elements
        case .list, .tuple, .object: pairs = try value.elements(rendering)
        default: return .string(try quoted(value, inQuery: false))
        }
        let parts = try pairs.map { pair in
            let parts = try pair.elements(rendering)
            guard parts.count == 2 else { throw TemplateFailure("urlencode() takes pairs of a key and a value") }
            return try quoted(parts[0], inQuery: true) + "=" + quoted(parts[1], inQuery: true)
        }
        return .string(parts.joined(separator: "&"))
    }

    private static let wrapped: Filter = { value, arguments, rendering in
        let given = try arguments.bound("wordwrap", ["width", "break_long_words", "wrapstring", "break_on_hyphens"])
        let width = try given[0].integer("wordwrap", default: 79)
        guard width > 0 else { throw TemplateFailure("invalid width \(width) (must be > 0)") }
        let separator = try given[2].flatMap { $0.isNone ? nil : $0 }?.requiredText("wordwrap") ?? "\n"
        let wrap = WordWrap(
            width: width,
            breaksLongWords: given[1].truth(default: true),
            breaksOnHyphens: given[3].truth(default: true)
        )
        let text = try value.requiredText("wordwrap")
        try rendering.charge(text.utf8.count * 8)
        return .string(
            PythonText.lines(of: text).map { wrap.lines(of: $0).joined(separator: separator) }
                .joined(separator: separator)
        )
    }
}
