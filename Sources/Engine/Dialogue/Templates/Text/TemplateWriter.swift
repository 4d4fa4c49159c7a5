// Writes values as Python's `str` and `repr` do.

/// Turns values into text, into the bytes of a rendering or a string of its own.
struct TemplateWriter {
    private(set) var bytes: [UInt8] = []
    /// Bytes that may still be written: shared lists can print as far more than they hold.
    private var remaining: Int

    init(limit: Int) { remaining = limit }

    /// `repr()`, for messages: cut where it is long.
    static func representation(of value: TemplateValue) -> String {
        var writer = TemplateWriter(limit: 4_000)
        do { try writer.writeRepresentation(value) } catch { return "…" }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private mutating func write(_ text: String) throws {
        remaining -= text.utf8.count
        guard remaining >= 0 else { throw TemplateFailure.limit("the text is too long.") }
        bytes.append(contentsOf: text.utf8)
    }

    /// `str()`.
    mutating func write(_ value: TemplateValue) throws {
        switch value {
        case .undefined: break
        case .string(let text), .markup(let text): try write(text)
        default: try writeRepresentation(value)
        }
    }

    /// `repr()`.
    mutating func writeRepresentation(_ value: TemplateValue) throws {
        switch value {
        case .undefined: try write("Undefined")
        case .none: try write("None")
        case .bool(let value): try write(value ? "True" : "False")
        case .int(let value): try write(String(value))
        case .float(let value): try write(PythonNumber.text(value))
        case .string(let text): try write(PythonText.representation(of: text))
        case .markup(let text): try write("Markup(\(PythonText.representation(of: text)))")
        case .list(let sequence): try writeElements(sequence.elements, "[", "]")
        case .tuple(let sequence):
            try writeElements(sequence.elements, "(", sequence.elements.count == 1 ? ",)" : ")")
        case .dictionary(let dictionary):
            try write("{")
            for index in 0..<dictionary.count {
                if index > 0 { try write(", ") }
                try writeRepresentation(dictionary.keys[index])
                try write(": ")
                try writeRepresentation(dictionary.values[index])
            }
            try write("}")
        case .object(let object): try write(object.representation)
        }
    }

    private mutating func writeElements(_ elements: [TemplateValue], _ open: String, _ close: String) throws {
        try write(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { try write(", ") }
            try writeRepresentation(element)
        }
        try write(close)
    }
}
