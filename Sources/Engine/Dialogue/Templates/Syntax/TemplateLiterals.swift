// Numbers and strings as they are written in a template, which is how Python writes them.

/// A number: decimal, hexadecimal, octal, binary or floating, with `_` between digits.
struct TemplateNumberLiteral {
    /// The characters that belong to it.
    let text: String
    /// Nothing when it is too large.
    let kind: TemplateToken.Kind?

    init(_ source: [UInt8], from start: Int) {
        func at(_ index: Int) -> UInt8 { index < source.count ? source[index] : 0 }
        /// The end of digits with single underscores between them.
        func digits(_ from: Int, _ isDigit: (UInt8) -> Bool, leadingUnderscore: Bool = false) -> Int {
            var end = from
            while true {
                if isDigit(at(end)) {
                    end += 1
                } else if at(end) == UInt8(ascii: "_"), end > from || leadingUnderscore, isDigit(at(end + 1)) {
                    end += 2
                } else {
                    return end
                }
            }
        }
        func literal(_ end: Int) -> String {
            String(decoding: source[start..<end].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        }
        let isDecimal: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        var end = digits(start, isDecimal)
        // A point after a point belongs to a path such as `x.0.1`.
        if start == 0 || source[start - 1] != UInt8(ascii: ".") {
            var float = end
            if at(float) == UInt8(ascii: "."), isDecimal(at(float + 1)) { float = digits(float + 1, isDecimal) }
            if at(float) | 0x20 == UInt8(ascii: "e") {
                let sign = at(float + 1) == UInt8(ascii: "+") || at(float + 1) == UInt8(ascii: "-")
                let exponent = float + (sign ? 2 : 1)
                if isDecimal(at(exponent)) { float = digits(exponent, isDecimal) }
            }
            if float > end {
                text = String(decoding: source[start..<float], as: UTF8.self)
                kind = Double(literal(float)).map { .float($0) }
                return
            }
        }
        let radixes: [UInt8: (Int, (UInt8) -> Bool)] = [
            UInt8(ascii: "x"): (16, { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }),
            UInt8(ascii: "o"): (8, { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }),
            UInt8(ascii: "b"): (2, { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "1") }),
        ]
        if at(start) == UInt8(ascii: "0"), let (radix, isDigit) = radixes[at(start + 1) | 0x20] {
            let last = digits(start + 2, isDigit, leadingUnderscore: true)
            if last > start + 2 {
                text = String(decoding: source[start..<last], as: UTF8.self)
                kind = Int(literal(last).dropFirst(2), radix: radix).map { .integer($0) }
                return
            }
        }
        if at(start) == UInt8(ascii: "0") {
            end = digits(start, { $0 == UInt8(ascii: "0") })
        }
        text = String(decoding: source[start..<end], as: UTF8.self)
        kind = Int(literal(end)).map { .integer($0) }
    }
}

/// What stands between the quotes of a string.
enum TemplateStringLiteral {
    /// The text with its escapes replaced; nil when one of them means no character.
    static func text(of body: ArraySlice<UInt8>) -> String? {
        guard body.contains(UInt8(ascii: "\\")) else { return String(decoding: body, as: UTF8.self) }
        var text = String.UnicodeScalarView()
        var scalars = ArraySlice(String(decoding: body, as: UTF8.self).unicodeScalars)
        while let scalar = scalars.popFirst() {
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard let escape = scalars.popFirst() else { return nil }
            switch escape {
            case "\n": break
            case "\\", "'", "\"": text.append(escape)
            case "a": text.append("\u{7}")
            case "b": text.append("\u{8}")
            case "f": text.append("\u{C}")
            case "n": text.append("\n")
            case "r": text.append("\r")
            case "t": text.append("\t")
            case "v": text.append("\u{B}")
            case "0"..."7":
                var value = escape.value - 48
                for _ in 0..<2 {
                    guard let next = scalars.first, ("0"..."7").contains(next) else { break }
                    value = value * 8 + next.value - 48
                    scalars.removeFirst()
                }
                text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
            case "x", "u", "U":
                let count = escape == "x" ? 2 : escape == "u" ? 4 : 8
                let digits = String(String.UnicodeScalarView(scalars.prefix(count)))
                guard digits.utf8.count == count, digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                    let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
                else { return nil }
                text.append(scalar)
                scalars.removeFirst(count)
            case "N": return nil
            default:
                // jinja2 turns characters beyond ASCII into escapes first, so that a backslash before one of them
                // shows the escape itself.
                text.append("\\")
                text.append(contentsOf: spelling(escape).unicodeScalars)
            }
        }
        return String(text)
    }

    private static func spelling(_ scalar: Unicode.Scalar) -> String {
        func hex(_ width: Int) -> String {
            let digits = String(scalar.value, radix: 16)
            return String(repeating: "0", count: width - digits.utf8.count) + digits
        }
        return switch scalar.value {
        case 0..<0x80: String(scalar)
        case 0x80..<0x100: "x" + hex(2)
        case 0x100..<0x10000: "u" + hex(4)
        default: "U" + hex(8)
        }
    }
}
