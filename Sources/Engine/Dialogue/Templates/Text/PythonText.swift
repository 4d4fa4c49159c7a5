// What Python says of characters and strings where Swift says something else.

internal import Foundation

/// Rules of Python's `str`.
enum PythonText {
    /// `repr()` of a string.
    static func representation(of text: String) -> String {
        let quote: Unicode.Scalar =
            text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        var result = String.UnicodeScalarView()
        result.append(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\": result.append(contentsOf: ["\\", scalar])
            case "\n": result.append(contentsOf: ["\\", "n"])
            case "\r": result.append(contentsOf: ["\\", "r"])
            case "\t": result.append(contentsOf: ["\\", "t"])
            default:
                if isPrintable(scalar) {
                    result.append(scalar)
                } else {
                    result.append(contentsOf: escape(scalar).unicodeScalars)
                }
            }
        }
        result.append(quote)
        return String(result)
    }

    /// `ascii()` of a string.
    static func asciiRepresentation(of text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars { result += scalar.isASCII ? String(scalar) : escape(scalar) }
        return result
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        return "\\" + letter + String(repeating: "0", count: width - digits.utf8.count) + digits
    }

    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }

    static func isAlphabetic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    static func isDecimal(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .decimalNumber }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.numericType {
        case .decimal, .digit: true
        default: false
        }
    }

    static func isNumeric(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType != nil }

    static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool { isAlphabetic(scalar) || isNumeric(scalar) }

    static func isTitlecase(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .titlecaseLetter
    }

    static func isCased(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isUppercase || scalar.properties.isLowercase || isTitlecase(scalar)
    }

    // MARK: Case

    static func lowercased(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        return lowercased(scalars, 0..<scalars.count)
    }

    /// The lower case of some characters; sigma at the end of a word has a form of its own.
    private static func lowercased(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> String {
        var result = ""
        for index in range {
            let scalar = scalars[index]
            result += scalar == "Σ" && isFinalSigma(scalars, index) ? "ς" : scalar.properties.lowercaseMapping
        }
        return result
    }

    private static func isFinalSigma(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        guard let before = scalars[..<index].last(where: { !$0.properties.isCaseIgnorable }), isCased(before) else {
            return false
        }
        let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        return after.map { !isCased($0) } ?? true
    }

    static func uppercased(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars { result += scalar.properties.uppercaseMapping }
        return result
    }

    static func capitalized(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        guard let first = scalars.first else { return "" }
        return first.properties.titlecaseMapping + lowercased(scalars, 1..<scalars.count)
    }

    /// `str.title()`: every letter after something that is none becomes large.
    static func titled(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        var afterCased = false
        for (index, scalar) in scalars.enumerated() {
            result += afterCased ? lowercased(scalars, index..<index + 1) : scalar.properties.titlecaseMapping
            afterCased = isCased(scalar)
        }
        return result
    }

    static func caseSwapped(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            if scalar.properties.isUppercase {
                result += lowercased(scalars, index..<index + 1)
            } else if scalar.properties.isLowercase {
                result += scalar.properties.uppercaseMapping
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// `str.casefold()`, near enough: what folds otherwise than to lower case is `ß` and its like.
    static func caseFolded(_ text: String) -> String {
        text.folding(options: .caseInsensitive, locale: nil)
    }

    // MARK: Lines

    /// `str.splitlines()`.
    static func lines(of text: String, keepingEnds: Bool = false) -> [String] {
        var lines: [String] = []
        var start = 0
        var offset = 0
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            let length = UTF8.width(scalar)
            next = scalars.next()
            var end = offset + length
            switch scalar.value {
            case 0xD where next == "\n":
                end += 1
                next = scalars.next()
                fallthrough
            case 0xA...0xD, 0x1C...0x1E, 0x85, 0x2028, 0x2029:
                lines.append(text.slice(start..<(keepingEnds ? end : offset)))
                start = end
            default: break
            }
            offset = end
        }
        if start < text.utf8.count { lines.append(text.slice(from: start)) }
        return lines
    }

    /// HTML's special characters, as markupsafe writes them.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "'": result += "&#39;"
            case "\"": result += "&#34;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
