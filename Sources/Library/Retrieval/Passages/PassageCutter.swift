// Cuts a document's text into passages of about 200–400 tokens, at headings and sentence ends.
// Stands between `Documents` (text with anchors) and `PassageIndex`. Knows nothing of storage or ranking.

package import Documents

/// Decides where one passage ends and the next begins.
package struct PassageCutter: Sendable {
    /// Token counts that steer the cuts; a token is about a Chinese character or three quarters of an English word.
    package struct Sizes: Sendable {
        /// A passage this small goes on over the next heading rather than stand alone.
        package var smallest = 80
        /// From this size on, a passage ends where a block ends.
        package var sufficient = 260
        /// No passage grows beyond this; longer sentences are cut.
        package var largest = 400

        package init() {}
    }

    private let sizes: Sizes

    package init(sizes: Sizes = Sizes()) {
        self.sizes = sizes
    }

    /// The passages of the document, in order; together they are its whole text.
    package func passages(of document: Document) -> [Passage] {
        let text = document.text.utf8
        var cuts: [(start: Int, headings: [String])] = []
        var tokenCount = 0
        for unit in units(of: document) {
            let ends =
                (unit.startsSection && tokenCount >= sizes.smallest)
                || (unit.startsBlock && tokenCount >= sizes.sufficient)
                || (tokenCount + unit.tokenCount > sizes.largest && tokenCount > 0)
            if cuts.isEmpty || ends {
                cuts.append((cuts.isEmpty ? 0 : unit.range.lowerBound, unit.headings))
                tokenCount = 0
            }
            tokenCount += unit.tokenCount
        }
        return cuts.indices.map { index in
            let end = index + 1 < cuts.count ? cuts[index + 1].start : text.count
            let slice = text.dropFirst(cuts[index].start).prefix(end - cuts[index].start)
            return Passage(
                range: cuts[index].start..<end,
                text: String(Substring(slice)),
                headings: cuts[index].headings
            )
        }
    }

    /// What is never cut further: a sentence, a row of a table, a line of code.
    private struct Unit {
        var range: Range<Int>
        var tokenCount: Int
        var headings: [String]
        var startsBlock: Bool
        var startsSection: Bool
    }

    private func units(of document: Document) -> [Unit] {
        let text = document.text.utf8
        var units: [Unit] = []
        var start = text.startIndex
        var startOffset = 0
        for block in document.blocks {
            let lower = text.index(start, offsetBy: block.range.lowerBound - startOffset)
            let upper = text.index(lower, offsetBy: block.range.count)
            (start, startOffset) = (upper, block.range.upperBound)
            let blockText = String(Substring(text[lower..<upper]))
            var isHeading = false
            if case .heading = block.kind { isHeading = true }
            let headings = isHeading ? block.headings + [blockText] : block.headings
            for piece in pieces(of: blockText, kind: block.kind) {
                let offset = block.range.lowerBound
                units.append(
                    Unit(
                        range: offset + piece.range.lowerBound..<offset + piece.range.upperBound,
                        tokenCount: piece.tokenCount,
                        headings: headings,
                        startsBlock: piece.range.lowerBound == 0,
                        startsSection: isHeading && piece.range.lowerBound == 0
                    )
                )
            }
        }
        return units
    }

    /// The block's sentences (or lines, where it is made of lines), those too long cut where a token ends.
    private func pieces(of text: String, kind: Block.Kind) -> [(range: Range<Int>, tokenCount: Int)] {
        if case .heading = kind {
            let count = Self.tokenCount(of: text)
            if count <= sizes.largest { return [(0..<text.utf8.count, count)] }
        }
        let parts: [Range<Int>]
        switch kind {
        case .table, .code: parts = Self.lines(of: text)
        default: parts = SentenceSplitter().sentences(in: text)
        }
        return parts.flatMap { part -> [(range: Range<Int>, tokenCount: Int)] in
            let slice = Substring(text.utf8.dropFirst(part.lowerBound).prefix(part.count))
            let count = Self.tokenCount(of: slice)
            return count <= sizes.largest ? [(part, count)] : cut(slice, from: part.lowerBound)
        }
    }

    private func cut(_ text: Substring, from start: Int) -> [(range: Range<Int>, tokenCount: Int)] {
        var parts: [(range: Range<Int>, tokenCount: Int)] = []
        var (partStart, offset, tokens, inWord) = (start, start, 0.0, false)
        for scalar in text.unicodeScalars {
            let weight = Self.weight(of: scalar, inWord: &inWord)
            if tokens + weight > Double(sizes.largest) || offset - partStart > sizes.largest * 16 {
                parts.append((partStart..<offset, Int(tokens.rounded(.up))))
                (partStart, tokens) = (offset, 0)
            }
            tokens += weight
            offset += UTF8.width(scalar)
        }
        if partStart < offset { parts.append((partStart..<offset, Int(tokens.rounded(.up)))) }
        return parts
    }

    private static func lines(of text: String) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (offset, byte) in text.utf8.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(start..<offset + 1)
            start = offset + 1
        }
        if start < text.utf8.count { lines.append(start..<text.utf8.count) }
        return lines
    }

    /// An estimate that needs no tokenizer: 1 for a character of a script without blanks, 4/3 for a word.
    package static func tokenCount(of text: some StringProtocol) -> Int {
        var inWord = false
        return Int(text.unicodeScalars.reduce(0.0) { $0 + weight(of: $1, inWord: &inWord) }.rounded(.up))
    }

    private static func weight(of scalar: Unicode.Scalar, inWord: inout Bool) -> Double {
        switch CharacterClass(scalar) {
        case .continuous:
            inWord = false
            return 1
        case .word:
            defer { inWord = true }
            return inWord ? 0 : 4.0 / 3
        case .separator:
            inWord = false
            return 0
        }
    }
}
