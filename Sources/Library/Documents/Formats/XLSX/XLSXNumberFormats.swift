// Numbers as cells show them. Dates and times, which Excel keeps as days since 1900, become ISO 8601 whatever their
// format, so that all are alike; durations count their hours on; other numbers are shown by their format's code.

import Foundation

/// The number formats of a workbook's cell styles.
struct XLSXNumberFormats {
    private enum Kind {
        case plain
        case number(NumberFormatCode)
        /// A duration whose largest unit, of so many seconds, counts on: `[h]:mm` shows 30 hours as 30:00.
        case elapsed(unit: Int)
        case date(hasDay: Bool, hasTime: Bool)
    }

    private var kinds: [Kind] = []
    private var startsIn1904 = false

    init() {}

    /// One format, as style 0.
    init(code: String) { kinds = [Self.kind(of: code)] }

    init(_ styles: XMLElement, startsIn1904: Bool) {
        self.startsIn1904 = startsIn1904
        var codes: [Int: String] = [:]
        for format in styles.first("numFmts")?.children("numFmt") ?? [] {
            if let id = format["numFmtId"].flatMap({ Int($0) }) { codes[id] = format["formatCode"] ?? "" }
        }
        kinds = (styles.first("cellXfs")?.children("xf") ?? []).map { style in
            let id = style["numFmtId"].flatMap { Int($0) } ?? 0
            return codes[id].map(Self.kind(of:)) ?? Self.builtInKind(id)
        }
    }

    /// The text of the stored `value` in the cell style of that number.
    func text(of value: String, style: Int) -> String {
        guard let number = Double(value), number.isFinite else { return value }
        switch kinds.indices.contains(style) ? kinds[style] : .plain {
        case .plain: return Self.decimal(number)
        case .number(let code): return code.text(of: number) ?? Self.decimal(number)
        case .elapsed(let unit): return Self.elapsed(number, unit: unit)
        case .date(let hasDay, let hasTime):
            return date(number, hasDay: hasDay, hasTime: hasTime) ?? Self.decimal(number)
        }
    }

    /// Fifteen significant digits, as Excel keeps: 0.1 + 0.2 is 0.3.
    private static func decimal(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < 1e15 { return String(Int(number)) }
        return String(format: "%.15g", number)
    }

    /// `30:00:00` with hours, `90:00` with minutes, `5400` with seconds as the largest unit.
    private static func elapsed(_ number: Double, unit: Int) -> String {
        guard abs(number) < 1e9 else { return decimal(number) }
        let seconds = Int((abs(number) * 86_400).rounded())
        var fields = [String(seconds / unit)]
        if unit == 3600 { fields.append(DocumentDate.pad(seconds / 60 % 60, 2)) }
        if unit >= 60 { fields.append(DocumentDate.pad(seconds % 60, 2)) }
        return (number < 0 && seconds > 0 ? "-" : "") + fields.joined(separator: ":")
    }

    private func date(_ number: Double, hasDay: Bool, hasTime: Bool) -> String? {
        guard number >= 0, number < 2_958_466 else { return nil }
        var seconds = Int((number * 86_400).rounded())
        var day = seconds / 86_400
        seconds %= 86_400
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { DocumentDate.pad($0, 2) }.joined(
            separator: ":"
        )
        guard hasDay else { return clock }
        // Day 60 is 29 February 1900, which never was; the days before it are one off.
        if startsIn1904 { day += 1462 } else if day < 60 { day += 1 }
        let (year, month, dayOfMonth) = Self.civil(fromDays: day - 25_569)
        guard let date = DocumentDate.iso(year: year, month: month, day: dayOfMonth) else { return nil }
        return hasTime && seconds > 0 ? "\(date) \(clock)" : date
    }

    /// Year, month and day of a count of days since 1970 (Howard Hinnant, "chrono-compatible date algorithms").
    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The formats of section 18.8.30, with those that Excel's Chinese and Japanese editions add.
    ///
    /// Those of money (5 to 8, 41 to 44) name no currency: it depends on the country of whoever looks.
    private static func builtInKind(_ id: Int) -> Kind {
        switch id {
        case 1: .number(NumberFormatCode("0"))
        case 2: .number(NumberFormatCode("0.00"))
        case 3, 5, 6, 37, 38, 41, 42: .number(NumberFormatCode("#,##0"))
        case 4, 7, 8, 39, 40, 43, 44: .number(NumberFormatCode("#,##0.00"))
        case 9: .number(NumberFormatCode("0%"))
        case 10: .number(NumberFormatCode("0.00%"))
        case 11: .number(NumberFormatCode("0.00E+00"))
        case 46: .elapsed(unit: 3600)
        case 48: .number(NumberFormatCode("##0.0E+0"))
        case 14...17, 27...31, 36, 50...54, 57, 58: .date(hasDay: true, hasTime: false)
        case 18...21, 32...35, 45, 47, 55, 56: .date(hasDay: false, hasTime: true)
        case 22: .date(hasDay: true, hasTime: true)
        default: .plain
        }
    }

    private static let units = ["h": 3600, "hh": 3600, "m": 60, "mm": 60, "s": 1, "ss": 1]

    /// The kind of a format code such as `yyyy"年"m"月"d"日";@` or `[h]:mm`.
    private static func kind(of code: String) -> Kind {
        var letters: Set<Character> = []
        var isQuoted = false
        var isBracketed = false
        var bracket = ""
        var isEscaped = false
        for character in code.lowercased().prefix(while: { $0 != ";" }) {
            if isEscaped {
                isEscaped = false
            } else if character == "\"" {
                isQuoted.toggle()
            } else if isQuoted {
                continue
            } else if character == "\\" || character == "_" || character == "*" {
                isEscaped = true
            } else if character == "[" {
                isBracketed = true
                bracket = ""
            } else if character == "]" {
                isBracketed = false
                if let unit = units[bracket] { return .elapsed(unit: unit) }
            } else if isBracketed {
                bracket.append(character)
            } else {
                letters.insert(character)
            }
        }
        if letters.contains("%") { return .number(NumberFormatCode(code)) }
        let hasDay = letters.contains("y") || letters.contains("d") || letters.contains("e") && letters.contains("m")
        let hasTime = letters.contains("h") || letters.contains("s")
        let isNumber = letters.contains("0") && !hasDay && !hasTime || letters.contains("#")
        guard !isNumber, hasDay || hasTime || letters == ["m"] else {
            return code == "General" || code == "@" ? .plain : .number(NumberFormatCode(code))
        }
        return .date(hasDay: hasDay || !hasTime, hasTime: hasTime)
    }
}
