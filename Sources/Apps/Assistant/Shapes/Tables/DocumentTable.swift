// A table of a document as rows of cells, each of which knows where its words stand.

internal import Documents
internal import Foundation
internal import Retrieval

/// A table put together from the blocks that it was cut into.
struct DocumentTable {
    /// The document's title and the headings above the table, outermost first.
    var titles: [String]
    /// The cells that name the columns; empty where none do.
    var header: [QuotedWords]
    /// Rows may be shorter than the header.
    var rows: [[QuotedWords]]

    var columnCount: Int { max(header.count, rows.map(\.count).max() ?? 0) }

    /// The cell, or nil where it is empty.
    func cell(_ row: Int, _ column: Int) -> QuotedWords? {
        guard rows[row].indices.contains(column), !rows[row][column].range.isEmpty else { return nil }
        return rows[row][column]
    }

    func name(of column: Int) -> QuotedWords? {
        guard header.indices.contains(column), !header[column].range.isEmpty else { return nil }
        return header[column]
    }

    init?(_ blocks: [Library.StoredBlock], of document: StoredDocument) {
        guard let first = blocks.first, case .table(let headerRows) = first.block.kind else { return nil }
        titles = [document.title] + first.block.headings
        rows = blocks.flatMap { stored in
            Self.rows(
                QuotedWords(documentID: document.id, range: stored.block.range, text: stored.text)
            )
        }
        header = []
        if headerRows > 0, rows.count > headerRows {
            header = rows[headerRows - 1]
            rows.removeFirst(headerRows)
        } else if rows.count > 1, Self.names(rows[0], rows[1]) {
            header = rows.removeFirst()
        }
        guard !rows.isEmpty else { return nil }
    }

    /// Whether the first row names columns: it holds words only, and the one below figures.
    private static func names(_ first: [QuotedWords], _ second: [QuotedWords]) -> Bool {
        guard first.count == second.count, first.count > 1, second.contains(where: { CellNumber($0.text) != nil })
        else { return false }
        if first.allSatisfy({ !$0.text.isEmpty && CellNumber($0.text) == nil }) { return true }
        // Years may name columns, but figures of a first row do not.
        let years = first.dropFirst().compactMap { DatePhrase.whole($0.text) }
        return years.count == first.count - 1 && first.count > 2 && CellNumber(second[0].text) == nil
            && zip(years, years.dropFirst()).allSatisfy { $0.order != $1.order }
    }

    /// Cells are parted by tabs, rows by newlines.
    private static func rows(_ table: QuotedWords) -> [[QuotedWords]] {
        var rows: [[QuotedWords]] = []
        var cells: [QuotedWords] = []
        var start = 0
        let bytes = Array(table.text.utf8)
        func cell(_ end: Int) -> QuotedWords {
            QuotedWords(
                documentID: table.documentID,
                range: table.range.lowerBound + start..<table.range.lowerBound + end,
                text: String(decoding: bytes[start..<end], as: UTF8.self)
            )
        }
        for end in 0...bytes.count {
            let byte = end < bytes.count ? bytes[end] : UInt8(ascii: "\n")
            guard byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") else { continue }
            cells.append(cell(end))
            start = end + 1
            guard byte == UInt8(ascii: "\n") else { continue }
            if cells.contains(where: { !$0.range.isEmpty }) { rows.append(cells) }
            cells = []
        }
        return rows
    }
}

extension ShapeEvidence {
    /// Tables are put together of at most so many blocks, which hold up to fifty rows each.
    private static let blockCount = 200
    private static let tableCount = 12

    /// The tables in which found passages stand, each whole, in the order of the documents.
    mutating func tables() async throws -> [DocumentTable] {
        var tables: [DocumentTable] = []
        for found in try await blocks() {
            var next = 0
            for stored in found.blocks where stored.block.isTable && stored.ordinal >= next {
                guard tables.count < Self.tableCount else { return tables }
                let blocks = try await whole(stored, of: found.document.id)
                next = (blocks.last?.ordinal ?? stored.ordinal) + 1
                // What is longer is not looked at as a whole, and a part of a table would tell wrong sums.
                guard blocks.count < Self.blockCount, let table = DocumentTable(blocks, of: found.document) else {
                    continue
                }
                tables.append(table)
            }
        }
        return tables
    }

    /// All blocks of the table that this one belongs to.
    private func whole(_ stored: Library.StoredBlock, of documentID: Int64) async throws -> [Library.StoredBlock] {
        var blocks = [stored]
        while let first = blocks.first, first.ordinal > 0, blocks.count < Self.blockCount {
            let before = try await library.blocks(
                of: documentID,
                in: max(0, first.ordinal - 20)..<first.ordinal
            )
            var isAtStart = before.isEmpty
            for block in before.reversed() {
                guard blocks[0].block.continues(block.block) else {
                    isAtStart = true
                    break
                }
                blocks.insert(block, at: 0)
            }
            if isAtStart { break }
        }
        while let last = blocks.last, blocks.count < Self.blockCount {
            let behind = try await library.blocks(of: documentID, in: last.ordinal + 1..<last.ordinal + 21)
            var isAtEnd = behind.isEmpty
            for block in behind {
                guard let before = blocks.last, block.block.continues(before.block) else {
                    isAtEnd = true
                    break
                }
                blocks.append(block)
            }
            if isAtEnd { break }
        }
        return blocks
    }
}

extension Block {
    var isTable: Bool {
        if case .table = kind { return true }
        return false
    }

    /// Whether this block goes on with the rows of the one before it.
    fileprivate func continues(_ before: Block) -> Bool {
        guard case .table(headerRows: 0) = kind, before.isTable, headings == before.headings else { return false }
        guard case .cells(let sheet, let range) = anchor, case .cells(let sheetBefore, let rangeBefore) = before.anchor
        else { return true }
        guard sheet == sheetBefore, let own = CellPosition.corners(of: range),
            let above = CellPosition.corners(of: rangeBefore)
        else { return false }
        return own.first.row == above.last.row + 1
    }
}
