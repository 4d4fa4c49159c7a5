// Reads JSON from files that nobody vouches for: a member named twice is an error and no matter of luck, depth is bounded,
// and errors name the byte.

extension JSON {
    /// Parses the whole of the bytes, which `place` names in errors, such as "header".
    ///
    /// RFC 8259 with two things more: `NaN`, `Infinity` and `-Infinity`, which Python writes, and one less: an object
    /// must not name a member twice.
    package init(parsing bytes: [UInt8], file: String, place: String = "") throws(ModelFileError) {
        var parser = JSONParser(bytes: bytes, file: file, place: place)
        self = try parser.parseAll()
    }

    /// Reads a file of at most so many bytes.
    package init(contentsOf path: String, byteLimit: Int = 256 << 20) throws(ModelFileError) {
        let file = try MappedFile(path: path)
        guard file.byteCount <= byteLimit else {
            throw .invalid(
                file: path,
                place: "size",
                expected: "at most \(byteLimit) bytes of JSON",
                found: "\(file.byteCount)"
            )
        }
        // Copied from the mapping once, within its bounds.
        let bytes = unsafe file.withBytes(in: 0..<file.byteCount) { unsafe Array($0) }
        try self.init(parsing: bytes, file: path)
    }
}

/// A recursive descent over bytes; every step moves forward, so time and memory follow the input's size.
private struct JSONParser {
    let bytes: [UInt8]
    let file: String
    let place: String
    var position = 0
    var depth = 0

    /// Deeper than any configuration, and far from the end of a thread's stack.
    static let depthLimit = 64

    init(bytes: [UInt8], file: String, place: String) {
        self.bytes = bytes
        self.file = file
        self.place = place
    }

    mutating func parseAll() throws(ModelFileError) -> JSON {
        // Editors on Windows put a byte order mark in front.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = try parseValue()
        skipSpace()
        guard position == bytes.count else { throw failure("the end of the JSON") }
        return value
    }

    private mutating func parseValue() throws(ModelFileError) -> JSON {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try parseObject()
        case UInt8(ascii: "["): return try parseArray()
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t") where take("true"): return .bool(true)
        case UInt8(ascii: "f") where take("false"): return .bool(false)
        case UInt8(ascii: "n") where take("null"): return .null
        case UInt8(ascii: "N") where take("NaN"): return .number(.nan)
        case UInt8(ascii: "I") where take("Infinity"): return .number(.infinity)
        case UInt8(ascii: "-") where take("-Infinity"): return .number(-.infinity)
        case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try parseNumber()
        default: throw failure("a value")
        }
    }

    private mutating func parseObject() throws(ModelFileError) -> JSON {
        try descend()
        defer { depth -= 1 }
        var members: [String: JSON] = [:]
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw failure("the name of a member") }
            let start = position
            let name = try parseString()
            skipSpace()
            guard take(":") else { throw failure("a colon") }
            let value = try parseValue()
            guard members.updateValue(value, forKey: name) == nil else {
                position = start
                throw failure("each member once", found: "\(quoted(name)) again")
            }
            skipSpace()
        } while take(",")
        guard take("}") else { throw failure("a comma or the end of the object") }
        return .object(members)
    }

    private mutating func parseArray() throws(ModelFileError) -> JSON {
        try descend()
        defer { depth -= 1 }
        var elements: [JSON] = []
        skipSpace()
        if take("]") { return .array(elements) }
        repeat {
            elements.append(try parseValue())
            skipSpace()
        } while take(",")
        guard take("]") else { throw failure("a comma or the end of the list") }
        return .array(elements)
    }

    private mutating func descend() throws(ModelFileError) {
        guard depth < Self.depthLimit else {
            throw failure("at most \(Self.depthLimit) levels of objects and lists", found: "another")
        }
        depth += 1
        position += 1
    }

    private mutating func parseString() throws(ModelFileError) -> String {
        position += 1
        var text: [UInt8] = []
        var start = position
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                text += bytes[start..<position]
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw failure("UTF-8 text", found: "other bytes before it")
                }
                position += 1
                return string
            case UInt8(ascii: "\\"):
                text += bytes[start..<position]
                position += 1
                text += try parseEscape().utf8
                start = position
            case 0..<0x20: throw failure("no control characters in a string")
            default: position += 1
            }
        }
        throw failure("the end of the string")
    }

    private mutating func parseEscape() throws(ModelFileError) -> String {
        guard let byte = peek else { throw failure("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try parseHexadecimal()
            if UTF16.isLeadSurrogate(unit), take("\\u") {
                let trail = try parseHexadecimal()
                if UTF16.isTrailSurrogate(trail) { return String(decoding: [unit, trail], as: UTF16.self) }
                throw failure("the second half of a surrogate pair before it")
            }
            guard let scalar = Unicode.Scalar(unit) else { throw failure("a whole surrogate pair") }
            return String(Character(scalar))
        default:
            position -= 1
            throw failure("an escape")
        }
    }

    private mutating func parseHexadecimal() throws(ModelFileError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits")
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }

    private mutating func parseNumber() throws(ModelFileError) -> JSON {
        let start = position
        _ = take("-")
        if !take("0") { try takeDigits() }
        var isWhole = true
        if take(".") {
            isWhole = false
            try takeDigits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try takeDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            position = start
            throw failure("a number that a double holds")
        }
        return .number(value)
    }

    private mutating func takeDigits() throws(ModelFileError) {
        let start = position
        while let byte = peek, isDigit(byte) { position += 1 }
        guard position > start else { throw failure("a digit") }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ text: StaticString) -> Bool {
        let found = text.withUTF8Buffer { expected in
            // The buffer of a static string is valid for the program's life.
            unsafe bytes[position...].starts(with: expected)
        }
        if found { position += text.utf8CodeUnitCount }
        return found
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func failure(_ expected: String, found: String? = nil) -> ModelFileError {
        let here = found ?? peek.map { quoted(String(decoding: [$0], as: UTF8.self)) } ?? "the end"
        let place = (place.isEmpty ? "" : place + ", ") + "byte \(position)"
        return .invalid(file: file, place: place, expected: expected, found: here)
    }
}
