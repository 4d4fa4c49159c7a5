// Plain text: paragraphs with their lines, hard-wrapped ones joined, and headings where they are unmistakable.

/// Reads text without markup.
struct PlainTextReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.plainText]

    func read(_ file: SourceFile) -> Document {
        document(of: TextDecoder().decode(file.bytes))
    }

    /// The document of a text.
    func document(of text: String) -> Document {
        var builder = DocumentBuilder()
        var paragraph: [NumberedLine] = []
        for line in NumberedLine.lines(of: text) {
            if Task.isCancelled { break }
            if line.isBlank {
                add(paragraph, to: &builder)
                paragraph = []
            } else {
                paragraph.append(line)
            }
        }
        add(paragraph, to: &builder)
        var document = builder.document(format: .plainText)
        if let first = document.blocks.first, case .heading = first.kind, document.blocks.count > 1 {
            document.title = document.text(of: first)
        }
        let byline = Byline.atTop(of: document)
        (document.author, document.date) = (byline?.author, byline?.date)
        return document
    }

    /// Adds the lines between two blank ones.
    private func add(_ lines: [NumberedLine], to builder: inout DocumentBuilder) {
        guard !lines.isEmpty else { return }
        var rest = lines[...]
        if rest.count == 2, let level = PlainHeading.underlineLevel(rest[1].text), rest[0].text.count <= 80 {
            let anchor = Anchor.lines(first: rest[0].number, last: rest[1].number)
            builder.add(.heading(level: level), rest[0].text.trimmed().description, at: anchor)
            return
        }
        while let line = rest.first, let level = PlainHeading.level(of: line.text, isAlone: lines.count == 1) {
            let anchor = Anchor.lines(first: line.number, last: line.number)
            builder.add(.heading(level: level), line.text.trimmed().description, at: anchor)
            rest = rest.dropFirst()
        }
        switch layout(of: rest) {
        case .wrapped:
            addParagraph(rest, text: LineJoining.join(rest.map(\.text)), to: &builder)
        case .paragraphPerLine:
            for line in rest {
                if let level = PlainHeading.level(of: line.text, isAlone: false) {
                    let anchor = Anchor.lines(first: line.number, last: line.number)
                    builder.add(.heading(level: level), line.text.trimmed().description, at: anchor)
                } else {
                    addParagraph([line], text: line.text.trimmed().description, to: &builder)
                }
            }
        case .verse:
            // Cut now and then, so that the anchor of a long log stays near.
            for start in stride(from: rest.startIndex, to: rest.endIndex, by: 40) {
                let part = rest[start..<min(start + 40, rest.endIndex)]
                let text = part.map { $0.text.trimmedEnd() }.joined(separator: "\n")
                addParagraph(part, text: text, to: &builder)
            }
        }
    }

    private func addParagraph(_ lines: ArraySlice<NumberedLine>, text: String, to builder: inout DocumentBuilder) {
        guard let first = lines.first, let last = lines.last else { return }
        builder.add(.paragraph, text, at: .lines(first: first.number, last: last.number))
    }

    private enum Layout {
        /// One paragraph, broken at a right margin.
        case wrapped
        case paragraphPerLine
        /// Lines that mean something: poems, lists, logs.
        case verse
    }

    private func layout(of lines: ArraySlice<NumberedLine>) -> Layout {
        guard lines.count > 1 else { return .wrapped }
        let widths = lines.map { $0.text.displayWidth }
        let longest = widths.max() ?? 0
        let indented = lines.count {
            $0.text.hasPrefix("\u{3000}") || $0.text.hasPrefix("    ") || $0.text.hasPrefix("\t")
        }
        let ended = lines.count { $0.text.endsSentence }
        if longest > 130 { return .paragraphPerLine }
        if indented == lines.count, ended * 2 > lines.count { return .paragraphPerLine }
        let full = widths.dropLast().count { $0 * 10 >= longest * 7 }
        if longest >= 40, full * 10 >= (lines.count - 1) * 9, ended * 2 <= lines.count + 1 { return .wrapped }
        return ended * 10 >= lines.count * 8 && longest > 60 ? .paragraphPerLine : .verse
    }
}

/// Headings of plain text that nobody would doubt.
enum PlainHeading {
    /// The level of `第一回 …` or `Chapter 3`; nil when the line is none.
    ///
    /// `isAlone` says whether blank lines are around it.
    static func level(of line: Substring, isAlone: Bool) -> Int? {
        let text = line.trimmed()
        guard text.count <= 60, let last = text.last, !"。，；,;".contains(last) else { return nil }
        if let level = chineseChapter(text) { return level }
        guard isAlone else { return nil }
        let words = text.split(separator: " ")
        guard words.count >= 2, words.count <= 10 else { return nil }
        let number = words[1].trimmingSuffix(".:—-")
        let isNumber = number.allSatisfy(\.isASCIIDigit) || number.allSatisfy { "IVXLCDM".contains($0) }
        guard !number.isEmpty, isNumber else { return nil }
        switch words[0].lowercased() {
        case "chapter", "kapitel", "chapitre", "capítulo": return 2
        case "book", "part", "volume": return 1
        default: return nil
        }
    }

    /// The level that a line of `===` or `---` gives to the line above it.
    static func underlineLevel(_ line: Substring) -> Int? {
        let text = line.trimmed()
        guard text.count >= 3, let first = text.first, text.allSatisfy({ $0 == first }) else { return nil }
        return first == "=" ? 1 : first == "-" ? 2 : nil
    }

    /// `第一回 宴桃園…`, `第12章`: 卷 and the like are above 回 and 章, 节 below them.
    private static func chineseChapter(_ text: Substring) -> Int? {
        guard text.first == "第" else { return nil }
        let rest = text.dropFirst()
        let number = rest.prefix { "〇零一二三四五六七八九十百千两兩0123456789０１２３４５６７８９".contains($0) }
        guard (1...6).contains(number.count), let unit = rest.dropFirst(number.count).first else { return nil }
        let after = rest.dropFirst(number.count + 1)
        // 第一章 alone or with a title behind a blank; 第一部分是… is a sentence.
        guard after.isEmpty || " \u{3000}\t:：".contains(after.first ?? "x") || after.count <= 20 && "回章".contains(unit)
        else { return nil }
        switch unit {
        case "卷", "部", "篇", "集", "编", "編": return 1
        case "回", "章", "折", "幕", "讲", "講": return 2
        case "节", "節": return 3
        default: return nil
        }
    }
}

extension Substring {
    /// How many columns the line takes on a terminal: two for a Chinese character.
    var displayWidth: Int { unicodeScalars.reduce(0) { $0 + ($1.isCJK || $1.isHangul ? 2 : 1) } }

    /// Whether the line ends as sentences do.
    var endsSentence: Bool {
        let closers = "\"'”’」』）)]】"
        guard let last = trimmed().last(where: { !closers.contains($0) }) else { return false }
        return ".!?。！？…:：".contains(last)
    }

    /// The slice without white space at its end.
    func trimmedEnd() -> Substring {
        guard let last = unicodeScalars.lastIndex(where: { !$0.isSpace }) else { return "" }
        return self[startIndex...last]
    }

    fileprivate func trimmingSuffix(_ characters: String) -> Substring {
        var slice = self
        while let last = slice.last, characters.contains(last) { slice = slice.dropLast() }
        return slice
    }
}
