// The very cells of a sheet in which words stand: blocks only know the whole range of their table.

internal import Documents

extension Place {
    /// The place of words in a table block of a sheet; nil where its columns cannot be told apart.
    ///
    /// - Parameters:
    ///   - words: UTF-8 offsets in the document's text.
    ///   - block: the block that holds them.
    ///   - text: the block's text.
    init?(cells words: Range<Int>, in block: Block, text: String) {
        guard case .cells(_, let range) = block.anchor, case .table = block.kind,
            let corners = CellPosition.corners(of: range)
        else { return nil }
        let bytes = Array(text.utf8)
        let rows = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let width = rows.map { $0.count { $0 == UInt8(ascii: "\t") } + 1 }.max() ?? 0
        // Columns without a single cell are not in the text.
        guard width == corners.last.column - corners.first.column + 1,
            rows.count == corners.last.row - corners.first.row + 1
        else { return nil }
        func position(_ offset: Int) -> CellPosition {
            let before = bytes[..<min(bytes.count, max(0, offset - block.range.lowerBound))]
            let row = before.count { $0 == UInt8(ascii: "\n") }
            let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count { $0 == UInt8(ascii: "\t") }
            return CellPosition(column: corners.first.column + column, row: corners.first.row + row)
        }
        let (first, last) = (position(words.lowerBound), position(words.upperBound))
        self.init(block)
        cells = first == last ? first.name : "\(first.name):\(last.name)"
    }
}
