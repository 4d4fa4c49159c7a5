// Finds dates in a text by its tokens: runs of digits, words, single signs.

internal import Retrieval

/// Reads the dates of one text.
struct DateScanner {
    struct Token {
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

    private(set) var tokens: [Token] = []
    private var index = 0
    let isTerse: Bool

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

    func date(at start: Int) -> (DatePhrase, Int)? {
        chinese(at: start) ?? numeric(at: start) ?? english(at: start) ?? quarter(at: start) ?? year(at: start)
    }

    func phrase(_ start: Int, _ end: Int) -> DatePhrase {
        DatePhrase(range: tokens[start].range.lowerBound..<tokens[end - 1].range.upperBound)
    }

    func text(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }

    func number(_ index: Int, in range: ClosedRange<Int>) -> Int? {
        guard tokens.indices.contains(index), let number = tokens[index].number, range.contains(number) else {
            return nil
        }
        return number
    }

    /// `2023-05-01`, `2023/5`, `2023.05.01`.
    func numeric(at start: Int) -> (DatePhrase, Int)? {
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
}
