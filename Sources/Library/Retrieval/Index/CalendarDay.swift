// Days since 1970 for dates as documents state them: a year, a month or a day.

/// Conversions from ISO 8601 dates in the proleptic Gregorian calendar.
enum CalendarDay {
    /// The first day that the date can mean; nil for what is no date.
    static func first(of date: String) -> Int32? {
        parts(of: date).map { days($0.year, $0.month ?? 1, $0.day ?? 1) }
    }

    /// The last day that the date can mean.
    static func last(of date: String) -> Int32? {
        parts(of: date).map { year, month, day in
            guard let month else { return days(year + 1, 1, 1) - 1 }
            guard let day else { return (month == 12 ? days(year + 1, 1, 1) : days(year, month + 1, 1)) - 1 }
            return days(year, month, day)
        }
    }

    private static func parts(of date: String) -> (year: Int, month: Int?, day: Int?)? {
        let numbers = date.prefix(10).split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = numbers.first, let year = first, 0...9999 ~= year else { return nil }
        let month = numbers.count > 1 ? numbers[1] : nil
        let day = numbers.count > 2 ? numbers[2] : nil
        guard 1...12 ~= month ?? 1, 1...31 ~= day ?? 1 else { return nil }
        return (year, month, month == nil ? nil : day)
    }

    /// Hinnant's `days_from_civil` (chrono-compatible low-level date algorithms, 2013): years begin in March, so that
    /// the leap day is the last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}
