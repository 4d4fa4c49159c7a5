// Dates as files state them, in the many ways they do, into ISO 8601.

/// Reads dates of documents.
enum DocumentDate {
    /// `text` as an ISO 8601 date as precise as it states; nil when it is none or an impossible one.
    ///
    /// Takes ISO 8601 itself, PDF dates (`D:20240501…`), mail dates (RFC 5322), `May 1, 2024`, `2024年5月1日`, `2024/5/1`.
    static func iso(_ text: String) -> String? {
        let text = text.trimmed()
        return isoDate(text) ?? pdfDate(text) ?? chineseDate(text) ?? wordedDate(text)
    }

    /// The date of these parts when there is such a day.
    static func iso(year: Int, month: Int?, day: Int?) -> String? {
        guard (1000...2999).contains(year) else { return nil }
        guard let month else { return pad(year, 4) }
        guard (1...12).contains(month) else { return nil }
        guard let day else { return "\(pad(year, 4))-\(pad(month, 2))" }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }

    static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// `2024`, `2024-05`, `2024-5-1`, `2024/05/01`, `2024-05-01T10:00:00+02:00`; a time is kept when it is well formed.
    private static func isoDate(_ text: String) -> String? {
        let (datePart, rest) = splitTime(text)
        let parts = datePart.split(omittingEmptySubsequences: false) { "-/.".contains($0) }.map { Int($0) }
        guard (1...3).contains(parts.count), !parts.contains(nil), datePart.prefix(4).allSatisfy(\.isASCIIDigit) else {
            return nil
        }
        let numbers = parts.compactMap { $0 }
        if numbers.count == 1, datePart.count != 4 { return nil }
        guard
            let date = iso(
                year: numbers[0],
                month: numbers.count > 1 ? numbers[1] : nil,
                day: numbers.count > 2 ? numbers[2] : nil
            )
        else { return nil }
        guard numbers.count == 3, let time = time(rest) else { return date }
        return "\(date)T\(time)"
    }

    private static func splitTime(_ text: String) -> (date: Substring, time: Substring) {
        guard let end = text.firstIndex(where: { $0 == "T" || $0 == " " }) else { return (text[...], "") }
        return (text[..<end], text[text.index(after: end)...])
    }

    /// `10:00`, `10:00:00.5`, with `Z` or an offset; nil when it is no time.
    private static func time(_ text: Substring) -> String? {
        let clock = text.prefix { $0.isASCIIDigit || $0 == ":" }
        let fields = clock.split(separator: ":")
        guard fields.count >= 2, fields.allSatisfy({ $0.count == 2 }) else { return nil }
        guard let hour = Int(fields[0]), hour < 24, let minute = Int(fields[1]), minute < 60 else { return nil }
        var rest = text[clock.endIndex...]
        if rest.hasPrefix(".") { rest = rest.dropFirst().drop(while: \.isASCIIDigit) }
        let zone = rest.filter { $0 != " " && $0 != "'" }
        let seconds = fields.count > 2 ? fields[2] : "00"
        let result = "\(fields[0]):\(fields[1]):\(seconds)"
        if zone == "Z" || zone == "z" { return result + "Z" }
        guard let sign = zone.first, sign == "+" || sign == "-" else { return result }
        let digits = zone.dropFirst().filter(\.isASCIIDigit)
        guard digits.count == 2 || digits.count == 4 else { return result }
        return "\(result)\(sign)\(digits.prefix(2)):\(digits.count == 4 ? String(digits.suffix(2)) : "00")"
    }

    /// `D:20240501103000+08'00'`.
    private static func pdfDate(_ text: String) -> String? {
        let digits = (text.hasPrefix("D:") ? text.dropFirst(2) : text[...]).prefix(while: \.isASCIIDigit)
        guard text.hasPrefix("D:") || digits.count == 8 || digits.count == 14 else { return nil }
        guard digits.count >= 4, let year = Int(digits.prefix(4)) else { return nil }
        return iso(
            year: year,
            month: digits.count >= 6 ? Int(digits.dropFirst(4).prefix(2)) : nil,
            day: digits.count >= 8 ? Int(digits.dropFirst(6).prefix(2)) : nil
        )
    }

    /// `2024年5月1日`, also without day or month.
    private static func chineseDate(_ text: String) -> String? {
        let parts = text.split { "年月日".contains($0) }
        guard text.contains("年"), let first = parts.first, let year = Int(first.filter { $0 != " " }) else {
            return nil
        }
        let month = parts.count > 1 ? Int(parts[1].filter { $0 != " " }) : nil
        let day = month != nil && text.contains("日") && parts.count > 2 ? Int(parts[2].filter { $0 != " " }) : nil
        return iso(year: year, month: month, day: day)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `Wed, 1 May 2024 10:00:00 +0200`, `May 1, 2024`, `1 May 2024`, `May 2024`.
    private static func wordedDate(_ text: String) -> String? {
        let words = text.split { $0 == " " || $0 == "," }
        guard
            let monthIndex = words.firstIndex(where: { word in
                word.count >= 3 && months.contains(String(word.prefix(3)).lowercased())
            }),
            let month = months.firstIndex(of: String(words[monthIndex].prefix(3)).lowercased()),
            let yearIndex = words.firstIndex(where: { $0.count == 4 && $0.allSatisfy(\.isASCIIDigit) }),
            let year = Int(words[yearIndex])
        else { return nil }
        let near = [monthIndex - 1, monthIndex + 1].filter { words.indices.contains($0) && $0 != yearIndex }
        let day = near.lazy.compactMap { Int(words[$0].prefix(while: \.isASCIIDigit)) }.first { (1...31).contains($0) }
        guard let date = iso(year: year, month: month + 1, day: day) else { return nil }
        guard day != nil, let clock = words.firstIndex(where: { $0.contains(":") }) else { return date }
        let rest = words[clock...].prefix(2).joined(separator: " ")
        guard let time = time(rest[...]) else { return date }
        return "\(date)T\(time)"
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
}
