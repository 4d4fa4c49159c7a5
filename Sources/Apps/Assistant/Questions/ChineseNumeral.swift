// Numbers written in Chinese characters, as people type them into arithmetic: 一百二十三, 两万五千, 三点五.

/// Reads Chinese numerals.
enum ChineseNumeral {
    private static let digits: [Character: Int] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let units: [Character: Int] = ["十": 10, "百": 100, "千": 1_000]
    private static let groups: [Character: Int] = ["万": 10_000, "亿": 100_000_000]

    /// The text with every run of numerals as digits; a run that is no number stays.
    static func replaced(in text: String) -> String {
        text.replacing(/[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?/) { match in
            digits(of: match.output) ?? String(match.output)
        }
    }

    private static func digits(of numeral: Substring) -> String? {
        let parts = numeral.split(separator: "点")
        guard let whole = integer(parts[0]) else { return nil }
        guard parts.count == 2 else { return String(whole) }
        return "\(whole)." + parts[1].compactMap { digits[$0].map(String.init) }.joined()
    }

    /// Digits beside each other, as in 二〇二四, are read one by one; else units and groups multiply.
    private static func integer(_ numeral: Substring) -> Int? {
        if numeral.count > 1, numeral.allSatisfy({ digits[$0] != nil }) {
            return numeral.count <= 18 ? Int(numeral.compactMap { digits[$0].map(String.init) }.joined()) : nil
        }
        var (total, section, digit) = (0, 0, 0)
        for character in numeral {
            if let value = digits[character] {
                digit = value
            } else if let unit = units[character] {
                section += (digit == 0 ? 1 : digit) * unit
                digit = 0
            } else if let group = groups[character] {
                guard group == 10_000 || total == 0 || total % 100_000_000 != 0 || section > 0 else { return nil }
                total = group == 100_000_000 ? (total + section + digit) * group : total + (section + digit) * group
                (section, digit) = (0, 0)
            }
        }
        return total + section + digit
    }
}
