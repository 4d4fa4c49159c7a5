// From lines on pages to the paragraphs and headings that the author wrote: blocks are cut where a paragraph ends
// inside them, joined where one runs on into the next column or page, and headings told by size and by the outline.

/// Makes a document of a PDF's pages.
struct PDFParagraphs {
    /// The one largest heading on the first pages, for files that state no title.
    var title: String? {
        guard let level = firstHeadings.map(\.level).min() else { return nil }
        let largest = firstHeadings.filter { $0.level == level }
        return largest.count == 1 && !PDFHeadings.isName(largest[0].text) ? largest[0].text : nil
    }

    private var firstHeadings: [(level: Int, text: String)] = []
    private let pages: [PDFPage]
    private let headings: PDFHeadings
    private var text: PDFTextBuilder

    init(pages: [PDFPage], outline: PDFOutline) {
        let heads = RunningHeads(pages)
        let direction = RightToLeft(pages)
        let ordered = pages.map { ReadingOrder.ordered(direction.ordered(heads.removed(from: $0))) }
        let pitch = LinePitch(ordered)
        self.pages = ordered.map { pitch.joined($0) }
        headings = PDFHeadings(pages: self.pages, outline: outline)
        text = PDFTextBuilder(pages: self.pages)
    }

    mutating func document() -> Document {
        var open: PDFPiece?
        for page in pages where !Task.isCancelled {
            for block in page.blocks {
                for (index, piece) in pieces(of: block, on: page).enumerated() {
                    if index == 0, var previous = open, continues(previous, piece) {
                        previous.append(piece)
                        open = previous
                        continue
                    }
                    if let done = open { text.add(done) }
                    open = piece
                    if page.number <= 2, case .heading(let level) = piece.kind {
                        firstHeadings.append((level, piece.plainText))
                    }
                }
            }
        }
        if let done = open { text.add(done) }
        return text.document()
    }

    // MARK: Cutting

    /// The paragraphs, list items and headings of a block.
    private func pieces(of block: PDFBlock, on page: PDFPage) -> [PDFPiece] {
        if block.isTable {
            let part = PDFPiece.Part(page: page.number, lines: block.lines)
            return [PDFPiece(kind: .table(headerRows: Self.headerRows(of: block)), parts: [part], columnRight: nil)]
        }
        var groups: [[PDFLine]] = []
        let style = BlockStyle(block)
        for line in block.lines {
            if let last = groups.last?.last, !style.begins(line, after: last) {
                groups[groups.count - 1].append(line)
            } else {
                groups.append([line])
            }
        }
        let right = Self.columnRight(of: block, on: page)
        return groups.map { lines in
            let kind = headings.kind(of: lines, block: block, on: page)
            return PDFPiece(kind: kind, parts: [PDFPiece.Part(page: page.number, lines: lines)], columnRight: right)
        }
    }

    /// The right edge of the block's column, or nil where nothing shows it.
    ///
    /// A line alone does not, but the others that begin where it begins.
    private static func columnRight(of block: PDFBlock, on page: PDFPage) -> Double? {
        guard block.lines.count == 1, let line = block.lines.first else { return block.box.right }
        let alike = page.blocks.lazy.flatMap(\.lines).filter { other in
            abs(other.size - line.size) < 0.1 * line.size && abs(other.box.x - line.box.x) < 3 * line.size
        }
        let edges = alike.map(\.box.right)
        return edges.count > 1 ? edges.max() : nil
    }

    /// One row names the columns when it alone holds no digit.
    private static func headerRows(of table: PDFBlock) -> Int {
        let hasDigit = table.lines.map { line in line.words.contains { $0.text.contains(where: \.isNumber) } }
        return hasDigit.first == false && hasDigit.count(where: { $0 }) * 2 > hasDigit.count ? 1 : 0
    }

    /// How a block's paragraphs are told apart.
    private struct BlockStyle {
        private let left: Double
        private let right: Double
        private let gap: Double
        private let isHanging: Bool
        private let isVertical: Bool
        private let isWidelySpaced: Bool

        init(_ block: PDFBlock) {
            isWidelySpaced = block.isWidelySpaced
            left = block.lines.map(\.box.x).min() ?? 0
            right = block.lines.map(\.box.right).max() ?? 0
            let gaps = zip(block.lines, block.lines.dropFirst()).map { $1.box.y - $0.box.bottom }.sorted()
            gap = gaps.isEmpty ? 0 : gaps[gaps.count / 2]
            let (left, right) = (left, right)
            let isIndented = { (line: PDFLine) in line.box.x > left + line.size * 0.8 }
            let indented = block.lines.count(where: isIndented)
            // Where a full line is followed by one further left, that line goes on, and indents begin paragraphs.
            let outdents = zip(block.lines, block.lines.dropFirst()).filter { isIndented($0) && !isIndented($1) }
            let goingOn = outdents.count { $0.isFull(before: $1, right: right) }
            isHanging =
                block.lines.count >= 4 && indented * 2 > block.lines.count && indented < block.lines.count - 1
                && goingOn * 2 <= outdents.count
            isVertical = block.lines.contains { $0.isVertical }
        }

        /// Whether `line` begins a paragraph.
        func begins(_ line: PDFLine, after last: PDFLine) -> Bool {
            if line.bullet != nil { return true }
            guard !isVertical else { return false }
            let size = min(line.size, last.size)
            if max(line.size, last.size) > size * 1.2, line.characterCount > 3, last.characterCount > 3 { return true }
            if line.box.y - last.box.bottom > gap + size * 0.6 { return true }
            let isIndented = line.box.x > left + size * 0.8
            let lastIsIndented = last.box.x > left + size * 0.8
            if isHanging { return !isIndented && lastIsIndented }
            if isWidelySpaced { return isIndented || !last.isFull(before: line, right: right) }
            let lastText = last.plainText[...]
            let lastIsShort = last.box.right < right - max(0.12 * (right - left), size)
            if lastIsShort, lastText.endsSentence { return true }
            return isIndented && !lastIsIndented && line.box.x < left + 0.3 * (right - left)
                && (lastText.endsSentence || lastIsShort)
        }
    }

    // MARK: Joining

    /// Whether `piece`, the first of a block, goes on with the sentence that `previous` leaves open.
    private func continues(_ previous: PDFPiece, _ piece: PDFPiece) -> Bool {
        guard previous.kind == piece.kind || previous.kind == .listItem, piece.kind == .paragraph,
            let last = previous.parts.last?.lines.last, let first = piece.parts.first?.lines.first,
            let pageBefore = previous.parts.last?.page, let page = piece.parts.first?.page, page - pageBefore <= 1,
            abs(last.size - first.size) < 0.1 * first.size, !last.isVertical, !first.isVertical
        else { return false }
        // Below each other in one column, poppler had a reason to part them.
        if page == pageBefore, first.box.y > last.box.y { return false }
        let lastText = last.plainText
        guard !lastText[...].endsSentence, let end = lastText.unicodeScalars.last,
            let start = first.words.first?.text.unicodeScalars.first
        else { return false }
        guard let right = previous.columnRight else { return start.properties.isLowercase && !end.isCJK }
        let isFull = last.box.right > right - 2 * last.size
        if end.isCJK && start.isCJK { return isFull }
        return start.properties.isLowercase && (isFull || end == "-")
    }
}

/// A paragraph, heading or list item with the lines it is made of, on one page or over several.
struct PDFPiece {
    struct Part {
        let page: Int
        let lines: [PDFLine]
    }

    let kind: Block.Kind
    private(set) var parts: [Part]
    /// The right edge of the last part's column; nil when a line alone does not show it.
    private(set) var columnRight: Double?

    init(kind: Block.Kind, parts: [Part], columnRight: Double?) {
        (self.kind, self.parts, self.columnRight) = (kind, parts, columnRight)
    }

    mutating func append(_ other: PDFPiece) {
        parts += other.parts
        columnRight = other.columnRight
    }

    var plainText: String { LineJoining.join(parts.flatMap(\.lines).map { $0.plainText[...] }) }
}

extension PDFLine {
    /// Set from top to bottom, as Japanese may be, or turned by a right angle.
    var isVertical: Bool { box.height > 2.5 * box.width && characterCount > 3 }

    /// About the size of the type: the line's extent across its direction.
    var size: Double { isVertical ? box.width : box.height }

    /// The mark or number that begins a list item.
    var bullet: String? {
        guard let first = words.first?.text else { return nil }
        if ["•", "●", "○", "■", "□", "▪", "◆", "◦", "‣", "–", "—", "", "✓", "➢"].contains(first) { return first }
        if let mark = first.unicodeScalars.first, "•●■▪◆‣".unicodeScalars.contains(mark) { return String(mark) }
        guard words.count > 1 else { return nil }
        if first.count >= 3, first.first == "[", first.last == "]",
            first.dropFirst().dropLast().allSatisfy(\.isASCIIDigit)
        {
            return first
        }
        let number = first.drop { $0 == "(" || $0 == "（" }
        guard let end = number.last, ").）".contains(end) else { return nil }
        let digits = number.dropLast()
        guard (1...2).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) else { return nil }
        return first
    }
}
