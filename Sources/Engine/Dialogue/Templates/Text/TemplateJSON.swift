// Writes values as `json.dumps` does; this is what Hugging Face puts in place of jinja2's own `tojson`.

/// One call of `tojson`.
struct TemplateJSON {
    /// Escapes everything beyond ASCII.
    var asciiOnly = false
    /// What one level is indented by; nothing puts everything into one line.
    var indent: String?
    var itemSeparator = ", "
    var keySeparator = ": "
    var sortsKeys = false

    private var bytes: [UInt8] = []
    private let rendering: Rendering

    /// `tojson(ensure_ascii=false, indent=none, separators=none, sort_keys=false)`.
    private init(_ arguments: TemplateArguments, _ rendering: Rendering) throws {
        self.rendering = rendering
        let given = try arguments.bound("tojson", ["ensure_ascii", "indent", "separators", "sort_keys"])
        asciiOnly = given[0].truth()
        sortsKeys = given[3].truth()
        switch given[1] {
        case nil, TemplateValue.none?: break
        case let value?:
            indent =
                try value.text ?? String(repeating: " ", count: min(max(0, value.requiredInteger("tojson")), 1_000))
            // With an indentation the separator ends the line.
            itemSeparator = ","
        }
        switch given[2] {
        case nil, TemplateValue.none?: break
        case .list(let pair)?, .tuple(let pair)?:
            guard pair.elements.count == 2, let item = pair.elements[0].text, let key = pair.elements[1].text else {
                throw TemplateFailure("tojson() separators must be two strings")
            }
            (itemSeparator, keySeparator) = (item, key)
        default: throw TemplateFailure("tojson() separators must be two strings")
        }
    }

    /// The text of a value.
    static func text(_ value: TemplateValue, _ arguments: TemplateArguments, _ rendering: Rendering) throws
        -> String
    {
        var json = try TemplateJSON(arguments, rendering)
        try json.write(value, level: 0)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private mutating func write(_ value: TemplateValue, level: Int) throws {
        try rendering.checkText(bytes.count)
        switch value {
        case .none: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): append(String(value))
        case .float(let value): append(Self.number(value))
        case .string(let text), .markup(let text): writeString(text)
        case .list(let sequence), .tuple(let sequence):
            try writeAll(sequence.elements.count, "[", "]", level) { json, index in
                try json.write(sequence.elements[index], level: level + 1)
            }
        case .dictionary(let dictionary):
            let order = sortsKeys ? try sortedOrder(dictionary) : Array(0..<dictionary.count)
            try writeAll(order.count, "{", "}", level) { json, place in
                json.writeString(try Self.key(dictionary.keys[order[place]]))
                json.append(json.keySeparator)
                try json.write(dictionary.values[order[place]], level: level + 1)
            }
        case .undefined, .object:
            throw TemplateFailure("Object of type \(value.typeName) is not JSON serializable")
        }
    }

    private mutating func writeAll(
        _ count: Int,
        _ open: String,
        _ close: String,
        _ level: Int,
        _ element: (inout TemplateJSON, Int) throws -> Void
    ) throws {
        append(open)
        for index in 0..<count {
            if index > 0 { append(itemSeparator) }
            newLine(level + 1)
            try element(&self, index)
        }
        if count > 0 { newLine(level) }
        append(close)
    }

    private mutating func newLine(_ level: Int) {
        guard let indent else { return }
        append("\n")
        for _ in 0..<level { append(indent) }
    }

    private func sortedOrder(_ dictionary: TemplateDictionary) throws -> [Int] {
        try (0..<dictionary.count).sorted {
            try TemplateComparison.precedes(dictionary.keys[$0], dictionary.keys[$1], rendering)
        }
    }

    private static func key(_ key: TemplateValue) throws -> String {
        switch key {
        case .string(let text), .markup(let text): return text
        case .none: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        case .float(let value): return number(value)
        default: throw TemplateFailure("keys must be str, int, float, bool or None, not \(key.typeName)")
        }
    }

    private static func number(_ value: Double) -> String {
        value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Infinity" : "Infinity") : PythonNumber.text(value)
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func writeString(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let view = text.utf8
        var start = 0
        while true {
            let end = text.firstJSONEscape(from: start, asciiOnly: asciiOnly)
            if start == 0, end == view.count {
                bytes.append(contentsOf: view)
            } else {
                let first = view.index(view.startIndex, offsetBy: start)
                bytes.append(contentsOf: view[first..<view.index(first, offsetBy: end - start)])
            }
            guard end < view.count else { break }
            let scalar = text.unicodeScalars[view.index(view.startIndex, offsetBy: end)]
            writeEscape(scalar)
            start = end + UTF8.width(scalar)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeEscape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append("\\\"")
        case "\\": append("\\\\")
        case "\n": append("\\n")
        case "\r": append("\\r")
        case "\t": append("\\t")
        case "\u{8}": append("\\b")
        case "\u{C}": append("\\f")
        default:
            for unit in UTF16.encode(scalar) ?? .init() {
                let digits = String(unit, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
            }
        }
    }
}
