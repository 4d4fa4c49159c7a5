// Chinese dates: 1949年10月1日, 二〇〇三年五月, 公元前221年, 十九世纪, 2023年第二季度.

extension DateScanner {
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

    func chinese(at start: Int) -> (DatePhrase, Int)? {
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
}
