// English dates: "12 May 1811", "May 1811", "the 19th century", "Q2 2023", "in 1998", "221 BC".

extension DateScanner {
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
    func english(at start: Int) -> (DatePhrase, Int)? {
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
    func quarter(at start: Int) -> (DatePhrase, Int)? {
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
    func year(at start: Int) -> (DatePhrase, Int)? {
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
