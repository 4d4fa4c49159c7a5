// The JSON of tokenizer.json. A vocabulary holds strings that Swift takes for equal, such as "é" composed and decomposed, and
// the order of its members counts; so its objects are lists here, not dictionaries, and names are compared byte by byte.

internal import ModelFiles

/// Any JSON, with the members of objects in order.
enum ExactJSON: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([ExactJSON])
    case object([(name: String, value: ExactJSON)])

    /// The first member of that name; nil where there is none or where it is null.
    subscript(name: StaticString) -> ExactJSON? {
        guard case .object(let members) = self else { return nil }
        let found = members.first { member in
            member.name.utf8.count == name.utf8CodeUnitCount
                && name.withUTF8Buffer { unsafe member.name.utf8.elementsEqual($0) }
        }
        if case .null? = found?.value { return nil }
        return found?.value
    }

    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var integer: Int? { if case .number(let value) = self { Int(exactly: value) } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var string: String? { if case .string(let value) = self { value } else { nil } }
    var array: [ExactJSON]? { if case .array(let elements) = self { elements } else { nil } }
    var members: [(name: String, value: ExactJSON)]? { if case .object(let members) = self { members } else { nil } }

    /// Parses all of the bytes (RFC 8259).
    init(_ bytes: [UInt8], file: String) throws(ModelFileError) {
        var parser = ExactJSONParser(bytes: bytes, file: file)
        self = try parser.document()
    }
}

/// Recursive descent over the bytes, of bounded depth.
private struct ExactJSONParser {
    private static let deepest = 64

    let bytes: [UInt8]
    let file: String
    private var position = 0
    private var depth = 0

    init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    mutating func document() throws(ModelFileError) -> ExactJSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw expected("the end of the JSON") }
        return value
    }

    private func expected(_ what: String) -> ModelFileError {
        let found = position < bytes.count ? "byte \(bytes[position])" : "the end"
        return .invalid(file: file, place: "byte \(position)", expected: what, found: found)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard next == byte.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(ModelFileError) -> ExactJSON {
        skipSpace()
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw expected("JSON nested at most \(Self.deepest) deep") }
        switch next {
        case UInt8(ascii: "{"): return .object(try members())
        case UInt8(ascii: "["): return .array(try elements())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ text: String, _ value: ExactJSON) throws(ModelFileError) -> ExactJSON {
        guard bytes[position...].starts(with: text.utf8) else { throw expected("a JSON value") }
        position += text.utf8.count
        return value
    }

    private mutating func members() throws(ModelFileError) -> [(name: String, value: ExactJSON)] {
        position += 1
        var members: [(name: String, value: ExactJSON)] = []
        if take("}") { return members }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw expected("a name in quotation marks") }
            let name = try string()
            guard take(":") else { throw expected("a colon") }
            members.append((name, try value()))
        } while take(",")
        guard take("}") else { throw expected("a comma or }") }
        return members
    }

    private mutating func elements() throws(ModelFileError) -> [ExactJSON] {
        position += 1
        var elements: [ExactJSON] = []
        if take("]") { return elements }
        repeat { elements.append(try value()) } while take(",")
        guard take("]") else { throw expected("a comma or ]") }
        return elements
    }

    private mutating func number() throws(ModelFileError) -> Double {
        let start = position
        var whole = 0
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), position - start < 15 {
            whole = whole * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
        }
        guard let byte = next, "+-.eE0123456789".utf8.contains(byte) else {
            guard position > start else { throw expected("a JSON value") }
            return Double(whole)
        }
        while let byte = next, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
        guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            position = start
            throw expected("a number")
        }
        return number
    }

    private mutating func string() throws(ModelFileError) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
        var text = String(decoding: bytes[start..<position], as: UTF8.self)
        while next == UInt8(ascii: "\\") {
            position += 1
            text.unicodeScalars.append(try escape())
            let start = position
            while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
            text += String(decoding: bytes[start..<position], as: UTF8.self)
        }
        guard next != nil else { throw expected("the end of a string") }
        position += 1
        return text
    }

    private mutating func escape() throws(ModelFileError) -> Unicode.Scalar {
        guard let byte = next else { throw expected("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            guard UTF16.isLeadSurrogate(unit), bytes[position...].starts(with: Array("\\u".utf8)) else {
                return Unicode.Scalar(unit) ?? "\u{FFFD}"
            }
            position += 2
            let pair = [unit, try codeUnit()]
            return String(decoding: pair, as: UTF16.self).unicodeScalars.first ?? "\u{FFFD}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        default: throw expected("an escape of JSON")
        }
    }

    private mutating func codeUnit() throws(ModelFileError) -> UInt16 {
        guard position + 4 <= bytes.count,
            let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw expected("four hexadecimal digits") }
        position += 4
        return unit
    }
}
