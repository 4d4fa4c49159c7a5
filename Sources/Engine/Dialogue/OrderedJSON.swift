// JSON whose objects keep their order: what models read is trained text, and a schema with its keys shuffled is another
// text. Tools, arguments of calls and the contexts of templates are such values.

/// A value of JSON.
package enum OrderedJSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([OrderedJSON])
    case object([Member])

    /// A name with its value.
    package struct Member: Sendable, Equatable {
        package var name: String
        package var value: OrderedJSON

        package init(_ name: String, _ value: OrderedJSON) { (self.name, self.value) = (name, value) }
    }

    /// The value of an object's member.
    package subscript(name: String) -> OrderedJSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }
}

/// Where a text stops being JSON.
package struct OrderedJSONError: Error, Equatable, CustomStringConvertible {
    package var message: String
    /// Counted in bytes.
    package var offset: Int

    package var description: String { "This is no JSON at byte \(offset): \(message)" }
}

extension OrderedJSON {
    /// Reads a text as RFC 8259 has it.
    ///
    /// Of members with one name the last counts, in the place of the first, as in Python.
    ///
    /// - Throws: `OrderedJSONError`, also for more than 200 values inside one another.
    package init(parsing text: String) throws {
        var parser = OrderedJSONParser(text)
        self = try parser.document()
    }
}

/// Reads JSON byte by byte.
private struct OrderedJSONParser {
    private let bytes: [UInt8]
    private var position = 0

    private static let deepest = 200

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func document() throws -> OrderedJSON {
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw error("more follows the value.") }
        return value
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func error(_ message: String) -> OrderedJSONError { OrderedJSONError(message: message, offset: position) }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws -> OrderedJSON {
        guard depth <= Self.deepest else { throw error("more than \(Self.deepest) values stand inside one another.") }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["):
            position += 1
            var elements: [OrderedJSON] = []
            if skip(UInt8(ascii: "]")) { return .array([]) }
            repeat { elements.append(try value(depth: depth + 1)) } while skip(UInt8(ascii: ","))
            guard skip(UInt8(ascii: "]")) else { throw error("',' or ']' is expected.") }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: OrderedJSON) throws -> OrderedJSON {
        guard bytes[position...].starts(with: word.utf8) else { throw error("a value is expected.") }
        position += word.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws -> OrderedJSON {
        position += 1
        var members: [OrderedJSON.Member] = []
        var places: [String: Int] = [:]
        if skip(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error("the name of a member is expected.") }
            let name = try string()
            guard skip(UInt8(ascii: ":")) else { throw error("':' is expected.") }
            let value = try value(depth: depth + 1)
            // Names that only look alike are different members, so the table can only say where to look.
            if let place = places[name], Array(members[place].name.utf8) == Array(name.utf8) {
                members[place].value = value
            } else {
                places[name] = members.count
                members.append(OrderedJSON.Member(name, value))
            }
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw error("',' or '}' is expected.") }
        return .object(members)
    }

    private mutating func number() throws -> OrderedJSON {
        let start = position
        func digits(_ parser: inout OrderedJSONParser) -> Int {
            let first = parser.position
            while let byte = parser.current, 0x30...0x39 ~= byte { parser.position += 1 }
            return parser.position - first
        }
        if current == UInt8(ascii: "-") { position += 1 }
        let zero = current == UInt8(ascii: "0")
        let whole = digits(&self)
        guard whole > 0, !zero || whole == 1 else { throw error("a value is expected.") }
        var isWhole = true
        if current == UInt8(ascii: ".") {
            position += 1
            isWhole = false
            guard digits(&self) > 0 else { throw error("a digit is expected.") }
        }
        if let byte = current, byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            isWhole = false
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            guard digits(&self) > 0 else { throw error("a digit is expected.") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int(text) { return .int(integer) }
        guard let double = Double(text) else { throw error("the number is too large.") }
        return .double(double)
    }

    private mutating func string() throws -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(&text)
            case 0..<0x20: throw error("a control character has to be escaped.")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw error("the string does not end.")
    }

    private mutating func escape(_ text: inout [UInt8]) throws {
        guard let byte = current else { throw error("the string does not end.") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]), current == UInt8(ascii: "\\"), position + 1 < bytes.count,
                bytes[position + 1] == UInt8(ascii: "u")
            {
                let place = position
                position += 2
                let next = try unit()
                if UTF16.isTrailSurrogate(next) { units.append(next) } else { position = place }
            }
            text.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        default: throw error("the escape means no character.")
        }
    }

    private mutating func unit() throws -> UInt16 {
        guard position + 4 <= bytes.count,
            bytes[position..<position + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits are expected.") }
        position += 4
        return unit
    }
}
