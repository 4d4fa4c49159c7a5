// The number that a cell holds, exactly as it is written: "1,234.50", "€ 12", "(300)", "45 %", "1.2万".

internal import BigInt
internal import Foundation

/// A cell's number with what stands around its digits.
struct CellNumber: Equatable {
    var value: Rational
    /// Signs before the digits, such as a currency.
    var prefix: String
    /// A unit behind the digits, such as `%`, `kg` or 万元.
    var suffix: String
    /// Digits behind the point.
    var decimals: Int
    var isGrouped: Bool

    private static let longest = 40

    /// Nil where the text is anything but one number with its unit.
    ///
    /// `1,5` may be one and a half or a slip: it is no number here, and neither is `1.234,50`.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest, text.contains(where: \.isNumber) else { return nil }
        var scalars = Array(text.precomposedStringWithCompatibilityMapping.unicodeScalars)
            .filter { $0 != "\u{200B}" }[...]
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
        func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
        var isNegative = false
        if scalars.first == "(", scalars.last == ")" {
            isNegative = true
            scalars = scalars.dropFirst().dropLast()
        }
        var prefix = String.UnicodeScalarView()
        while let first = scalars.first, !isDigit(first), first != "." {
            scalars = scalars.dropFirst()
            if "-−–".unicodeScalars.contains(first), !isNegative {
                isNegative = true
            } else if isBlank(first) || first == "+" {
                continue
            } else if first.properties.generalCategory == .currencySymbol || Self.isCode(first) {
                prefix.append(first)
            } else {
                return nil
            }
        }
        guard prefix.count <= 3 else { return nil }
        var suffix = String.UnicodeScalarView()
        while let last = scalars.last, !isDigit(last) {
            scalars = scalars.dropLast()
            suffix.insert(last, at: suffix.startIndex)
        }
        let unit = String(suffix).trimmingCharacters(in: .whitespaces)
        guard unit.count <= 6, unit.allSatisfy({ $0.isLetter || "%‰°/²³".contains($0) || $0.isCurrencySymbol })
        else { return nil }
        let parts = scalars.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first else { return nil }
        let groups = whole.split(whereSeparator: { $0 == "," || isBlank($0) || $0 == "'" || $0 == "’" })
        let fraction = parts.count == 2 ? parts[1] : []
        guard groups.allSatisfy({ $0.allSatisfy(isDigit) }), fraction.allSatisfy(isDigit),
            groups.dropFirst().allSatisfy({ $0.count == 3 }), groups.count < 2 || (1...3).contains(groups[0].count),
            !(groups.isEmpty && fraction.isEmpty)
        else { return nil }
        var digits = String.UnicodeScalarView()
        for scalar in groups.joined() + fraction { digits.append(scalar) }
        guard let number = BigInt(String(digits)) else { return nil }
        value = Rational(isNegative ? -number : number, BigInt(10).power(fraction.count))
        self.prefix = String(prefix)
        self.suffix = unit
        decimals = fraction.count
        isGrouped = groups.count > 1
    }

    private static func isCode(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }
}

/// Writes the results of sums and the like as the cells write their numbers.
struct CellNumberStyle {
    private let prefix: String
    private let suffix: String
    private let hasBlank: Bool
    private let decimals: Int
    private let isGrouped: Bool

    /// Nil where the numbers have different units.
    init?(_ numbers: [CellNumber], like text: String) {
        guard let first = numbers.first,
            numbers.allSatisfy({ $0.prefix == first.prefix && $0.suffix == first.suffix })
        else { return nil }
        (prefix, suffix) = (first.prefix, first.suffix)
        hasBlank = text.contains(where: \.isWhitespace)
        decimals = numbers.map(\.decimals).max() ?? 0
        isGrouped = numbers.contains(where: \.isGrouped)
    }

    /// Percentages and the like are no amounts that could be added up.
    var isShare: Bool { suffix == "%" || suffix == "‰" }

    /// The exact number, or one rounded behind a sign that says so.
    func text(of value: Rational) -> String {
        let isExact = value.fractionDigits.map { $0 <= max(decimals, 6) } ?? false
        let places = isExact ? max(decimals, value.fractionDigits ?? 0) : decimals + 2
        var digits = value.rounded(places)
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits.removeFirst() }
        if isGrouped { digits = Self.grouped(digits) }
        let blank = hasBlank && !(prefix.isEmpty && suffix.isEmpty) ? " " : ""
        let head = prefix.isEmpty ? "" : prefix + blank
        let tail = suffix.isEmpty ? "" : blank + suffix
        return (isExact ? "" : "≈ ") + (isNegative ? "−" : "") + head + digits + tail
    }

    private static func grouped(_ digits: String) -> String {
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        var whole = ""
        for (index, digit) in parts[0].reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { whole.append(",") }
            whole.append(digit)
        }
        return ([String(whole.reversed())] + parts.dropFirst().map(String.init)).joined(separator: ".")
    }
}
