// Fractions of whole numbers of any size: what arithmetic is exact in.

internal import BigInt

/// An exact fraction in lowest terms with a positive denominator.
struct Rational: Equatable, Comparable, CustomStringConvertible {
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

    static func / (a: Rational, b: Rational) throws(Arithmetic.Undefined) -> Rational {
        guard b.numerator != 0 else { throw .divisionByZero }
        return Rational(a.numerator * b.denominator, a.denominator * b.numerator)
    }

    /// The power; its exponent must be an integer, and the result has at most a thousand digits.
    func raised(to exponent: Rational) throws(Arithmetic.Undefined) -> Rational {
        guard exponent.denominator == 1 else { throw .notRational }
        guard exponent.numerator.magnitude <= 10_000 else { throw .tooLarge }
        let power = Int(exponent.numerator)
        let bits = max(numerator.magnitude.bitWidth, denominator.magnitude.bitWidth) * abs(power)
        guard Double(bits) * 0.302 <= Double(Self.digitLimit) else { throw .tooLarge }
        if power >= 0 { return Rational(numerator.power(power), denominator.power(power)) }
        return try Rational(1) / Rational(numerator.power(-power), denominator.power(-power))
    }

    static func < (a: Rational, b: Rational) -> Bool {
        a.numerator * b.denominator < b.numerator * a.denominator
    }

    var description: String {
        if denominator == 1 { return "\(numerator)" }
        if let places = fractionDigits, places <= 30 { return decimal(places) }
        return "\(numerator)/\(denominator) ≈ \(decimal(10))"
    }

    /// How many digits stand behind the point; nil where they never end.
    var fractionDigits: Int? {
        // A fraction ends in base ten when its denominator has no other prime factors than 2 and 5.
        var (rest, twos, fives) = (denominator, 0, 0)
        while rest % 2 == 0 { (rest, twos) = (rest / 2, twos + 1) }
        while rest % 5 == 0 { (rest, fives) = (rest / 5, fives + 1) }
        return rest == 1 ? max(twos, fives) : nil
    }

    /// Rounded half up to that many places, without zeros at the end.
    private func decimal(_ places: Int) -> String {
        var text = rounded(places)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Rounded half up to exactly that many places.
    func rounded(_ places: Int) -> String {
        let scaled = numerator.magnitude * BigUInt(10).power(places)
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: denominator.magnitude)
        let rounded = quotient + (remainder * 2 >= denominator.magnitude ? 1 : 0)
        var digits = String(rounded)
        if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
        let text = places == 0 ? digits : "\(digits.dropLast(places)).\(digits.suffix(places))"
        return (numerator < 0 ? "-" : "") + text
    }
}
