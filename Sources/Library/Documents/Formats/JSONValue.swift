// JSON (RFC 8259) as values that remember their order and their lines. Foundation's parser keeps neither, and
// both are wanted: keys as the file has them, and the lines as anchors.

/// A JSON value; objects keep the order of their members.
indirect enum JSONValue: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        var key: String
        var value: JSONValue
        /// The first and last line of the value, from 1.
        var lines: ClosedRange<Int>
    }

    case null
    case bool(Bool)
    /// As written, so that no digit is lost.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    init(parsing text: String) throws(JSONParser.Failure) {
        var parser = JSONParser(text)
        self = try parser.document().value
    }
}

/// Parses one JSON text.
struct JSONParser {
    /// Why a text is no JSON.
    struct Failure: Error, Equatable {
        let line: Int
        let reason: String
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line: Int
    private var depth = 0
    private static let depthLimit = 200

    /// Takes the text to parse and the number of its first line.
    init(_ text: String, firstLine line: Int = 1) {
        bytes = Array(text.utf8)
        self.line = line
    }

    /// The only value of the text with the lines it takes, and of an array also those of its elements.
    mutating func document() throws(Failure) -> (value: JSONValue, elementLines: [ClosedRange<Int>]) {
        skipSpace()
        var elementLines: [ClosedRange<Int>] = []
        let value: JSONValue
        if peek == UInt8(ascii: "[") {
            let (items, lines) = try array()
            value = .array(items)
            elementLines = lines
        } else {
            value = try self.value()
        }
        skipSpace()
        guard position == bytes.count else { throw failure("something follows the value") }
        return (value, elementLines)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ reason: String) -> Failure { Failure(line: line, reason: reason) }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            if byte == 0x0A { line += 1 }
            position += 1
        }
    }

    private mutating func value() throws(Failure) -> JSONValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw failure("it is nested deeper than \(Self.depthLimit) levels") }
        switch peek {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array().items)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw failure("it ends too early")
        default: return try number()
        }
    }

    private mutating func object() throws(Failure) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if Task.isCancelled { throw failure("the work was stopped") }
        position += 1
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw failure("a key is missing") }
            let key = try string()
            skipSpace()
            guard take(":") else { throw failure("a colon is missing") }
            skipSpace()
            let first = line
            let value = try self.value()
            members.append(JSONValue.Member(key: key, value: value, lines: first...line))
            skipSpace()
        } while take(",")
        guard take("}") else { throw failure("a brace is missing") }
        return members
    }

    private mutating func array() throws(Failure) -> (items: [JSONValue], lines: [ClosedRange<Int>]) {
        var items: [JSONValue] = []
        var lines: [ClosedRange<Int>] = []
        position += 1
        skipSpace()
        if take("]") { return (items, lines) }
        repeat {
            skipSpace()
            let first = line
            items.append(try value())
            if items.count & 0xFF == 0, Task.isCancelled { throw failure("the work was stopped") }
            lines.append(first...line)
            skipSpace()
        } while take(",")
        guard take("]") else { throw failure("a bracket is missing") }
        return (items, lines)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Failure) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("there is an unknown word") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        while let byte = peek, (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte) {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard !text.isEmpty, Double(text) != nil else { throw failure("there is no value") }
        return .number(text)
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        // Most strings have no escape: then their bytes are taken as they stand.
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\\"), byte != 0x0A {
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: bytes[start..<(position - 1)], as: UTF8.self) }
        }
        var text = Array(bytes[start..<position])
        var surrogate: UInt32?
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escape = peek else { break }
                position += 1
                switch escape {
                case UInt8(ascii: "n"): text.append(0x0A)
                case UInt8(ascii: "t"): text.append(0x09)
                case UInt8(ascii: "r"): text.append(0x0D)
                case UInt8(ascii: "b"), UInt8(ascii: "f"): text.append(0x20)
                case UInt8(ascii: "u"):
                    let unit = try hex4()
                    if let high = surrogate, (0xDC00..<0xE000).contains(unit) {
                        append(0x10000 + (high - 0xD800) << 10 + unit - 0xDC00, to: &text)
                        surrogate = nil
                    } else if (0xD800..<0xDC00).contains(unit) {
                        surrogate = unit
                    } else {
                        append(unit, to: &text)
                    }
                default: text.append(escape)
                }
            default:
                if byte == 0x0A { line += 1 }
                text.append(byte)
            }
        }
        throw failure("a string does not end")
    }

    private mutating func hex4() throws(Failure) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw failure("an escape is broken")
        }
        position += 4
        return unit
    }

    private func append(_ value: UInt32, to text: inout [UInt8]) {
        text.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    }
}
