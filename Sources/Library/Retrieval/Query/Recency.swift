// Whether a question asks for what is new, or for a certain year.

internal import Foundation

/// What a question asks of the age of what answers it.
enum Recency: Equatable {
    /// Nothing: an old good piece is as welcome as a new one.
    case any
    /// The newer, the better.
    case latest
    case year(Int)

    /// What the words of a question ask for; `today` tells which year "this year" is.
    init(_ question: String, today: Date) {
        let text = question.lowercased()
        let thisYear = Calendar(identifier: .gregorian).component(.year, from: today)
        if let year = Self.year(in: text) {
            self = .year(year)
        } else if Self.holds(["last year", "去年"], text) {
            self = .year(thisYear - 1)
        } else if Self.holds(["this year", "今年"], text) {
            self = .year(thisYear)
        } else if Self.holds(Self.latestWords, text) {
            self = .latest
        } else {
            self = .any
        }
    }

    private static let latestWords = [
        "latest", "newest", "most recent", "recently", "recent", "currently", "these days", "nowadays", "up to date",
        "最新", "最近", "近期", "新近", "目前", "当前", "如今", "眼下",
    ]

    /// English words stand between what is no letter, Chinese ones anywhere.
    private static func holds(_ words: [String], _ text: String) -> Bool {
        words.contains { word in
            guard let range = text.range(of: word) else { return false }
            guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return true }
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
            let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
            return !before.isLetter && !after.isLetter
        }
    }

    /// The one year from 1900 to 2099 that the text names; nil where it names several.
    private static func year(in text: String) -> Int? {
        let numbers = text.split { !$0.isASCII || !$0.isNumber }
        let years = Set(numbers.filter { $0.count == 4 }.compactMap { Int($0) }.filter { 1900...2099 ~= $0 })
        return years.count == 1 ? years.first : nil
    }
}
