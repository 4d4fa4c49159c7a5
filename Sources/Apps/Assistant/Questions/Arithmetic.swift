// Arithmetic with exact results: rational numbers of any size, so that 0.1 + 0.2 is 0.3 and 1/3 stays a third.

internal import BigInt
internal import Foundation

/// Finds and evaluates arithmetic in a question, in English and Chinese.
enum Arithmetic {
    /// The expression in the question, or nil when the question is anything more than one.
    static func expression(in question: String) -> String? {
        var text = question.precomposedStringWithCompatibilityMapping.lowercased()
        text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        for prefix in prefixes where text.hasPrefix(prefix) {
            text = String(text.dropFirst(prefix.count))
            break
        }
        text = text.trimmingCharacters(in: CharacterSet(charactersIn: " ?？。!！=等于多少是几呢"))
        for (words, sign) in operators { text = text.replacing(words, with: sign) }
        text = text.replacing(/(\d),(?=\d{3}(\D|$))/) { "\($0.output.1)" }
        text = text.replacing(/\s+/, with: " ").trimmingCharacters(in: .whitespaces)
        let allowed = CharacterSet(charactersIn: "0123456789.+-*/^()% ")
        guard !text.isEmpty, text.count <= 200, text.unicodeScalars.allSatisfy(allowed.contains),
            text.contains(where: { "+*/^%".contains($0) }) || text.dropFirst().contains("-"),
            text.firstMatch(of: /\d\s*[-+*\/^%(]/) != nil,
            // A date or a telephone number is no subtraction.
            text.wholeMatch(of: /\d+(-\d+)+/) == nil || text.wholeMatch(of: /\d{1,3}-\d{1,3}/) != nil
        else { return nil }
        return text
    }

    /// The exact value: an integer, a decimal that ends, or a fraction with an approximation behind it.
    static func value(of expression: String) -> String? {
        var parser = Parser(expression)
        guard let value = parser.parse() else { return nil }
        return value.description
    }

    private static let prefixes = [
        "what is ", "what's ", "whats ", "calculate ", "compute ", "how much is ", "evaluate ", "请计算", "计算一下", "计算",
        "请问", "算一下", "算算",
    ]
    private static let operators = [
        ("multiplied by", "*"), ("divided by", "/"), ("to the power of", "^"), ("percent of", "%*"), ("% of", "%*"),
        (" plus ", "+"), (" minus ", "-"), (" times ", "*"), (" over ", "/"),
        ("乘以", "*"), ("除以", "/"), ("加上", "+"), ("减去", "-"), ("加", "+"), ("减", "-"), ("乘", "*"), ("除", "/"),
        ("的平方", "^2"),
        ("×", "*"), ("·", "*"), ("÷", "/"), ("−", "-"), ("–", "-"), ("**", "^"), ("x", "*"),
    ]

    /// Recursive descent over `expression := term (± term)*`, `term := power (×÷ power)*`, `power := unary (^ power)?`.
    private struct Parser {
        private var rest: Substring
        private var depth = 0

        init(_ text: String) { rest = text.filter { $0 != " " }[...] }

        mutating func parse() -> Rational? {
            guard let value = expression(), rest.isEmpty else { return nil }
            return value
        }

        private mutating func expression() -> Rational? {
            guard depth < 50, var value = term() else { return nil }
            while let sign = take("+-") {
                guard let right = term() else { return nil }
                value = sign == "+" ? value + right : value - right
            }
            return value
        }

        private mutating func term() -> Rational? {
            guard var value = power() else { return nil }
            while let sign = take("*/") {
                guard let right = power() else { return nil }
                if sign == "/" {
                    guard let quotient = value / right else { return nil }
                    value = quotient
                } else {
                    value = value * right
                }
            }
            return value
        }

        private mutating func power() -> Rational? {
            guard let base = unary() else { return nil }
            guard take("^") != nil else { return base }
            depth += 1
            defer { depth -= 1 }
            guard depth < 50, let exponent = power() else { return nil }
            return base.raised(to: exponent)
        }

        private mutating func unary() -> Rational? {
            if let sign = take("+-") {
                depth += 1
                defer { depth -= 1 }
                guard depth < 50, let value = unary() else { return nil }
                return sign == "-" ? Rational(0) - value : value
            }
            guard var value = primary() else { return nil }
            while rest.first == "%" {
                rest = rest.dropFirst()
                value = value * Rational(1, 100)
            }
            return value
        }

        private mutating func primary() -> Rational? {
            if take("(") != nil {
                depth += 1
                defer { depth -= 1 }
                guard let value = expression(), take(")") != nil else { return nil }
                return value
            }
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(digits.count)
            let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
            guard !digits.isEmpty, parts.count <= 2, parts.contains(where: { !$0.isEmpty }),
                let number = BigInt(parts.joined())
            else { return nil }
            return Rational(number, BigInt(10).power(parts.count == 2 ? parts[1].count : 0))
        }

        private mutating func take(_ characters: String) -> Character? {
            guard let first = rest.first, characters.contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }
    }
}

/// An exact fraction in lowest terms with a positive denominator.
struct Rational: Equatable, CustomStringConvertible {
    private static let digitLimit = 1_000

    let numerator: BigInt
    let denominator: BigInt

    init(_ numerator: BigInt, _ denominator: BigInt = 1) {
        let divisor = numerator.greatestCommonDivisor(with: denominator)
        let sign: BigInt = denominator < 0 ? -1 : 1
        self.numerator = divisor == 0 ? 0 : sign * numerator / divisor
        self.denominator = divisor == 0 ? 1 : sign * denominator / divisor
    }

    static func + (a: Rational, b: Rational) -> Rational {
        Rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
    }

    static func - (a: Rational, b: Rational) -> Rational {
        Rational(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)
    }

    static func * (a: Rational, b: Rational) -> Rational {
        Rational(a.numerator * b.numerator, a.denominator * b.denominator)
    }

    /// Nil for a division by zero.
    static func / (a: Rational, b: Rational) -> Rational? {
        b.numerator == 0 ? nil : Rational(a.numerator * b.denominator, a.denominator * b.numerator)
    }

    /// Nil unless the exponent is an integer, the result is defined, and it has at most a thousand digits.
    func raised(to exponent: Rational) -> Rational? {
        guard exponent.denominator == 1, exponent.numerator.magnitude <= 10_000 else { return nil }
        let power = Int(exponent.numerator)
        let bits = max(numerator.magnitude.bitWidth, denominator.magnitude.bitWidth) * abs(power)
        guard Double(bits) * 0.302 <= Double(Self.digitLimit) else { return nil }
        if power >= 0 { return Rational(numerator.power(power), denominator.power(power)) }
        return Rational(1) / Rational(numerator.power(-power), denominator.power(-power))
    }

    var description: String {
        if denominator == 1 { return "\(numerator)" }
        // A fraction ends in base ten when its denominator has no other prime factors than 2 and 5.
        var (rest, twos, fives) = (denominator, 0, 0)
        while rest % 2 == 0 { (rest, twos) = (rest / 2, twos + 1) }
        while rest % 5 == 0 { (rest, fives) = (rest / 5, fives + 1) }
        let places = max(twos, fives)
        if rest == 1, places <= 30 { return decimal(places) }
        return "\(numerator)/\(denominator) ≈ \(decimal(10))"
    }

    /// Rounded half up to that many places, without zeros at the end.
    private func decimal(_ places: Int) -> String {
        let scaled = numerator.magnitude * BigUInt(10).power(places)
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: denominator.magnitude)
        let rounded = quotient + (remainder * 2 >= denominator.magnitude ? 1 : 0)
        var digits = String(rounded)
        if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
        var text = "\(digits.dropLast(places)).\(digits.suffix(places))"
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return (numerator < 0 ? "-" : "") + text
    }
}
