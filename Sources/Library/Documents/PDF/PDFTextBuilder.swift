// Writes pieces into the document's text and remembers for every word where it went.

/// Joins lines into text, with the exact range of each word.
struct PDFTextBuilder {
    private var builder = DocumentBuilder()
    private var layouts: [PageLayout]
    private let vocabulary: Vocabulary

    init(pages: [PDFPage]) {
        layouts = pages.map { PageLayout(number: $0.number, width: $0.width, height: $0.height, words: []) }
        vocabulary = Vocabulary(pages)
    }

    func document() -> Document { builder.document(format: .pdf, pages: layouts) }

    /// Adds a piece as one block; its anchor is the part on its first page.
    mutating func add(_ piece: PDFPiece) {
        var text = ""
        let start = builder.nextOffset
        let isTable = if case .table = piece.kind { true } else { false }
        var previous: (word: PDFWord, isHyphenated: Bool, line: PDFLine)?
        let lines = piece.parts.flatMap { part in part.lines.map { (part.page, $0) } }
        for (index, (page, line)) in lines.enumerated() {
            let next = index + 1 < lines.count ? lines[index + 1].1.words.first : nil
            for (place, word) in line.words.enumerated() where !isRepeated(place, in: line) {
                var shown = word.text
                var isHyphenated = false
                if place == line.words.count - 1, !isTable, let next,
                    let stem = vocabulary.stem(of: shown, before: next.text)
                {
                    (shown, isHyphenated) = (stem, true)
                }
                shown.unicodeScalars.removeAll { $0 == "\u{AD}" }
                guard !shown.isEmpty else { continue }
                if let tabs = line.tabs[place] {
                    if place == 0, previous != nil { text += "\n" }
                    text += String(repeating: "\t", count: tabs)
                } else if isTable, place == 0 {
                    if previous != nil { text += "\n" }
                } else if let previous, !previous.isHyphenated {
                    text += separator(previous.word, word, isSameLine: place > 0)
                }
                let wordStart = start + text.utf8.count
                text += shown
                let range = wordStart..<(start + text.utf8.count)
                layouts[page - 1].words.append(PageLayout.Word(range: range, box: word.box))
                previous = (word, isHyphenated, line)
            }
        }
        builder.add(piece.kind, text, at: anchor(of: piece))
    }

    private func anchor(of piece: PDFPiece) -> Anchor {
        guard let first = piece.parts.first else { return .headings }
        let lines = piece.parts.filter { $0.page == first.page }.prefix(1).flatMap(\.lines)
        let box = lines.dropFirst().reduce(lines.first?.box) { $0?.union($1.box) }
        return .page(first.page, box: box)
    }

    /// Shadowed and accessible text is there twice, one word upon the other.
    private func isRepeated(_ index: Int, in line: PDFLine) -> Bool {
        guard index > 0 else { return false }
        let (last, word) = (line.words[index - 1], line.words[index])
        guard last.text == word.text else { return false }
        let overlap = min(last.box.right, word.box.right) - max(last.box.x, word.box.x)
        return overlap > 0.6 * min(last.box.width, word.box.width)
    }

    /// What stands between two words: nothing where they touch, else what their scripts want.
    private func separator(_ last: PDFWord, _ word: PDFWord, isSameLine: Bool) -> String {
        let (end, start) = (last.text.unicodeScalars.last, word.text.unicodeScalars.first)
        guard isSameLine else { return LineJoining.separator(after: end, before: start) }
        let size = min(last.box.height, word.box.height)
        let gap = max(word.box.x - last.box.right, last.box.x - word.box.right)
        if end?.isCJK == true, start?.isCJK == true { return gap < size ? "" : " " }
        let isJoined = gap > -0.1 * size && gap < 0.06 * size
        return isJoined ? "" : " "
    }
}
