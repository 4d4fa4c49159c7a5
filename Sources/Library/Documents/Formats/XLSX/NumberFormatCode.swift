// Number formats as spreadsheets write them (ECMA-376 part 1, section 18.8.31): sections for positive, negative and zero,
// each with places for digits and literal text between them. Dates are told elsewhere; fractions stay decimal.

import Foundation

/// A format code such as `#,##0.00;(#,##0.00)` or `"第"000"号"`, ready to show numbers.
struct NumberFormatCode {
    private enum Token: Equatable {
        case literal(String)
        /// `0` always shows a digit, `#` and `?` only one that counts.
        case place(isRequired: Bool)
        case point
        case comma
        case percent
        case exponent
        case slash
        case general
    }

    private struct Section {
        var tokens: [Token] = []
        /// Such as `[>=100]`.
        var condition: (sign: String, bound: Double)?
    }

    private let sections: [Section]

    init(_ code: String) {
        sections = Self.split(code).map(Self.section)
    }

    /// The number as Excel shows it, without the blanks that only align; nil when the code shows it in no way of its own.
    func text(of number: Double) -> String? {
        guard let (section, value) = section(for: number) else { return nil }
        guard !section.tokens.contains(.slash), !section.tokens.contains(.general) else { return nil }
        let isLiteral = !section.tokens.contains { if case .place = $0 { true } else { false } }
        if isLiteral { return section.tokens.isEmpty ? nil : Self.literals(section.tokens).trimmed() }
        let text = section.tokens.contains(.exponent) ? Self.scientific(value, section) : Self.fixed(value, section)
        return text.map { $0.trimmed() }
    }

    /// The section that shows the number, and the number without the sign that the section itself writes.
    private func section(for number: Double) -> (Section, Double)? {
        if sections.contains(where: { $0.condition != nil }) {
            let numeric = sections.prefix(3)
            let chosen = numeric.first { $0.condition.map { Self.holds(number, $0.sign, $0.bound) } ?? true }
            return chosen.map { ($0, number) }
        }
        if number < 0, sections.count > 1 { return (sections[1], -number) }
        if number == 0, sections.count > 2 { return (sections[2], 0) }
        return sections.first.map { ($0, number) }
    }

    private static func holds(_ number: Double, _ sign: String, _ bound: Double) -> Bool {
        switch sign {
        case "<": number < bound
        case "<=": number <= bound
        case ">": number > bound
        case ">=": number >= bound
        case "<>": number != bound
        default: number == bound
        }
    }

    // MARK: Showing

    private static func fixed(_ number: Double, _ section: Section) -> String? {
        let tokens = section.tokens
        let point = tokens.firstIndex(of: .point) ?? tokens.endIndex
        func places(_ part: ArraySlice<Token>) -> [Int] {
            part.indices.filter { if case .place = part[$0] { true } else { false } }
        }
        let (whole, fraction) = (places(tokens[..<point]), places(tokens[point...]))
        let lastWhole = whole.last ?? -1
        // A comma behind the last place divides by a thousand, one between places groups.
        let scale = tokens[..<point].indices.count { $0 > lastWhole && tokens[$0] == .comma }
        let isGrouped = tokens[..<point].indices.contains { $0 < lastWhole && tokens[$0] == .comma }
        var value = number
        for token in tokens where token == .percent { value *= 100 }
        for _ in 0..<scale { value /= 1000 }
        let required = fraction.lastIndex { tokens[$0] == .place(isRequired: true) }.map { $0 + 1 } ?? 0
        guard var (digits, decimals) = rounded(abs(value), places: fraction.count) else { return nil }
        while decimals.count > required, decimals.last == "0" { decimals.removeLast() }
        let isZero = (digits + decimals).allSatisfy { $0 == "0" }
        if digits == "0" { digits = "" }

        var text = number < 0 && !isZero ? "-" : ""
        var left = Array(digits)
        // How many digits stand at each place: the first takes all that the others leave.
        let minimum = whole.firstIndex { tokens[$0] == .place(isRequired: true) }.map { whole.count - $0 } ?? 0
        left = Array(repeating: "0", count: max(0, minimum - left.count)) + left
        var shownWhole = 0
        for (index, token) in tokens.enumerated() {
            switch token {
            case .place where index < point:
                let behind = whole.count { $0 > index }
                while left.count - shownWhole > behind {
                    text.append(left[shownWhole])
                    shownWhole += 1
                    let rest = left.count - shownWhole
                    if isGrouped, rest > 0, rest % 3 == 0 { text.append(",") }
                }
            case .place:
                let place = fraction.count { $0 < index }
                if place < decimals.count { text.append(Array(decimals)[place]) }
            case .point: if !decimals.isEmpty || required > 0 { text.append(".") }
            case .percent: text.append("%")
            case .literal(let literal): text += literal
            case .comma, .exponent, .slash, .general: break
            }
        }
        return text
    }

    /// `0.00E+00`: the digits before the point and behind it, then the exponent.
    private static func scientific(_ number: Double, _ section: Section) -> String? {
        guard let mark = section.tokens.firstIndex(of: .exponent) else { return nil }
        let point = section.tokens[..<mark].firstIndex(of: .point) ?? mark
        let places = section.tokens[point..<mark].count { if case .place = $0 { true } else { false } }
        let width = section.tokens[mark...].count { if case .place = $0 { true } else { false } }
        let parts = String(format: "%.\(min(places, 20))E", number).split(separator: "E")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return nil }
        return "\(parts[0])E\(exponent < 0 ? "-" : "+")\(DocumentDate.pad(abs(exponent), width))"
    }

    private static func literals(_ tokens: [Token]) -> String {
        tokens.map { if case .literal(let text) = $0 { text } else { "" } }.joined()
    }

    /// The digits of a number that is not negative before and behind its point, rounded as people do it: halves up, of
    /// the fifteen digits that Excel keeps.
    private static func rounded(_ number: Double, places: Int) -> (whole: String, fraction: String)? {
        guard number < 1e20, var exact = Decimal(string: String(format: "%.15g", number)) else { return nil }
        var result = Decimal()
        unsafe NSDecimalRound(&result, &exact, min(places, 30), .plain)
        let parts = result.description.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        return (String(parts[0]), fraction + String(repeating: "0", count: max(0, places - fraction.count)))
    }

    // MARK: Parsing

    /// The sections between semicolons that are neither quoted nor escaped.
    private static func split(_ code: String) -> [Substring] {
        var sections: [Substring] = []
        var start = code.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in code.indices {
            let character = code[index]
            if isEscaped {
                isEscaped = false
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, character == "\\" {
                isEscaped = true
            } else if !isQuoted, character == ";" {
                sections.append(code[start..<index])
                start = code.index(after: index)
            }
        }
        return sections + [code[start...]]
    }

    private static func section(_ code: Substring) -> Section {
        var section = Section()
        var rest = code
        while let character = rest.popFirst() {
            switch character {
            case "\"":
                let text = rest.prefix { $0 != "\"" }
                section.tokens.append(.literal(String(text)))
                rest = rest.dropFirst(text.count + 1)
            case "\\", "!": if let next = rest.popFirst() { section.tokens.append(.literal(String(next))) }
            case "_":
                rest = rest.dropFirst()
                section.tokens.append(.literal(" "))
            case "*": rest = rest.dropFirst()
            case "[":
                let inside = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(inside.count + 1)
                if inside.hasPrefix("$") {
                    section.tokens.append(.literal(String(inside.dropFirst().prefix { $0 != "-" })))
                } else {
                    section.condition = section.condition ?? condition(inside)
                }
            case "0": section.tokens.append(.place(isRequired: true))
            case "#", "?": section.tokens.append(.place(isRequired: false))
            case ".": section.tokens.append(.point)
            case ",": section.tokens.append(.comma)
            case "%": section.tokens.append(.percent)
            case "/": section.tokens.append(.slash)
            case "E" where rest.first == "+" || rest.first == "-":
                rest = rest.dropFirst()
                section.tokens.append(.exponent)
            case "G" where rest.hasPrefix("eneral"):
                rest = rest.dropFirst(6)
                section.tokens.append(.general)
            case "@": break
            default: section.tokens.append(.literal(String(character)))
            }
        }
        return section
    }

    private static func condition(_ text: Substring) -> (sign: String, bound: Double)? {
        let sign = text.prefix { "<>=".contains($0) }
        guard !sign.isEmpty, let bound = Double(text.dropFirst(sign.count)) else { return nil }
        return (String(sign), bound)
    }
}
