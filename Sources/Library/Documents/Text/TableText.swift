// Tables as text: rows end with newlines, cells with tabs. Long ones are cut into blocks, so that an anchor stays near.

/// Collects a table's rows and adds them as blocks.
struct TableText {
    private var rows: [[String]] = []
    private var headerRows = 0

    init() {}

    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row, each cell on one line; header rows count only at the top.
    mutating func add(_ cells: [String], isHeader: Bool = false) {
        let cells = cells.map { $0.collapsed() }
        guard cells.contains(where: { !$0.isEmpty }) else { return }
        if isHeader, headerRows == rows.count, headerRows < 3 { headerRows += 1 }
        rows.append(cells)
    }

    /// Adds the rows as table blocks of at most `limit` rows; the first alone holds the header rows.
    func add(to builder: inout DocumentBuilder, at anchor: Anchor, limit: Int = 50) {
        let headerRows = self.headerRows < rows.count ? self.headerRows : 0
        for start in stride(from: 0, to: rows.count, by: limit) {
            let part = rows[start..<min(start + limit, rows.count)]
            builder.add(.table(headerRows: start == 0 ? headerRows : 0), Self.text(of: part), at: anchor)
        }
    }

    /// The rows as text; empty cells at a row's end leave no tabs.
    static func text(of rows: some Sequence<[String]>) -> String {
        rows.map { cells in
            let last = cells.lastIndex { !$0.isEmpty } ?? -1
            return cells[...last].joined(separator: "\t")
        }
        .joined(separator: "\n")
    }
}
