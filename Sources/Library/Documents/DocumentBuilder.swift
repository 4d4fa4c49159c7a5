// Puts a document's text together block by block, so that every reader keeps the same invariants:
// ranges in order, one newline between blocks, no empty block, heading paths that follow the levels.

/// Collects blocks in reading order and yields the document.
package struct DocumentBuilder {
    private var text = ""
    private var blocks: [Block] = []
    private var openHeadings: [(level: Int, text: String)] = []
    /// The texts of the open headings, shared by all blocks below them.
    private var path: [String] = []

    package init() {}

    /// The UTF-8 offset at which the next block's text will begin.
    package var nextOffset: Int { text.utf8.count + (blocks.isEmpty ? 0 : 1) }

    /// The UTF-8 length of what has been added.
    package var byteCount: Int { text.utf8.count }

    package var isEmpty: Bool { blocks.isEmpty }

    /// Adds one block; text of nothing but white space adds none.
    ///
    /// The text is kept as it is given: whoever adds trims and joins lines first.
    package mutating func add(_ kind: Block.Kind, _ blockText: String, at anchor: Anchor = .headings) {
        guard blockText.unicodeScalars.contains(where: { !$0.isSpace }) else { return }
        if !blocks.isEmpty { text += "\n" }
        let start = text.utf8.count
        text += blockText
        if case .heading(let level) = kind {
            openHeadings.removeAll { $0.level >= level }
            path = openHeadings.map(\.text)
        }
        blocks.append(
            Block(kind: kind, range: start..<text.utf8.count, headings: path, anchor: anchor)
        )
        if case .heading(let level) = kind {
            openHeadings.append((level, blockText))
            path.append(blockText)
        }
    }

    /// The document made of what was added; the caller sets what it knows of title, author and date.
    package func document(format: DocumentFormat, pages: [PageLayout] = []) -> Document {
        Document(
            title: nil,
            author: nil,
            date: nil,
            language: nil,
            address: nil,
            format: format,
            text: text,
            blocks: blocks,
            pages: pages
        )
    }
}
