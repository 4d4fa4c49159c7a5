// Markdown: a small block reader after CommonMark with GitHub's tables and YAML front matter. Inline marks are taken
// off (`InlineMarkdown`), so that the text reads as it is shown; only code and formulas keep their signs.

/// Reads Markdown.
struct MarkdownReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.markdown]

    func read(_ file: SourceFile) -> Document {
        var blocks = MarkdownBlocks(TextDecoder().decode(file.bytes))
        return blocks.document()
    }
}

/// Cuts a Markdown text into blocks, line by line.
struct MarkdownBlocks {
    private let lines: [NumberedLine]
    private var next = 0
    private var builder = DocumentBuilder()
    private var frontMatter: [String: String] = [:]
    private var firstHeading: String?
    private var paragraph: [NumberedLine] = []
    private var kind: Block.Kind = .paragraph

    init(_ text: String) { lines = NumberedLine.lines(of: text) }

    mutating func document() -> Document {
        readFrontMatter()
        while next < lines.count, !Task.isCancelled {
            let line = lines[next]
            next += 1
            add(line)
        }
        endParagraph()
        var document = builder.document(format: .markdown)
        document.title = frontMatter["title"] ?? firstHeading
        let byline = (frontMatter["author"] ?? frontMatter["authors"]).map { Byline($0) } ?? .atTop(of: document)
        document.author = byline?.author
        document.date = (frontMatter["date"] ?? frontMatter["lastmod"]).flatMap(DocumentDate.iso) ?? byline?.date
        return document
    }

    private mutating func add(_ line: NumberedLine) {
        let text = line.text.trimmed()
        let indent = line.text.prefix { $0 == " " || $0 == "\t" }.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
        if text.isEmpty {
            endParagraph()
        } else if let fence = fence(text) {
            endParagraph()
            addFencedCode(fence, from: line)
        } else if text.hasPrefix("$$"), let end = formulaEnd(from: text) {
            endParagraph()
            addFormula(from: line, to: end)
        } else if indent >= 4, paragraph.isEmpty {
            addIndentedCode(from: line)
        } else if let heading = atxHeading(text) {
            endParagraph()
            addHeading(heading.text, level: heading.level, lines: [line])
        } else if let level = PlainHeading.underlineLevel(text), kind == .paragraph, !paragraph.isEmpty {
            let lines = paragraph + [line]
            let title = LineJoining.join(paragraph.map(\.text))
            paragraph = []
            addHeading(title[...], level: level, lines: lines)
        } else if isRule(text) {
            endParagraph()
        } else if text.hasPrefix("<!--") {
            endParagraph()
            skipComment(from: line)
        } else if text.contains("|"), next < lines.count, isTableRule(lines[next].text), paragraph.isEmpty {
            addTable(from: line)
        } else if text.hasPrefix(">") {
            continueParagraph(.quotation, NumberedLine(number: line.number, text: text.drop { $0 == ">" || $0 == " " }))
        } else if let (kind, item) = listItem(text) {
            endParagraph()
            continueParagraph(kind, NumberedLine(number: line.number, text: item))
        } else {
            // A lazy continuation belongs to the item or quotation above it.
            continueParagraph(paragraph.isEmpty ? .paragraph : kind, line)
        }
    }

    private mutating func continueParagraph(_ kind: Block.Kind, _ line: NumberedLine) {
        if kind != self.kind { endParagraph() }
        self.kind = kind
        if line.isBlank { endParagraph() } else { paragraph.append(line) }
    }

    private mutating func endParagraph() {
        defer { (paragraph, kind) = ([], .paragraph) }
        guard let first = paragraph.first, let last = paragraph.last else { return }
        let text = InlineMarkdown.plain(LineJoining.join(paragraph.map(\.text)))
        builder.add(kind, text, at: .lines(first: first.number, last: last.number))
    }

    private mutating func addHeading(_ text: Substring, level: Int, lines: [NumberedLine]) {
        guard let first = lines.first, let last = lines.last else { return }
        // A heading's words stand in places and titles too, where nothing is set as code.
        let plain = InlineMarkdown.plain(String(text)).collapsed().filter { $0 != "`" }
        if firstHeading == nil, level == 1 { firstHeading = plain.nonBlank }
        builder.add(.heading(level: level), plain, at: .lines(first: first.number, last: last.number))
    }

    private func atxHeading(_ text: Substring) -> (level: Int, text: Substring)? {
        let marks = text.prefix { $0 == "#" }
        guard (1...6).contains(marks.count) else { return nil }
        let rest = text.dropFirst(marks.count)
        guard rest.first == " " || rest.first == "\t" else { return nil }
        var title = rest.trimmed()
        let closing = title.reversed().prefix { $0 == "#" }.count
        if closing > 0, title.dropLast(closing).last == " " { title = title.dropLast(closing).trimmed() }
        // Hugo's and Pandoc's `{#id}`.
        if title.hasSuffix("}"), let brace = title.firstRange(of: "{#") { title = title[..<brace.lowerBound].trimmed() }
        return (marks.count, title)
    }

    private func isRule(_ text: Substring) -> Bool {
        guard let first = text.first, first == "-" || first == "*" || first == "_" else { return false }
        let marks = text.filter { $0 != " " }
        return marks.count >= 3 && marks.allSatisfy { $0 == first }
    }

    /// The text of `- item`, `3. item` or `- [x] item`.
    private func listItem(_ text: Substring) -> (kind: Block.Kind, text: Substring)? {
        var rest: Substring
        var kind = Block.Kind.listItem
        if let mark = text.first, "-*+".contains(mark), text.dropFirst().first == " " {
            rest = text.dropFirst(2)
        } else {
            let digits = text.prefix(while: \.isASCIIDigit)
            guard (1...9).contains(digits.count) else { return nil }
            let after = text.dropFirst(digits.count)
            guard let mark = after.first, mark == "." || mark == ")", after.dropFirst().first == " " else { return nil }
            rest = after.dropFirst(2)
            kind = .numberedItem(Int(digits) ?? 0)
        }
        rest = rest.trimmed()
        for box in ["[ ] ", "[x] ", "[X] "] where rest.hasPrefix(box) { rest = rest.dropFirst(box.count) }
        return (kind, rest)
    }

    // MARK: Code

    private func fence(_ text: Substring) -> Substring? {
        for mark: Character in ["`", "~"] {
            let marks = text.prefix { $0 == mark }
            if marks.count >= 3, !text.dropFirst(marks.count).contains("`") { return marks }
        }
        return nil
    }

    private mutating func addFencedCode(_ fence: Substring, from opening: NumberedLine) {
        var code: [NumberedLine] = []
        let indent = opening.text.prefix { $0 == " " }.count
        while next < lines.count {
            let line = lines[next]
            next += 1
            let text = line.text.trimmed()
            if text.hasPrefix(fence), text.allSatisfy({ $0 == fence.first }) { break }
            let own = line.text.prefix(indent).prefix { $0 == " " }.count
            code.append(NumberedLine(number: line.number, text: line.text.dropFirst(own)))
        }
        addCode(code)
    }

    private mutating func addIndentedCode(from first: NumberedLine) {
        var code = [first]
        while next < lines.count,
            lines[next].isBlank || lines[next].text.hasPrefix("    ") || lines[next].text.hasPrefix("\t")
        {
            code.append(lines[next])
            next += 1
        }
        while code.last?.isBlank == true { code.removeLast() }
        addCode(
            code.map { line in
                let indent = line.text.hasPrefix("\t") ? 1 : line.text.prefix(4).prefix { $0 == " " }.count
                return NumberedLine(number: line.number, text: line.text.dropFirst(indent))
            }
        )
    }

    private mutating func addCode(_ code: [NumberedLine]) {
        guard let first = code.first, let last = code.last else { return }
        let text = code.map(\.text).joined(separator: "\n")
        builder.add(.code, text, at: .lines(first: first.number, last: last.number))
    }

    // MARK: Formulas

    /// The line with the dollars that close a formula opened by a line of its own, which may hold what else begins a
    /// list or a heading; nil when it is closed on its line, or by none of the next 200.
    private func formulaEnd(from opening: Substring) -> Int? {
        guard !opening.dropFirst(2).contains("$") else { return nil }
        let rest = lines[next..<min(next + 200, lines.count)]
        guard let end = rest.firstIndex(where: { $0.isBlank || $0.text.contains("$$") }) else { return nil }
        return lines[end].text.trimmedEnd().hasSuffix("$$") ? end : nil
    }

    private mutating func addFormula(from first: NumberedLine, to end: Int) {
        let formula = [first] + lines[next...end]
        let text = LineJoining.join(formula.map(\.text))
        builder.add(.paragraph, text, at: .lines(first: first.number, last: lines[end].number))
        next = end + 1
    }

    private mutating func skipComment(from first: NumberedLine) {
        var line = first
        while !line.text.contains("-->"), next < lines.count {
            line = lines[next]
            next += 1
        }
    }

    // MARK: Tables

    private func isTableRule(_ line: Substring) -> Bool {
        let text = line.trimmed()
        return text.contains("-") && text.contains("|") && text.allSatisfy { "|-: \t".contains($0) }
    }

    private mutating func addTable(from header: NumberedLine) {
        var table = TableText()
        table.add(cells(header.text), isHeader: true)
        next += 1
        while next < lines.count, lines[next].text.contains("|"), !lines[next].isBlank {
            table.add(cells(lines[next].text))
            next += 1
        }
        table.add(to: &builder, at: .lines(first: header.number, last: lines[next - 1].number))
    }

    /// The cells of `| a | b \| c |`.
    private func cells(_ line: Substring) -> [String] {
        var text = line.trimmed()
        if text.hasPrefix("|") { text = text.dropFirst() }
        if text.hasSuffix("|"), !text.hasSuffix("\\|") { text = text.dropLast() }
        var cells = [""]
        var isEscaped = false
        for character in text {
            if character == "|", !isEscaped {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return cells.map { InlineMarkdown.plain($0.trimmed()) }
    }

    // MARK: Front matter

    /// The `key: value` lines between `---` at the top; nested YAML is passed over.
    private mutating func readFrontMatter() {
        guard let first = lines.first?.text.trimmed(), first == "---" || first == "+++" else { return }
        guard let end = lines.dropFirst().prefix(200).firstIndex(where: { $0.text.trimmed() == first }) else { return }
        for line in lines[1..<end] where line.text.first != " " {
            guard let colon = line.text.firstIndex(where: { $0 == ":" || $0 == "=" }) else { continue }
            let key = line.text[..<colon].trimmed().lowercased()
            let value = line.text[line.text.index(after: colon)...].trimmed().trimmingQuotes()
            if !value.isEmpty { frontMatter[key] = String(value) }
        }
        next = end + 1
    }
}

extension Substring {
    /// The slice without one pair of quotation marks or brackets around it.
    fileprivate func trimmingQuotes() -> Substring {
        for (open, close) in [("\"", "\""), ("'", "'"), ("[", "]")]
        where count >= 2 && hasPrefix(open) && hasSuffix(close) {
            return dropFirst().dropLast().trimmingQuotes()
        }
        return self
    }
}
