// Finds dates in a text by its tokens: runs of digits, words, single signs.

internal import Retrieval

/// Reads the dates of one text.
struct DateScanner {
    private struct Token {
        enum Kind { case number, word, sign }
        var kind: Kind
        /// Lower case.
        var text: String
        var range: Range<Int>
        var isCapitalised = false
        /// Whether a blank stands before it.
        var isApart = false

        var number: Int? { kind == .number && text.utf8.count <= 4 ? Int(text) : nil }
    }

    private var tokens: [Token] = []
    private var index = 0
    private let isTerse: Bool

    static func mayBeDate(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar) || "年月世纪季".unicodeScalars.contains(scalar)
            || ("０"..."９").contains(scalar) || scalar == "q"
    }

    init(_ text: String, isTerse: Bool = false) {
        self.isTerse = isTerse
        var offset = 0
        var isApart = true
        for scalar in text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            defer { offset = end }
            if scalar.properties.isWhitespace {
                isApart = true
                continue
            }
            let kind: Token.Kind
            var folded = String(scalar)
            if ("0"..."9").contains(scalar) {
                kind = .number
            } else if ("０"..."９").contains(scalar) {
                kind = .number
                folded = String(scalar.value - 0xFF10)
            } else if scalar.properties.isAlphabetic, !scalar.isHan {
                kind = .word
                folded = String(scalar).lowercased()
            } else {
                kind = .sign
            }
            if kind != .sign, !isApart, let last = tokens.last, last.kind == kind {
                tokens[tokens.count - 1].text += folded
                tokens[tokens.count - 1].range = last.range.lowerBound..<end
            } else {
                tokens.append(
                    Token(
                        kind: kind,
                        text: folded,
                        range: offset..<end,
                        isCapitalised: scalar.properties.isUppercase,
                        isApart: isApart
                    )
                )
            }
            isApart = false
        }
    }

    mutating func dates() -> [DatePhrase] {
        var dates: [DatePhrase] = []
        while index < tokens.count {
            if let (date, end) = date(at: index), end > index {
                dates.append(date)
                index = end
            } else {
                index += 1
            }
        }
        return dates
    }

    private func date(at start: Int) -> (DatePhrase, Int)? {
        chinese(at: start) ?? numeric(at: start) ?? english(at: start) ?? quarter(at: start) ?? year(at: start)
    }

    private func phrase(_ start: Int, _ end: Int) -> DatePhrase {
        DatePhrase(range: tokens[start].range.lowerBound..<tokens[end - 1].range.upperBound)
    }

    private func text(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }

    private func number(_ index: Int, in range: ClosedRange<Int>) -> Int? {
        guard tokens.indices.contains(index), let number = tokens[index].number, range.contains(number) else {
            return nil
        }
        return number
    }

    // MARK: Chinese

    private static let digits: [String: Int] = [
        "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]

    /// A number in digits or Chinese numerals up to 99, or read digit by digit, and where it ends.
    private func numeral(at start: Int) -> (value: Int, end: Int)? {
        if let number = tokens.indices.contains(start) ? tokens[start].number : nil { return (number, start + 1) }
        var end = start
        var (value, hasTen) = (0, false)
        while end < tokens.count, end - start < 4 {
            if let digit = Self.digits[tokens[end].text] {
                value = hasTen ? value + digit : value * 10 + digit
            } else if tokens[end].text == "十", !hasTen {
                value = max(value, 1) * 10
                hasTen = true
            } else {
                break
            }
            end += 1
        }
        return end > start ? (value, end) : nil
    }

    private func chinese(at start: Int) -> (DatePhrase, Int)? {
        var begin = start
        var isBefore = false
        if text(begin) == "公", text(begin + 1) == "元" {
            begin += 2
            if text(begin) == "前" { (isBefore, begin) = (true, begin + 1) }
        }
        let isNamed = begin > start
        if text(begin) == "第" || text(begin) == "上" || text(begin) == "下" {
            return chineseQuarter(at: begin, from: start)
        }
        guard let (value, end) = numeral(at: begin) else { return nil }
        switch text(end) {
        case "年":
            if text(end + 1) == "代" {
                guard value >= 1000 else { return nil }
                var date = phrase(start, end + 2)
                (date.year, date.isVague) = (value, true)
                return (date, end + 2)
            }
            // 五年 is a span of time, 光绪二十七年 the year of a reign.
            guard isNamed || (1000...2199).contains(value) else { return nil }
            return chineseRest(year: isBefore ? -value : value, from: start, behind: end + 1)
        case "世":
            guard text(end + 1) == "纪", (1...21).contains(value) else { return nil }
            var last = end + 2
            var year = isBefore ? -100 * value : 100 * (value - 1)
            if let (decade, behind) = numeral(at: last), text(behind) == "年", text(behind + 1) == "代" {
                (year, last) = (year + decade, behind + 2)
            }
            var date = phrase(start, last)
            (date.year, date.isVague) = (year, true)
            return (date, last)
        case "月":
            guard (1...12).contains(value) else { return nil }
            return chineseDay(month: value, year: nil, from: start, behind: end + 1)
        case "季":
            guard (1...4).contains(value) else { return nil }
            return quarterEnd(value, year: nil, from: start, behind: end)
        default:
            return nil
        }
    }

    private func chineseRest(year: Int, from start: Int, behind: Int) -> (DatePhrase, Int)? {
        if let (month, end) = numeral(at: behind), text(end) == "月", (1...12).contains(month) {
            return chineseDay(month: month, year: year, from: start, behind: end + 1)
        }
        if text(behind) == "第", let (quarter, end) = numeral(at: behind + 1), text(end) == "季" {
            return quarterEnd(quarter, year: year, from: start, behind: end)
        }
        if let (quarter, end) = numeral(at: behind), text(end) == "季" {
            return quarterEnd(quarter, year: year, from: start, behind: end)
        }
        if let (quarter, end) = self.quarter(at: behind), quarter.year == nil, let value = quarter.quarter {
            var date = phrase(start, end)
            (date.year, date.quarter) = (year, value)
            return (date, end)
        }
        let end = text(behind) == "度" ? behind + 1 : behind
        var date = phrase(start, end)
        date.year = year
        return (date, end)
    }

    private func chineseDay(month: Int, year: Int?, from start: Int, behind: Int) -> (DatePhrase, Int)? {
        // 三个月 never comes here; 3月份 is the month.
        var end = text(behind) == "份" ? behind + 1 : behind
        var day: Int?
        if let (value, last) = numeral(at: behind), text(last) == "日" || text(last) == "号", (1...31).contains(value) {
            (day, end) = (value, last + 1)
        }
        var date = phrase(start, end)
        (date.year, date.month, date.day) = (year, month, day)
        return (date, end)
    }

    private func chineseQuarter(at begin: Int, from start: Int) -> (DatePhrase, Int)? {
        guard text(begin) == "第", let (quarter, end) = numeral(at: begin + 1), text(end) == "季" else { return nil }
        return quarterEnd(quarter, year: nil, from: start, behind: end)
    }

    private func quarterEnd(_ quarter: Int, year: Int?, from start: Int, behind: Int) -> (DatePhrase, Int)? {
        guard (1...4).contains(quarter) else { return nil }
        let end = text(behind + 1) == "度" ? behind + 2 : behind + 1
        var date = phrase(start, end)
        (date.year, date.quarter) = (year, quarter)
        return (date, end)
    }

    // MARK: Digits

    /// `2023-05-01`, `2023/5`, `2023.05.01`.
    private func numeric(at start: Int) -> (DatePhrase, Int)? {
        guard let year = number(start, in: 1000...2199), tokens[start].text.utf8.count == 4 else { return nil }
        let sign = text(start + 1)
        guard ["-", "/", "."].contains(sign), let month = number(start + 2, in: 1...12), !tokens[start + 2].isApart
        else { return nil }
        if text(start + 3) == sign, let day = number(start + 4, in: 1...31), !tokens[start + 4].isApart {
            var date = phrase(start, start + 5)
            (date.year, date.month, date.day) = (year, month, day)
            return (date, start + 5)
        }
        guard sign != ".", tokens[start + 2].text.utf8.count == 2 else { return nil }
        var date = phrase(start, start + 3)
        (date.year, date.month) = (year, month)
        return (date, start + 3)
    }

    // MARK: English

    private static let months: [String: Int] = {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ]
        var months = ["sept": 9]
        for (index, name) in names.enumerated() {
            months[name] = index + 1
            months[String(name.prefix(3))] = index + 1
        }
        return months
    }()

    private func month(_ index: Int) -> Int? {
        guard tokens.indices.contains(index), tokens[index].kind == .word,
            tokens[index].isCapitalised || (isTerse && tokens[index].text.utf8.count > 3)
        else { return nil }
        return Self.months[tokens[index].text]
    }

    private func afterOrdinal(_ index: Int) -> Int {
        ["st", "nd", "rd", "th"].contains(text(index)) && !tokens[index].isApart ? index + 1 : index
    }

    /// `12 May 1811`, `May 12, 1811`, `May 1811`, `May`.
    private func english(at start: Int) -> (DatePhrase, Int)? {
        if let day = number(start, in: 1...31) {
            var next = afterOrdinal(start + 1)
            if text(next) == "of" { next += 1 }
            if let month = month(next) {
                return englishYear(month: month, day: day, from: start, behind: next + 1)
            }
            return century(at: start)
        }
        guard let month = month(start) else { return nil }
        let next = text(start + 1) == "." ? start + 2 : start + 1
        if let day = number(next, in: 1...31), tokens[next].text.utf8.count <= 2 {
            return englishYear(month: month, day: day, from: start, behind: afterOrdinal(next + 1))
        }
        return englishYear(month: month, day: nil, from: start, behind: next)
    }

    private func englishYear(month: Int, day: Int?, from start: Int, behind: Int) -> (DatePhrase, Int)? {
        var end = behind
        var year: Int?
        let next = text(behind) == "," || text(behind) == "of" ? behind + 1 : behind
        if let value = number(next, in: 1000...2199) { (year, end) = (value, next + 1) }
        // "May" and "March" are words as well: alone they are months where a month is written.
        if year == nil, day == nil, ["may", "march"].contains(text(start)), start > 0 || tokens.count > 1,
            !["in", "of", "since", "until", "for", "by", "during", "last", "each", "every", "and", "to"].contains(
                text(start - 1)
            )
        {
            return nil
        }
        if end > start, text(end - 1) == "." { end -= 1 }
        var date = phrase(start, end)
        (date.year, date.month, date.day) = (year, month, day)
        return (date, end)
    }

    /// `19th century`, `3rd century BC`.
    private func century(at start: Int) -> (DatePhrase, Int)? {
        guard let value = number(start, in: 1...21) else { return nil }
        let next = afterOrdinal(start + 1)
        guard next > start + 1, text(next) == "century" else { return nil }
        let isBefore = ["bc", "bce"].contains(text(next + 1))
        var date = phrase(start, isBefore ? next + 2 : next + 1)
        (date.year, date.isVague) = (isBefore ? -100 * value : 100 * (value - 1), true)
        return (date, isBefore ? next + 2 : next + 1)
    }

    private static let ordinals = ["first": 1, "second": 2, "third": 3, "fourth": 4]

    /// `Q2`, `Q2 2023`, `second quarter of 2023`.
    private func quarter(at start: Int) -> (DatePhrase, Int)? {
        var quarter: Int?
        var end = start
        if text(start) == "q", let value = number(start + 1, in: 1...4), !tokens[start + 1].isApart {
            (quarter, end) = (value, start + 2)
        } else if let value = Self.ordinals[text(start)], text(start + 1) == "quarter" {
            (quarter, end) = (value, start + 2)
        }
        guard let quarter else { return nil }
        let next = ["of", "/", "-", ","].contains(text(end)) ? end + 1 : end
        var year: Int?
        if let value = number(next, in: 1000...2199) { (year, end) = (value, next + 1) }
        var date = phrase(start, end)
        (date.year, date.quarter) = (year, quarter)
        return (date, end)
    }

    private static let beforeYears: Set<String> = [
        "in", "since", "by", "from", "until", "till", "of", "around", "about", "year", "during", "before", "after",
        "and", "to", "between", "circa", "early", "late", "mid", "spring", "summer", "autumn", "winter", "for", "fy",
        "(", "（", "-", "–", "—", "于", "在", "自", "至", "到", "从", "，", "、",
    ]

    /// A year that stands alone: "in 1998", "1998: …", "the 1990s", "221 BC".
    private func year(at start: Int) -> (DatePhrase, Int)? {
        if text(start) == "ad", let year = number(start + 1, in: 1...2199) {
            var date = phrase(start, start + 2)
            date.year = year
            return (date, start + 2)
        }
        if let value = number(start, in: 1...9999), ["bc", "bce"].contains(text(start + 1)) {
            var date = phrase(start, start + 2)
            date.year = -value
            return (date, start + 2)
        }
        guard let year = number(start, in: 1000...2199) else { return nil }
        if text(start + 1) == "s", !tokens[start + 1].isApart, year.isMultiple(of: 10) {
            var date = phrase(start, start + 2)
            (date.year, date.isVague) = (year, true)
            return (date, start + 2)
        }
        let isGlued =
            tokens.indices.contains(start + 1) && !tokens[start + 1].isApart
            && (tokens[start + 1].kind != .sign || "%€$£¥°".contains(text(start + 1)))
        let isDecimal =
            [".", ","].contains(text(start + 1)) && tokens.indices.contains(start + 2)
            && tokens[start + 2].kind == .number && !tokens[start + 2].isApart
        guard !isGlued, !isDecimal, start == 0 || isTerse || Self.beforeYears.contains(text(start - 1)) else {
            return nil
        }
        // "2023 Q2"
        if let (quarter, end) = quarter(at: start + 1), quarter.year == nil {
            var date = phrase(start, end)
            (date.year, date.quarter) = (year, quarter.quarter)
            return (date, end)
        }
        var date = phrase(start, start + 1)
        date.year = year
        return (date, start + 1)
    }
}
