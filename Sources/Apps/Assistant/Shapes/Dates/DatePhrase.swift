// Dates as they stand in sentences, cells and questions of both languages: "12 May 1811", 2003年, "Q2 2023", 十九世纪.
// Tokens are looked at one after the other, for a table has ten thousand cells.

/// A date in a text, as precise as it is written.
struct DatePhrase: Equatable {
    /// UTF-8 offsets in the text.
    var range: Range<Int>
    /// Negative before Christ; of a century or decade its first one.
    var year: Int?
    var quarter: Int?
    var month: Int?
    var day: Int?
    /// Whether it names a century or a decade.
    var isVague = false

    /// Orders dates in time; what is less precise comes first.
    var order: (Int, Int, Int) { (year ?? 0, month ?? quarter.map { 3 * $0 - 2 } ?? 0, day ?? 0) }

    /// Whether all that `asked` states is so here.
    func holds(_ asked: DatePhrase) -> Bool {
        func agrees(_ wanted: Int?, _ own: Int?) -> Bool { wanted == nil || wanted == own }
        return agrees(asked.year, year) && agrees(asked.month, month) && agrees(asked.day, day)
            && agrees(asked.quarter, quarter ?? month.map { ($0 + 2) / 3 })
    }

    /// The same date, completed by what another one states.
    func completed(by other: DatePhrase) -> DatePhrase {
        var date = self
        date.year = year ?? other.year
        date.quarter = quarter ?? other.quarter
        date.month = month ?? other.month
        date.day = day ?? other.day
        return date
    }

    /// All dates of the text, in order.
    ///
    /// In titles and questions, which are terse, any number that may be a year is one, and months need no capital.
    static func all(in text: String, isTerse: Bool = false) -> [DatePhrase] {
        guard isTerse || text.unicodeScalars.contains(where: { DateScanner.mayBeDate($0) }) else { return [] }
        var scanner = DateScanner(text, isTerse: isTerse)
        return scanner.dates()
    }

    /// The date that is the whole text, or nil.
    static func whole(_ text: String) -> DatePhrase? {
        guard text.utf8.count <= 40, let date = all(in: text).first else { return nil }
        return date.range.count == text.utf8.count ? date : nil
    }
}
