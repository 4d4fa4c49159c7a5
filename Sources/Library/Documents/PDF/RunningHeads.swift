// Running heads, feet and page numbers: the same words (but for digits) at the same height of many pages.
// They would stand in the middle of sentences that continue over a page, so they are left out.

/// Finds the lines at page edges that repeat, and takes them out.
struct RunningHeads {
    /// A line without its digits, at its height on the page.
    private struct Sign: Hashable {
        let text: String
        let height: Int
    }

    /// The part of a page's height at each edge in which running lines stand.
    private static let margin = 0.12

    private var counts: [Sign: Int] = [:]
    private let pageCount: Int

    init(_ pages: [PDFPage]) {
        pageCount = pages.count
        for page in pages {
            var seen: Set<Sign> = []
            let edges = Edges(page)
            for line in page.blocks.lazy.flatMap(\.lines) where edges.hold(line) {
                for sign in Self.signs(of: line) where seen.insert(sign).inserted { counts[sign, default: 0] += 1 }
            }
        }
    }

    /// The page without its running lines.
    func removed(from page: PDFPage) -> PDFPage {
        var result = page
        let edges = Edges(page)
        for index in result.blocks.indices {
            result.blocks[index].lines.removeAll { line in edges.hold(line) && isRunning(line, page) }
        }
        result.blocks.removeAll { $0.lines.isEmpty }
        return result
    }

    private func isRunning(_ line: PDFLine, _ page: PDFPage) -> Bool {
        if isPageNumber(line.plainText, page.number) { return true }
        // Two pages may begin alike by chance; three do not, and of two both must be at the very edge.
        let needed = pageCount <= 2 ? 2 : 3
        let count = Self.signs(of: line).map { counts[$0] ?? 0 }.max() ?? 0
        guard count >= needed, pageCount >= 2 else { return false }
        return pageCount > 2 || line.box.y > page.height * 0.94 || line.box.bottom < page.height * 0.06
    }

    /// `12`, `- 12 -`, `Page 3 of 10`, `第 3 页`, `xii`.
    private func isPageNumber(_ text: String, _ number: Int) -> Bool {
        var text = text.lowercased().filter { !$0.isWhitespace && !"-–—·|[]".contains($0) }
        for word in ["page", "seite", "of", "von", "第", "页", "頁", "共", "/", ",", "，"] {
            text = text.replacing(word, with: "")
        }
        guard !text.isEmpty, text.count <= 8 else { return false }
        if text.allSatisfy(\.isASCIIDigit) { return pageCount > 1 || Int(text) == number }
        return pageCount > 1 && text.allSatisfy { "ivxlc".contains($0) }
    }

    /// Where running lines stand: in the margins, or as the first and last line of a page whose margins are wide.
    private struct Edges {
        private let height: Double
        private let first: Double
        private let last: Double

        init(_ page: PDFPage) {
            height = page.height
            let boxes = page.blocks.lazy.flatMap(\.lines).map(\.box)
            first = boxes.map(\.y).min() ?? 0
            last = boxes.map(\.bottom).max() ?? 0
        }

        func hold(_ line: PDFLine) -> Bool {
            let box = line.box
            if box.bottom < height * margin || box.y > height * (1 - margin) { return true }
            return box.y < min(first + 4, height * 0.25) || box.bottom > max(last - 4, height * 0.75)
        }
    }

    /// The line's signs: its height in steps of 6 points, and the neighbouring step, so that no pair falls between two.
    private static func signs(of line: PDFLine) -> [Sign] {
        var text = ""
        for character in line.plainText where !character.isWhitespace {
            if character.isNumber {
                if text.last != "#" { text.append("#") }
            } else {
                text.append(character)
            }
        }
        let step = Int(line.box.middleY / 6)
        let isUpperHalf = line.box.middleY.truncatingRemainder(dividingBy: 6) >= 3
        return [Sign(text: text, height: step), Sign(text: text, height: isUpperHalf ? step + 1 : step - 1)]
    }
}
