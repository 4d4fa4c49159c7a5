// The usual distance from line to line. Poppler takes each line of widely spaced text (one and three quarters and more,
// as manuscripts and Chinese official documents have it) for a block of its own; here such lines become one block
// again, in which paragraphs are told by indents, short last lines and larger gaps like everywhere else.

/// The distances at which the lines of a document's sizes usually follow each other, where they are wide.
struct LinePitch {
    /// Two lines below each other.
    private struct Pair: Hashable {
        /// The type size in points.
        let size: Int
        /// The distance of their tops in half points.
        let pitch: Int
    }

    /// The usual wide pitch in points by type size.
    private var pitches: [Int: Double] = [:]

    /// Lines further apart than this many sizes are no lines of one text.
    private static let widest = 2.9

    init(_ pages: [PDFPage]) {
        var inside: [Pair: Int] = [:]
        var across: [Pair: Int] = [:]
        for page in pages {
            var last: PDFLine?
            for block in page.blocks {
                if block.isTable {
                    last = nil
                    continue
                }
                for (index, line) in block.lines.enumerated() {
                    if let last, let pair = Self.pair(last, line) {
                        if index == 0 { across[pair, default: 0] += 1 } else { inside[pair, default: 0] += 1 }
                    }
                    last = line
                }
            }
        }
        for size in Set(across.keys.map(\.size)) {
            let all = inside.merging(across, uniquingKeysWith: +).filter { $0.key.size == size }
            guard let usual = all.max(by: { ($0.value, -$0.key.pitch) < ($1.value, -$1.key.pitch) })?.key else {
                continue
            }
            // A pitch may fall on the edge of two steps.
            let near = { (pairs: [Pair: Int]) in
                pairs.reduce(0) { sum, pair in
                    pair.key.size == size && abs(pair.key.pitch - usual.pitch) <= 1 ? sum + pair.value : sum
                }
            }
            // Where poppler keeps most lines at this distance together, it had a reason to part the others.
            guard near(across) >= 2, near(across) * 3 > near(inside) else { continue }
            pitches[size] = Double(usual.pitch) / 2
        }
    }

    private static func pair(_ upper: PDFLine, _ lower: PDFLine) -> Pair? {
        guard isBelow(upper, lower) else { return nil }
        let size = Int(min(upper.size, lower.size).rounded())
        return Pair(size: size, pitch: Int(((lower.box.y - upper.box.y) * 2).rounded()))
    }

    /// Whether `lower` stands below `upper` in one column, in the same size, at some distance that lines may have.
    private static func isBelow(_ upper: PDFLine, _ lower: PDFLine) -> Bool {
        guard !upper.isVertical, !lower.isVertical else { return false }
        let size = min(upper.size, lower.size)
        let overlap = min(upper.box.right, lower.box.right) - max(upper.box.x, lower.box.x)
        let pitch = lower.box.y - upper.box.y
        return abs(upper.size - lower.size) < 0.1 * size && overlap > 0.5 * min(upper.box.width, lower.box.width)
            && pitch > 0.5 * size && pitch < widest * size
    }

    /// The page with the blocks joined that are lines of one text at the usual pitch.
    func joined(_ page: PDFPage) -> PDFPage {
        guard !pitches.isEmpty else { return page }
        var result = page
        result.blocks = []
        var run: [PDFBlock] = []
        for block in page.blocks {
            if let last = run.last, !follows(block, last) {
                result.blocks += Self.merged(run)
                run = []
            }
            run.append(block)
        }
        result.blocks += Self.merged(run)
        return result
    }

    private func follows(_ block: PDFBlock, _ above: PDFBlock) -> Bool {
        guard !block.isTable, !above.isTable, let upper = above.lines.last, let lower = block.lines.first,
            Self.isBelow(upper, lower)
        else { return false }
        let size = min(upper.size, lower.size)
        guard let pitch = pitches[Int(size.rounded())] else { return false }
        return abs(lower.box.y - upper.box.y - pitch) < max(0.15 * size, 1)
    }

    /// The blocks as one when their lines fill their column, as running text does; a list of short lines stays.
    private static func merged(_ run: [PDFBlock]) -> [PDFBlock] {
        guard run.count > 1 else { return run }
        let lines = run.flatMap(\.lines)
        let right = lines.map(\.box.right).max() ?? 0
        let full = zip(lines, lines.dropFirst()).count { $0.isFull(before: $1, right: right) }
        guard full * 3 >= lines.count - 1 else { return run }
        let box = run.dropFirst().reduce(run[0].box) { $0.union($1.box) }
        return [PDFBlock(lines: lines, box: box, isWidelySpaced: true)]
    }
}

extension PDFLine {
    /// Whether `next` begins below because its first word found no room before `right`; else the line ends its
    /// paragraph.
    func isFull(before next: PDFLine, right: Double) -> Bool {
        guard let word = next.words.first, let first = word.text.unicodeScalars.first else { return false }
        if first.isCJK {
            // One character, and a mark that may not begin a line.
            return box.right > right - 2.2 * size
        }
        let lead = word.text.unicodeScalars.prefix { !$0.isCJK }.count
        let widths = word.text.unicodeScalars.reduce(0.0) { $0 + ($1.isCJK ? 2 : 1) }
        let blank = 0.2 * size
        return box.right + blank + word.box.width * Double(lead) / max(widths, 1) > right
    }
}
