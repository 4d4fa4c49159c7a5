// The order in which a page is read, from where its lines stand. Poppler finds lines and blocks well, but orders the
// columns of many papers wrongly and takes tables apart column by column. Here a page is cut at its gutters: lines that
// cross a gutter (titles, wide figures) part it into bands, and inside a band the left column comes before the right.
// A band whose columns share their rows, with short lines, is a table and is read row by row.

/// Puts the blocks of one page in reading order.
struct ReadingOrder {
    /// More lines than any page of text has: a drawing, whose order means nothing.
    private static let lineLimit = 1200

    private struct Item {
        let line: PDFLine
        let block: Int
    }

    private let page: PDFPage
    private let isRightToLeft: Bool
    private var blocks: [PDFBlock] = []
    private var lastBlock: Int?

    private init(_ page: PDFPage) {
        self.page = page
        let lines = page.blocks.flatMap(\.lines)
        isRightToLeft = lines.count { $0.isRightToLeft } * 2 > lines.count
    }

    /// The page with its blocks in reading order, and its tables put together.
    static func ordered(_ page: PDFPage) -> PDFPage {
        let lines = page.blocks.flatMap(\.lines)
        guard lines.count > 1, lines.count <= lineLimit, lines.count(where: \.isVertical) * 2 <= lines.count else {
            return page
        }
        var order = ReadingOrder(page)
        let items = page.blocks.enumerated().flatMap { index, block in block.lines.map { Item(line: $0, block: index) }
        }
        order.read(order.joiningNumbers(items), depth: 0)
        var result = page
        result.blocks = order.blocks
        return result
    }

    /// Reads a part of the page: cut at its gutter when it has one, else block by block.
    private mutating func read(_ items: [Item], depth: Int) {
        guard depth < 12, let gutter = gutter(of: items) else {
            readColumn(items)
            return
        }
        // What crosses the gutter parts the page into bands from top to bottom.
        let crossing = items.filter { gutter.isCrossed(by: $0.line.box) }.sorted { $0.line.box.y < $1.line.box.y }
        let rest = items.filter { !gutter.isCrossed(by: $0.line.box) }
        var start = -Double.infinity
        var spanning: [Item] = []
        for item in crossing {
            let band = rest.filter { $0.line.box.middleY > start && $0.line.box.middleY <= item.line.box.middleY }
            if !band.isEmpty {
                read(spanning, depth: depth + 1)
                spanning = []
                readBand(band, gutter, depth: depth)
            }
            spanning.append(item)
            start = item.line.box.middleY
        }
        read(spanning, depth: depth + 1)
        readBand(rest.filter { $0.line.box.middleY > start }, gutter, depth: depth)
    }

    private mutating func readBand(_ items: [Item], _ gutter: Gutter, depth: Int) {
        guard !items.isEmpty else { return }
        if let (table, box) = table(of: items) {
            // A line alone above or below the rows is its title or the text that follows.
            readColumn(items.filter { $0.line.box.middleY < box.y })
            blocks.append(table)
            lastBlock = nil
            readColumn(items.filter { $0.line.box.middleY > box.bottom })
            return
        }
        let left = items.filter { $0.line.box.right <= gutter.right }
        let right = items.filter { $0.line.box.right > gutter.right }
        for column in isRightToLeft ? [right, left] : [left, right] { read(column, depth: depth + 1) }
    }

    /// Reads what has no gutter: blocks from top to bottom, those beside each other in the direction of the script.
    private mutating func readColumn(_ items: [Item]) {
        var groups: [(block: Int, box: Box, items: [Item])] = []
        for item in items {
            if let index = groups.firstIndex(where: { $0.block == item.block }) {
                groups[index].items.append(item)
                groups[index].box = groups[index].box.union(item.line.box)
            } else {
                groups.append((item.block, item.line.box, [item]))
            }
        }
        groups.sort { $0.box.y < $1.box.y }
        // Neighbours in one row go by their sides; a plain comparison of rows would be no order.
        for index in groups.indices.dropLast() {
            let (first, second) = (groups[index].box, groups[index + 1].box)
            let overlap = min(first.bottom, second.bottom) - max(first.y, second.y)
            let isSameRow = overlap > 0.6 * min(first.height, second.height)
            if isSameRow, isRightToLeft ? first.x < second.x : first.x > second.x { groups.swapAt(index, index + 1) }
        }
        for group in groups {
            if group.block == lastBlock, !blocks.isEmpty {
                blocks[blocks.count - 1].lines += group.items.map(\.line)
                blocks[blocks.count - 1].box = blocks[blocks.count - 1].box.union(group.box)
            } else {
                blocks.append(PDFBlock(lines: group.items.map(\.line), box: group.box))
            }
            lastBlock = group.block
        }
    }

    // MARK: Gutters

    /// A stretch of the page's width that few lines cross.
    private struct Gutter {
        let left: Double
        let right: Double

        func isCrossed(by box: Box) -> Bool { box.x < left && box.right > right }
    }

    /// The gutter with most text on its narrower side; nil when no stretch parts the lines well.
    private func gutter(of items: [Item]) -> Gutter? {
        guard items.count >= 4 else { return nil }
        let heights = items.map(\.line.box.height).sorted()
        let size = heights[heights.count / 2]
        // Where lines begin, a gutter may end.
        let starts = Set(items.map { ($0.line.box.x * 2).rounded() / 2 }).sorted()
        var best: (gutter: Gutter, score: Int)?
        for start in starts.dropFirst().suffix(400) {
            let right = items.filter { $0.line.box.x >= start - 0.6 }
            let left = items.filter { $0.line.box.right < start - 0.6 * size }
            guard left.count >= 2, right.count >= 2, left.count + right.count < items.count + 1 else { continue }
            let crossing = items.count - left.count - right.count
            guard crossing * 2 <= items.count else { continue }
            // They must stand beside each other, not one below the other.
            let top = max(left.map(\.line.box.y).min() ?? 0, right.map(\.line.box.y).min() ?? 0)
            let bottom = min(left.map(\.line.box.bottom).max() ?? 0, right.map(\.line.box.bottom).max() ?? 0)
            guard bottom - top > 1.5 * size else { continue }
            let beside = { (item: Item) in item.line.box.middleY > top - size && item.line.box.middleY < bottom + size }
            let score = min(left.count(where: beside), right.count(where: beside)) * 2 - crossing * 2
            let edge = left.map(\.line.box.right).max() ?? start
            if score > best?.score ?? 1 { best = (Gutter(left: edge, right: start - 0.6), score) }
        }
        return best?.gutter
    }

    // MARK: Tables

    /// The lines as one table with its box, when they stand in rows of short cells; nil otherwise.
    private func table(of items: [Item]) -> (PDFBlock, Box)? {
        let lines = items.map(\.line)
        let columns = columns(of: lines)
        guard columns.count >= 2 else { return nil }
        var rows = rows(of: lines)
        let inRows = rows.filter { $0.count > 1 }.reduce(0) { $0 + $1.count }
        guard rows.count(where: { $0.count > 1 }) >= 3, inRows * 10 >= lines.count * 6 else { return nil }
        let wordCount = lines.reduce(0) { $0 + $1.words.count }
        let filled = lines.reduce(0.0) { sum, line in
            let width =
                columns.first { $0.contains(line.box.x + line.box.width / 2) }.map { $0.upperBound - $0.lowerBound }
                ?? 1
            return sum + line.box.width / max(width, 1)
        }
        // Two columns of prose fill their width; cells are of few words and uneven.
        let isUneven = filled < 0.75 * Double(lines.count)
        guard wordCount <= lines.count * 5, columns.count >= 3 || isUneven || endsInNumbers(lines, columns) else {
            return nil
        }
        rows = Array(rows.drop { $0.count == 1 })
        while rows.last?.count == 1 { rows.removeLast() }
        if isRightToLeft { rows = rows.map { $0.reversed() } }
        let tableLines = rows.map { row in
            var words: [PDFWord] = []
            var tabs: [Int: Int] = [:]
            var lastColumn = 0
            for (index, line) in row.enumerated() {
                let middle = line.box.x + line.box.width / 2
                let column = columns.firstIndex { $0.contains(middle) } ?? lastColumn
                let step = isRightToLeft ? 1 : column - lastColumn
                if index > 0 || step > 0 { tabs[words.count] = max(step, index > 0 ? 1 : 0) }
                lastColumn = column
                words += line.words
            }
            let box = row.dropFirst().reduce(row[0].box) { $0.union($1.box) }
            return PDFLine(words: words, box: box, tabs: tabs)
        }
        let box = tableLines.dropFirst().reduce(tableLines[0].box) { $0.union($1.box) }
        return (PDFBlock(lines: tableLines, box: box, isTable: true), box)
    }

    /// Whether the last column holds nothing but numbers, as in a table of contents.
    private func endsInNumbers(_ lines: [PDFLine], _ columns: [ClosedRange<Double>]) -> Bool {
        guard let last = columns.last else { return false }
        let cells = lines.filter { last.contains($0.box.x + $0.box.width / 2) }
        return cells.allSatisfy {
            $0.words.count == 1 && $0.words[0].text.allSatisfy { $0.isNumber || ".,%-+".contains($0) }
        }
    }

    /// The stretches of the width that hold lines, with gaps between them.
    private func columns(of lines: [PDFLine]) -> [ClosedRange<Double>] {
        var columns: [ClosedRange<Double>] = []
        for line in lines.sorted(by: { $0.box.x < $1.box.x }) {
            if let last = columns.last, line.box.x <= last.upperBound + 2 {
                columns[columns.count - 1] = last.lowerBound...max(last.upperBound, line.box.right)
            } else {
                columns.append(line.box.x...max(line.box.right, line.box.x))
            }
        }
        return columns
    }

    /// Lines at one height, from left to right.
    private func rows(of lines: [PDFLine]) -> [[PDFLine]] {
        var rows: [[PDFLine]] = []
        for line in lines.sorted(by: { $0.box.middleY < $1.box.middleY }) {
            if let first = rows.last?.first,
                abs(line.box.middleY - first.box.middleY) < 0.5 * min(line.box.height, first.box.height)
            {
                rows[rows.count - 1].append(line)
            } else {
                rows.append([line])
            }
        }
        return rows.map { $0.sorted { $0.box.x < $1.box.x } }
    }

    // MARK: Numbers of sections

    /// Joins `2.1` with the heading set at some distance behind it.
    private func joiningNumbers(_ items: [Item]) -> [Item] {
        var result = items
        for (index, item) in items.enumerated() where item.line.isSectionNumber {
            let box = item.line.box
            let next = items.firstIndex { other in
                let gap = other.line.box.x - box.right
                return gap > 0 && gap < 4 * box.height && abs(other.line.box.middleY - box.middleY) < 0.4 * box.height
                    && other.line.box.height < 1.4 * box.height && other.line.words.count > 0
                    && other.line.words[0].text.first?.isLetter == true
            }
            guard let next, result[next].line.words.count > 0, result[next].line == items[next].line else { continue }
            let line = PDFLine(words: item.line.words + items[next].line.words, box: box.union(items[next].line.box))
            result[next] = Item(line: line, block: items[next].block)
            result[index] = Item(line: PDFLine(words: [], box: box), block: item.block)
        }
        return result.filter { !$0.line.words.isEmpty }
    }
}

extension PDFLine {
    /// `1`, `2.1` or `3.` alone.
    fileprivate var isSectionNumber: Bool {
        guard words.count == 1, let text = words.first?.text, text.utf8.count <= 8, text.first?.isNumber == true else {
            return false
        }
        return text.allSatisfy { $0.isASCIIDigit || $0 == "." }
    }
}
