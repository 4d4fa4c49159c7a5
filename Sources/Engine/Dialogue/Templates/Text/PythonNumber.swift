// Numbers as Python writes, reads and rounds them.

internal import Foundation

/// Rules of Python's `int` and `float`.
enum PythonNumber {
    /// `repr()` of a float: the shortest digits that give the number back.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        let (digits, exponent) = shortest(value.magnitude)
        let sign = value.sign == .minus ? "-" : ""
        // Python writes an exponent below 1e-4 and from 1e16 on.
        guard -4..<16 ~= exponent else {
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            let power = String(exponent.magnitude)
            return sign + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + (power.count < 2 ? "0" : "") + power
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if digits.count <= exponent + 1 {
            return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count) + ".0"
        }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    /// The shortest digits of a number, and the power of ten of the first.
    private static func shortest(_ value: Double) -> (digits: String, exponent: Int) {
        if value == 0 { return ("0", 0) }
        var text = "\(value)"
        var exponent = 0
        if let mark = text.firstIndex(of: "e") {
            exponent = Int(text[text.index(after: mark)...]) ?? 0
            text = String(text[..<mark])
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(parts[0])
        var digits = whole + (parts.count > 1 ? parts[1] : "")
        exponent += whole.count - 1
        while digits.hasPrefix("0"), digits.count > 1 {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
        return (digits, exponent)
    }

    /// A number in C's notation: `f`, `e` or `g`, correctly rounded.
    static func formatted(_ value: Double, _ conversion: Character, precision: Int, alternate: Bool = false) -> String {
        if value.isNaN { return conversion.isUppercase ? "NAN" : "nan" }
        if value.isInfinite { return (value < 0 ? "-" : "") + (conversion.isUppercase ? "INF" : "inf") }
        return String(format: "%\(alternate ? "#" : "").\(precision)\(conversion)", value)
    }

    /// `round(value, digits)`: to the nearest, correctly; ties to even.
    static func rounded(_ value: Double, digits: Int) -> Double {
        guard value.isFinite else { return value }
        if digits > 320 { return value }
        if digits >= 0 { return Double(formatted(value, "f", precision: digits)) ?? value }
        if digits < -308 { return 0 * value }
        let power = pow(10, Double(-digits))
        return (value / power).rounded(.toNearestOrEven) * power
    }

    /// `float(text)`.
    static func float(_ text: String) -> Double? {
        let body = text.slice(text.rangeWithoutSpace())
        guard let clean = withoutUnderscores(body), !clean.isEmpty else { return nil }
        switch clean.lowercased() {
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        case "nan", "+nan", "-nan": return .nan
        default: break
        }
        guard clean.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }) else { return nil }
        // Swift wants digits on both sides of the point.
        var parts = clean.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2 else { return nil }
        if parts.count == 2 {
            let sign = parts[0].hasPrefix("-") || parts[0].hasPrefix("+") ? 1 : 0
            let hasWhole = parts[0].utf8.count > sign
            let hasFraction = parts[1].utf8.first.map { 48...57 ~= $0 } ?? false
            guard hasWhole || hasFraction else { return nil }
            if !hasWhole { parts[0] += "0" }
            if !hasFraction { parts[1] = "0" + parts[1] }
        }
        return Double(parts.joined(separator: "."))
    }

    /// `int(text, base)`; base 0 reads the prefix.
    static func integer(_ text: String, base: Int = 10) throws -> Int? {
        var body = text.slice(text.rangeWithoutSpace())
        var isNegative = false
        if let sign = body.first, sign == "-" || sign == "+" {
            isNegative = sign == "-"
            body.removeFirst()
        }
        var base = base
        let prefixes = ["0x": 16, "0o": 8, "0b": 2]
        let prefix = prefixes[body.prefix(2).lowercased()]
        if let prefix, base == 0 || base == prefix {
            base = prefix
            body.removeFirst(2)
            if body.hasPrefix("_") { body.removeFirst() }
        } else if base == 0 {
            base = 10
            if body.hasPrefix("0"), body.contains(where: { $0 != "0" && $0 != "_" }) { return nil }
        }
        guard let digits = withoutUnderscores(body), !digits.isEmpty, 2...36 ~= base,
            digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).hexOrLetterValue.map { $0 < base } ?? false })
        else { return nil }
        guard let value = Int((isNegative ? "-" : "") + digits, radix: base) else {
            throw TemplateFailure("the integer \(text.prefix(30)) does not fit into 64 bits.")
        }
        return value
    }

    /// Underscores may stand between digits only.
    private static func withoutUnderscores(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "_")) else { return text }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
            guard index > 0, index + 1 < bytes.count, Character(Unicode.Scalar(bytes[index - 1])).isHexDigit,
                Character(Unicode.Scalar(bytes[index + 1])).isHexDigit
            else { return nil }
        }
        return text.filter { $0 != "_" }
    }

    /// A float as an integer, without its fraction.
    static func truncated(_ value: Double) throws -> Int {
        guard value.isFinite else {
            throw TemplateFailure("cannot convert float \(value.isNaN ? "NaN" : "infinity") to integer")
        }
        guard let integer = Int(exactly: value.rounded(.towardZero)) else {
            throw TemplateFailure("the number \(text(value)) does not fit into 64 bits.")
        }
        return integer
    }

    /// Digits in groups of three, or of four in other bases.
    static func grouped(_ digits: String, by separator: String, size: Int = 3) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % size == 0 { result += separator }
            result.append(digit)
        }
        return result
    }
}

extension Character {
    fileprivate var hexOrLetterValue: Int? {
        guard let byte = asciiValue else { return nil }
        switch byte {
        case 48...57: return Int(byte) - 48
        case 65...90: return Int(byte) - 55
        case 97...122: return Int(byte) - 87
        default: return nil
        }
    }
}
