// The numbers that Word makes itself (第三条, 2.1, iv.): they are not in the text, yet people cite them.
// ECMA-376 part 1, section 17.9: a paragraph names an instance, that an abstract numbering, and that has nine levels.

/// The numberings of a document, and how far each has counted.
struct DOCXNumbering {
    private struct Level {
        var start = 1
        var format = "decimal"
        /// `%1.%2` stands for the counts of the first and the second level.
        var text = ""
    }

    private var levels: [String: [Int: Level]] = [:]
    private var abstractOf: [String: String] = [:]
    private var counts: [String: [Int: Int]] = [:]

    init() {}

    init(_ root: XMLElement) {
        for numbering in root.children("abstractNum") {
            guard let id = numbering["abstractNumId"] else { continue }
            for element in numbering.children("lvl") {
                guard let index = element["ilvl"].flatMap({ Int($0) }) else { continue }
                levels[id, default: [:]][index] = Level(
                    start: element.first("start")?["val"].flatMap { Int($0) } ?? 1,
                    format: element.first("numFmt")?["val"] ?? "decimal",
                    text: element.first("lvlText")?["val"] ?? ""
                )
            }
        }
        for instance in root.children("num") {
            if let id = instance["numId"] { abstractOf[id] = instance.first("abstractNumId")?["val"] }
        }
    }

    /// Counts a paragraph of this numbering on, and returns its number; nil for bullets and unknown numberings.
    mutating func next(_ id: String, level: Int) -> String? {
        guard let abstract = abstractOf[id], let own = levels[abstract]?[level], own.format != "none" else {
            return nil
        }
        // Instances of one abstract numbering count on together.
        var counts = self.counts[abstract] ?? [:]
        counts[level] = (counts[level] ?? own.start - 1) + 1
        for deeper in counts.keys where deeper > level { counts[deeper] = nil }
        self.counts[abstract] = counts
        guard own.format != "bullet", own.text.contains("%") else { return nil }
        var text = own.text
        for index in 0..<9 where text.contains("%\(index + 1)") {
            let format = levels[abstract]?[index] ?? Level()
            text = text.replacing("%\(index + 1)", with: Self.number(counts[index] ?? format.start, format.format))
        }
        return text.collapsed().nonBlank
    }

    private static func number(_ count: Int, _ format: String) -> String {
        switch format {
        case "chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "ideographDigital",
            "japaneseCounting", "taiwaneseCounting":
            chinese(count)
        case "lowerLetter": letters(count).lowercased()
        case "upperLetter": letters(count)
        case "lowerRoman": roman(count).lowercased()
        case "upperRoman": roman(count)
        case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
            (1...20).contains(count)
                ? Unicode.Scalar(UInt32(0x245F + count)).map { String($0) } ?? String(count) : String(count)
        case "decimalZero": DocumentDate.pad(count, 2)
        default: String(count)
        }
    }

    /// 一, 十二, 一百零三: up to 9,999.
    static func chinese(_ number: Int) -> String {
        guard (1...9999).contains(number) else { return String(number) }
        let digits = Array("零一二三四五六七八九")
        let units = ["", "十", "百", "千"]
        var text = ""
        var needsZero = false
        for (place, unit) in units.enumerated().reversed() {
            let power = (0..<place).reduce(1) { value, _ in value * 10 }
            let digit = number / power % 10
            if digit == 0 {
                needsZero = !text.isEmpty
            } else {
                if needsZero { text.append("零") }
                needsZero = false
                if !(digit == 1 && place == 1 && text.isEmpty) { text.append(digits[digit]) }
                text += unit
            }
        }
        return text
    }

    /// a, b, … z, aa, bb, as Word counts.
    private static func letters(_ number: Int) -> String {
        guard number > 0, let letter = Unicode.Scalar(UInt32(0x41 + (number - 1) % 26)) else { return "" }
        return String(repeating: String(letter), count: min((number - 1) / 26 + 1, 20))
    }

    static func roman(_ number: Int) -> String {
        guard (1...3999).contains(number) else { return String(number) }
        let signs = [
            (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
            (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
        ]
        var rest = number
        var text = ""
        for (value, sign) in signs {
            while rest >= value {
                text += sign
                rest -= value
            }
        }
        return text
    }
}
