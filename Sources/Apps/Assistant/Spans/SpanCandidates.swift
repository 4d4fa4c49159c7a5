// Which runs of words of a quote may be an answer at all.

internal import Retrieval

/// The spans of a quote.
struct SpanCandidates {
    /// A run of words.
    struct Span {
        var units: Range<Int>
        /// UTF-8 offsets in the quote, with signs and marks that belong to the words.
        var range: Range<Int>
        var marking: SpanMarking?
    }

    let all: [Span]

    /// Units that a span has at most.
    private static let longestEnglish = 14
    private static let longestChinese = 26

    init(_ text: SpanText) {
        let units = text.units
        let longest = text.isChinese ? Self.longestChinese : Self.longestEnglish
        let balance = Self.balance(text)
        var spans: [Span] = []
        for start in units.indices where !text.classes[start].opensNoAnswer && text.startsWord[start] {
            for end in start + 1...min(units.count, start + longest) {
                if end > start + 1, text.marks[end - 1] == .stop { break }
                if text.classes[end - 1].endsNoAnswer || !text.endsWord[end] { continue }
                let isWhole =
                    balance[end - 1].brackets == balance[start].brackets
                    && (balance[end - 1].quotes - balance[start].quotes).isMultiple(of: 2)
                if isWhole { spans += Self.spans(text, start..<end) }
            }
        }
        all = spans
    }

    private static let currencies = "$£€¥"
    private static let unitSigns = "%％℃°"
    private static let titleMarks: Set<String> = ["《》", "〈〉"]
    private static let quotationMarks: Set<String> = ["“”", "「」", "『』", "\"\"", "‘’"]

    /// The span with its signs; inside of title or quotation marks, once without and once with them.
    private static func spans(_ text: SpanText, _ units: Range<Int>) -> [Span] {
        var lower = text.units[units.lowerBound].range.lowerBound
        var upper = text.units[units.upperBound - 1].range.upperBound
        let (before, behind) = (text.gaps[units.lowerBound], text.gaps[units.upperBound])
        if let first = before.last, let last = behind.first {
            let pair = "\(first)\(last)"
            let isTitle = titleMarks.contains(pair)
            if isTitle || quotationMarks.contains(pair) {
                let marked = lower - first.utf8.count..<upper + last.utf8.count
                return [
                    Span(
                        units: units,
                        range: lower..<upper,
                        marking: isTitle ? .withoutTitleMarks : .withoutQuotationMarks
                    ),
                    Span(units: units, range: marked, marking: isTitle ? .withTitleMarks : .withQuotationMarks),
                ]
            }
        }
        if let sign = before.last, currencies.contains(sign) { lower -= sign.utf8.count }
        if let sign = behind.first, unitSigns.contains(sign) {
            upper += sign.utf8.count
        } else if behind.hasPrefix(" %") {
            upper += 2
        }
        return [Span(units: units, range: lower..<upper, marking: nil)]
    }

    private static let brackets: [Character: Int] = [
        "(": 1, ")": -1, "（": 1_000, "）": -1_000, "《": 1_000_000, "》": -1_000_000, "“": 1_000_000_000,
        "”": -1_000_000_000, "「": 1_000_000_000_000, "」": -1_000_000_000_000,
    ]

    /// For each unit, what is open before it: a sum in which every kind of bracket has digits of its own, and the number
    /// of straight quotation marks.
    private static func balance(_ text: SpanText) -> [(brackets: Int, quotes: Int)] {
        var sum = (brackets: 0, quotes: 0)
        return text.units.indices.map { index in
            for mark in text.gaps[index] {
                sum.brackets += brackets[mark] ?? 0
                if mark == "\"" { sum.quotes += 1 }
            }
            return sum
        }
    }
}
