// Arabic and Hebrew come from poppler as they stand on the page, from left to right; they are put in the order in
// which they are read. Whether the letters inside words are turned too tells the writing itself: some letters stand
// only at a word's end.

/// Puts right-to-left lines into reading order.
struct RightToLeft {
    /// Letters that only end words: teh marbuta, alef maksura, and Hebrew's final forms.
    private static let finals = Set("ةىךםןףץ")

    private let turnsWords: Bool
    private let isNeeded: Bool

    init(_ pages: [PDFPage]) {
        var (atStart, atEnd) = (0, 0)
        var isNeeded = false
        for line in pages.lazy.flatMap(\.blocks).flatMap(\.lines) where line.isRightToLeft {
            isNeeded = true
            for word in line.words where word.text.count > 2 {
                if let first = word.text.first, Self.finals.contains(first) { atStart += 1 }
                if let last = word.text.last, Self.finals.contains(last) { atEnd += 1 }
            }
        }
        turnsWords = atStart > atEnd
        self.isNeeded = isNeeded
    }

    func ordered(_ page: PDFPage) -> PDFPage {
        guard isNeeded else { return page }
        var page = page
        for block in page.blocks.indices {
            for line in page.blocks[block].lines.indices where page.blocks[block].lines[line].isRightToLeft {
                page.blocks[block].lines[line].words = ordered(page.blocks[block].lines[line].words)
            }
        }
        return page
    }

    /// The words from right to left, with runs of Latin words and numbers kept as they are.
    private func ordered(_ words: [PDFWord]) -> [PDFWord] {
        guard let first = words.first, let last = words.last, first.box.x <= last.box.x else { return words }
        var result: [PDFWord] = []
        var run: [PDFWord] = []
        for word in words.reversed() {
            if word.text.isRightToLeft {
                result += run.reversed()
                run = []
                result.append(turnsWords ? PDFWord(text: String(word.text.reversed()), box: word.box) : word)
            } else {
                run.append(word)
            }
        }
        return result + run.reversed()
    }
}

extension String {
    /// Whether there are more Arabic and Hebrew letters than others.
    var isRightToLeft: Bool {
        var balance = 0
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE: balance += 1
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0x58F, 0x900...0xD7FF: balance -= 1
            default: break
            }
        }
        return balance > 0
    }
}

extension PDFLine {
    var isRightToLeft: Bool {
        guard words.contains(where: { $0.text.utf8.contains { $0 >= 0xD6 } }) else { return false }
        return words.map(\.text).joined().isRightToLeft
    }
}
