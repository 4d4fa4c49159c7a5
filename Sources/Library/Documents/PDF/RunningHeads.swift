// Running heads, feet and page numbers: the same words at the same height of many pages. They would stand in the middle
// of sentences that continue over a page, so they are left out. Only a number that counts up with the pages may differ
// between them: other numbers that differ are what the pages say.

/// Finds the lines at page edges that repeat, and takes them out.
struct RunningHeads {
    /// What a line shows at its height on the page.
    private struct Sign: Hashable {
        /// The line without blanks; a number that counts with the pages stands as its distance from the page's.
        let text: String
        let height: Int
        let isCounted: Bool
    }

    /// The part of a page's height at each edge in which running lines stand.
    private static let margin = 0.12
    /// How far apart the pages may be that show a number to count; left and right pages differ, chapters begin without.
    private static let reach = 4

    /// The pages on which each sign stands, ascending.
    private var places: [Sign: [Int]] = [:]
    /// The pages by the distance of a number that stands alone from the page's own.
    private var lonelyNumbers: [Int: [Int]] = [:]
    private let pageCount: Int

    init(_ pages: [PDFPage]) {
        pageCount = pages.count
        for page in pages {
            var seen: Set<Sign> = []
            let edges = Edges(page)
            for line in page.blocks.lazy.flatMap(\.lines) where edges.hold(line) {
                for sign in Self.signs(of: line, on: page.number) where seen.insert(sign).inserted {
                    places[sign, default: []].append(page.number)
                }
                if let number = Self.lonelyNumber(in: line.plainText) {
                    lonelyNumbers[number - page.number, default: []].append(page.number)
                }
            }
        }
    }

    /// The page without its running lines; a page of nothing else keeps its words.
    func removed(from page: PDFPage) -> PDFPage {
        var result = page
        let edges = Edges(page)
        var hasText = false
        for index in result.blocks.indices {
            result.blocks[index].lines.removeAll { line in
                let isRunning = edges.hold(line) && isRunning(line, page)
                if !isRunning { hasText = true }
                return isRunning
            }
        }
        if !hasText {
            result = page
            for index in result.blocks.indices {
                result.blocks[index].lines.removeAll { isPageNumber($0.plainText, page.number) }
            }
        }
        result.blocks.removeAll { $0.lines.isEmpty }
        return result
    }

    private func isRunning(_ line: PDFLine, _ page: PDFPage) -> Bool {
        if isPageNumber(line.plainText, page.number) { return true }
        guard pageCount >= 2 else { return false }
        // Two pages may begin alike by chance; three do not, and of two both must be at the very edge.
        let needed = pageCount == 2 ? 2 : 3
        let isRepeated = Self.signs(of: line, on: page.number).contains { sign in
            guard let pages = places[sign] else { return false }
            return (sign.isCounted ? Self.count(of: pages, near: page.number) : pages.count) >= needed
        }
        return isRepeated
            && (pageCount > 2 || line.box.y > page.height * 0.94 || line.box.bottom < page.height * 0.06)
    }

    /// How many of the ascending `pages` are within reach of page `number`.
    private static func count(of pages: [Int], near number: Int) -> Int {
        func firstIndex(from page: Int) -> Int {
            var (low, high) = (0, pages.count)
            while low < high {
                let middle = (low + high) / 2
                if pages[middle] < page { low = middle + 1 } else { high = middle }
            }
            return low
        }
        return firstIndex(from: number + reach + 1) - firstIndex(from: number - reach)
    }

    // MARK: Page numbers

    /// Whether the text is nothing but the page's number: the page's own, or one that counts up with its neighbours.
    private func isPageNumber(_ text: String, _ page: Int) -> Bool {
        guard let number = Self.lonelyNumber(in: text) else { return false }
        return number == page || Self.count(of: lonelyNumbers[number - page] ?? [], near: page) >= 2
    }

    /// The number in `12`, `- 12 -`, `Page 3 of 10`, `第 3 页`, `xii`; nil when other words are there.
    private static func lonelyNumber(in text: String) -> Int? {
        guard text.utf8.count <= 40 else { return nil }
        var rest = text.lowercased()
        for word in ["page", "seite", "of", "von", "第", "页", "頁", "共"] { rest = rest.replacing(word, with: " ") }
        let words = rest.split { $0.isWhitespace || "-–—·|[]()（）/,，.".contains($0) }
        guard let first = words.first, words.count <= 2, first.utf8.count <= 8 else { return nil }
        if words.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) { return Int(first) }
        return words.count == 1 ? roman(first) : nil
    }

    /// The value of a lower-case Roman number below 400.
    private static func roman(_ text: Substring) -> Int? {
        let values: [Character: Int] = ["i": 1, "v": 5, "x": 10, "l": 50, "c": 100]
        var total = 0
        var last = 0
        for character in text.reversed() {
            guard let value = values[character] else { return nil }
            total += value < last ? -value : value
            last = max(last, value)
        }
        return DOCXNumbering.roman(total).lowercased() == text ? total : nil
    }

    // MARK: Signs

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

    /// The line's signs: as it is and with each number counted, at its height in steps of 6 points and at the
    /// neighbouring step, so that no pair falls between two.
    private static func signs(of line: PDFLine, on page: Int) -> [Sign] {
        let step = Int(line.box.middleY / 6)
        let neighbour = line.box.middleY.truncatingRemainder(dividingBy: 6) >= 3 ? step + 1 : step - 1
        let plain = line.plainText
        var texts = [(plain.filter { !$0.isWhitespace }, false)]
        texts += countedTexts(of: plain, on: page).map { ($0, true) }
        return texts.flatMap { text, isCounted in
            [step, neighbour].map { Sign(text: text, height: $0, isCounted: isCounted) }
        }
    }

    /// The line with one number at its beginning or its end replaced by how far it is from the page's.
    ///
    /// A sentence gives none: its numbers are what it says.
    private static func countedTexts(of line: String, on page: Int) -> [String] {
        guard line.utf8.contains(where: { (0x30...0x39).contains($0) }), !line[...].endsSentence else { return [] }
        var parts: [(text: Substring, number: Int?)] = []
        var rest = line.filter { !$0.isWhitespace }[...]
        while let first = rest.first {
            let part = rest.prefix { $0.isASCIIDigit == first.isASCIIDigit }
            parts.append((part, first.isASCIIDigit && part.count <= 6 ? Int(part) : nil))
            rest = rest[part.endIndex...]
        }
        // `Page 3 of 10` and `3/10` have the pages' count behind the number.
        let ends = [parts.indices.prefix(2), parts.indices.suffix(4)].joined()
        return Set(ends).sorted().compactMap { index in
            guard let number = parts[index].number else { return nil }
            return parts.indices.map { $0 == index ? "#\(number - page)" : String(parts[$0].text) }.joined()
        }
    }
}
