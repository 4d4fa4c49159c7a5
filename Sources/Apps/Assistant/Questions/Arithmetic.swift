// Arithmetic with exact results: rational numbers of any size, so that 0.1 + 0.2 is 0.3 and 1/3 stays a third.

internal import BigInt
internal import Foundation

/// Finds and evaluates arithmetic in a question, in English and Chinese.
enum Arithmetic {
    /// The expression in the question, or nil when the question is anything more than one.
    static func expression(in question: String) -> String? {
        // Most questions hold no number and need no closer look.
        guard question.contains(where: \.isNumber) else { return nil }
        var text = question.precomposedStringWithCompatibilityMapping.lowercased()
        text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        for prefix in prefixes where text.hasPrefix(prefix) {
            text = String(text.dropFirst(prefix.count))
            break
        }
        while let ending = endings.first(where: text.hasSuffix) { text = String(text.dropLast(ending.count)) }
        for (words, sign) in operators { text = text.replacing(words, with: sign) }
        text = ChineseNumeral.replaced(in: text)
        text = text.replacing(/(\d),(?=\d{3}(\D|$))/) { "\($0.output.1)" }
        text = text.replacing(/\s+/, with: " ").trimmingCharacters(in: .whitespaces)
        let allowed = CharacterSet(charactersIn: "0123456789.+-*/^()%! ")
        guard !text.isEmpty, text.count <= 200, text.unicodeScalars.allSatisfy(allowed.contains),
            text.contains(where: { "+*/^%!".contains($0) }) || text.dropFirst().contains("-"),
            text.firstMatch(of: /\d\s*[-+*\/^%(!]/) != nil,
            // A date or a telephone number is no subtraction.
            text.wholeMatch(of: /\d+(-\d+)+/) == nil || text.wholeMatch(of: /\d{1,3}-\d{1,3}/) != nil
        else { return nil }
        return text
    }

    /// Why an expression has no value that can be given.
    enum Undefined: Error, Equatable {
        case divisionByZero
        case tooLarge
        case notRational
    }

    /// The exact value: an integer, a decimal that ends, or a fraction with an approximation behind it; nil when the text
    /// is no expression.
    static func value(of expression: String) -> Result<String, Undefined>? {
        var parser = Parser(expression)
        do {
            return try parser.parse().map { .success($0.description) }
        } catch {
            return .failure(error)
        }
    }

    private static let endings = ["等于多少", "是多少", "等于几", "是几", "等于", "多少", "得几", "呢", "?", "？", "。", "=", " "]

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

    /// Recursive descent over `expression := term (± term)*`, `term := power (×÷ power)*`, `power := unary (^ power)?`;
    /// nil where the text is no expression.
    private struct Parser {
        private static let deepest = 50
        /// 450! has 1,001 digits.
        private static let largestFactorial = 449

        private var rest: Substring
        private var depth = 0

        init(_ text: String) { rest = text.filter { $0 != " " }[...] }

        mutating func parse() throws(Undefined) -> Rational? {
            guard let value = try expression(), rest.isEmpty else { return nil }
            return value
        }

        private mutating func expression() throws(Undefined) -> Rational? {
            guard depth < Self.deepest, var value = try term() else { return nil }
            while let sign = take("+-") {
                guard let right = try term() else { return nil }
                value = sign == "+" ? value + right : value - right
            }
            return value
        }

        private mutating func term() throws(Undefined) -> Rational? {
            guard var value = try power() else { return nil }
            while let sign = take("*/") {
                guard let right = try power() else { return nil }
                value = sign == "/" ? try value / right : value * right
            }
            return value
        }

        private mutating func power() throws(Undefined) -> Rational? {
            guard let base = try unary() else { return nil }
            guard take("^") != nil else { return base }
            depth += 1
            defer { depth -= 1 }
            guard depth < Self.deepest, let exponent = try power() else { return nil }
            return try base.raised(to: exponent)
        }

        private mutating func unary() throws(Undefined) -> Rational? {
            if let sign = take("+-") {
                depth += 1
                defer { depth -= 1 }
                guard depth < Self.deepest, let value = try unary() else { return nil }
                return sign == "-" ? Rational(0) - value : value
            }
            guard var value = try primary() else { return nil }
            while let sign = take("%!") {
                value = sign == "%" ? value * Rational(1, 100) : try factorial(of: value)
            }
            return value
        }

        private func factorial(of value: Rational) throws(Undefined) -> Rational {
            guard value.denominator == 1, value.numerator >= 0 else { throw .notRational }
            guard value.numerator <= BigInt(Self.largestFactorial) else { throw .tooLarge }
            return Rational((0..<Int(value.numerator)).reduce(1) { $0 * BigInt($1 + 1) })
        }

        private mutating func primary() throws(Undefined) -> Rational? {
            if take("(") != nil {
                depth += 1
                defer { depth -= 1 }
                guard let value = try expression(), take(")") != nil else { return nil }
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
