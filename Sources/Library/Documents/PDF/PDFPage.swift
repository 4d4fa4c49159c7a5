// A page as poppler sees it: words in lines in blocks, in reading order, with their boxes.

struct PDFWord: Equatable {
    var text: String
    var box: Box
}

struct PDFLine: Equatable {
    var words: [PDFWord]
    var box: Box
    /// In a table's row: before which words cells end, and how many.
    var tabs: [Int: Int] = [:]

    /// The words with one blank between them; for comparisons, not for the document.
    var plainText: String { words.map(\.text).joined(separator: " ") }

    var characterCount: Int { words.reduce(0) { $0 + $1.text.utf8.count } }
}

struct PDFBlock: Equatable {
    var lines: [PDFLine]
    var box: Box
    /// Whether the lines are a table's rows.
    var isTable = false
    /// Whether the lines were blocks of their own to poppler and are joined by their pitch.
    var isWidelySpaced = false
}

struct PDFPage: Equatable {
    /// Counted from 1.
    let number: Int
    var width: Double
    var height: Double
    var blocks: [PDFBlock]

    var isBlank: Bool { blocks.isEmpty }
}

extension Box {
    var right: Double { x + width }
    var bottom: Double { y + height }
    var middleY: Double { y + height / 2 }

    /// The smallest box around both.
    func union(_ other: Box) -> Box {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return Box(
            x: left,
            y: top,
            width: max(right, other.right) - left,
            height: max(bottom, other.bottom) - top
        )
    }
}
