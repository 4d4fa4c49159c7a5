// Lines that say who wrote a text and when: "By Jane Roe, 5 May 2021", "张三，2021年5月5日", "May 5, 2021 | Jane Roe".

/// An author and a date taken apart.
struct Byline: Equatable {
    private(set) var author: String?
    /// ISO 8601.
    private(set) var date: String?

    /// Takes apart a line that is known to be a byline; what is no date in it is the author.
    init(_ line: String) {
        var parts = Self.parts(of: line)
        for start in parts.indices where date == nil {
            // "May 5, 2021" is two parts, the second of them a year.
            let isParted = start + 1 < parts.count && parts[start + 1].prefix(4).allSatisfy(\.isASCIIDigit)
            for length in isParted ? [2, 1] : [1] where date == nil {
                guard let found = Self.date(parts[start..<start + length].joined(separator: " ")) else { continue }
                date = found
                parts.removeSubrange(start..<start + length)
            }
        }
        if date == nil { takeDateBehindName(&parts) }
        if date != nil { parts = parts.map(Self.withoutWeekday) }
        author =
            parts.map { Self.withoutLabel($0[...], Self.authorLabels) }.filter { !$0.isEmpty }
            .joined(separator: ", ").nonBlank
    }

    /// The byline among the first lines of a document without other particulars; nil when none is one beyond doubt.
    ///
    /// A name and a date must stand there, for a place and a date open many a report.
    static func atTop(of document: Document) -> Byline? {
        let paragraphs = document.blocks.prefix(3).filter { $0.kind == .paragraph }
        let lines = paragraphs.flatMap { document.text(of: $0).split(separator: "\n", maxSplits: 4).prefix(4) }
        for line in lines where line.utf8.count <= 150 {
            let byline = Byline(String(line))
            guard let author = byline.author, byline.date?.contains("-") == true else { continue }
            let isLabelled = withoutLabel(line, authorLabels).utf8.count < line.trimmed().utf8.count
            if isLabelled || isName(author) { return byline }
        }
        return nil
    }

    /// "Jane Roe 5 May 2021", "张三 2021年5月5日", "Jane Roe on 5 May 2021": nothing but a blank parts them.
    private mutating func takeDateBehindName(_ parts: inout [String]) {
        for index in parts.indices {
            let words = parts[index].split(separator: " ")
            for cut in words.indices.dropFirst() {
                guard let found = Self.date(words[cut...].joined(separator: " ")) else { continue }
                date = found
                parts[index] = words[..<cut].joined(separator: " ")
                return
            }
        }
    }

    private static func parts(of line: String) -> [String] {
        line.replacing(" - ", with: "|").replacing(" / ", with: "|").split { ",，、|｜·•–—\n".contains($0) }
            .map { $0.trimmed().description }.filter { !$0.isEmpty }
    }

    // MARK: Dates

    /// The date when the text is nothing else, however its month is spelt.
    private static func date(_ text: String) -> String? {
        let text = withoutLabel(text[...], dateLabels)
        let isDate = text.split { $0 == " " || $0 == "," }.allSatisfy { word in
            let plain = word.lowercased().filter { $0 != "." }
            return word.allSatisfy { "0123456789年月日-/:.T+Z".contains($0) } || isNumbered(plain) || names.contains(plain)
        }
        return isDate && text.utf8.count >= 4 ? DocumentDate.iso(text) : nil
    }

    /// `5th`, `22nd`.
    private static func isNumbered(_ word: String) -> Bool {
        let digits = word.prefix(while: \.isASCIIDigit)
        return !digits.isEmpty && ["st", "nd", "rd", "th", "am", "pm"].contains(word.dropFirst(digits.count))
    }

    /// "Jane Roe on Wednesday" and "Wednesday", of which a comma parts the date.
    private static func withoutWeekday(_ text: String) -> String {
        var words = text.split(separator: " ")[...]
        guard let last = words.last?.lowercased(), weekdays.contains(last) else { return text }
        words = words.dropLast()
        if words.last?.lowercased() == "on" { words = words.dropLast() }
        return words.joined(separator: " ")
    }

    private static let weekdays: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri",
        "sat", "sun",
    ]

    private static let names: Set<String> = weekdays.union([
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "at", "am",
        "pm", "gmt", "utc",
    ])

    // MARK: Names

    private static let authorLabels = [
        "written by ", "posted by ", "published by ", "by ", "author:", "作者：", "作者:", "作者 ", "文/", "文／", "撰文：", "撰文:",
        "记者 ", "記者 ",
    ]
    private static let dateLabels = [
        "published on ", "posted on ", "updated on ", "published:", "updated:", "published ", "posted ", "updated ",
        "on ",
        "date:", "发布时间：", "发布时间:", "发布于", "发表于", "日期：", "日期:", "時間：", "时间：",
    ]

    private static func withoutLabel(_ text: Substring, _ labels: [String]) -> String {
        let text = text.trimmed()
        let lowered = text.lowercased()
        guard let label = labels.first(where: lowered.hasPrefix) else { return text.description }
        return text.dropFirst(label.count).trimmed().description
    }

    /// Two to four capitalised words, or two to four Chinese characters of which the first is a common family name.
    private static func isName(_ text: String) -> Bool {
        if text.unicodeScalars.allSatisfy(\.isHan) {
            return (2...4).contains(text.count) && familyNames.contains(text.prefix(1))
                && text.last.map { !"省市县縣区區州".contains($0) } == true
        }
        let words = text.split(separator: " ")
        return (2...4).contains(words.count) && text.allSatisfy { $0.isLetter || " .'’-".contains($0) }
            && words.allSatisfy {
                $0.first?.isUppercase == true || ["de", "van", "von", "der", "la", "al"].contains($0)
            }
    }

    private static let familyNames =
        "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏"
        + "钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常乔喬贺賀赖賴龚龔文欧歐"
}
