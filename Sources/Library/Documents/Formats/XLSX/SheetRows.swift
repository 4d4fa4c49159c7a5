// Rows of a sheet as blocks: what stands together is one table, cut every 50 rows; a line alone above it is its title.

/// One cell that is not empty.
struct SheetCell: Equatable {
    let row: Int
    let column: Int
    let text: String
    var isNumber = false
}

/// Collects the rows of one sheet and adds them as blocks.
struct SheetRows {
    private static let limit = 50

    private let sheet: String
    private var rows: [[SheetCell]] = []
    /// Whether the block before this one is of the same table, so that no row of this one names columns.
    private var isContinued = false
    private var hasHeading = false

    init(sheet: String) { self.sheet = sheet }

    /// Takes the next row; an empty one, or a gap in the numbers, ends a table.
    mutating func add(_ cells: [SheetCell], to builder: inout DocumentBuilder) {
        guard let first = cells.first else {
            finish(&builder)
            return
        }
        if let last = rows.last?.first, first.row > last.row + 1 { finish(&builder) }
        rows.append(cells)
        if rows.count == Self.limit {
            flush(&builder)
            isContinued = true
        }
    }

    mutating func finish(_ builder: inout DocumentBuilder) {
        flush(&builder)
        isContinued = false
    }

    private mutating func flush(_ builder: inout DocumentBuilder) {
        guard !rows.isEmpty else { return }
        if !hasHeading, !sheet.isEmpty {
            builder.add(.heading(level: 1), sheet.collapsed(), at: .cells(sheet: sheet, range: "A1"))
        }
        hasHeading = true
        var rest = rows[...]
        rows = []
        let hasColumns = rest.contains { $0.count > 1 }
        while hasColumns || rest.count == 1, !isContinued, let row = rest.first, row.count == 1, rest.startIndex < 4 {
            let text = row[0].text
            builder.add(
                .paragraph,
                text,
                at: .cells(sheet: sheet, range: CellPosition(column: row[0].column, row: row[0].row).name)
            )
            rest = rest.dropFirst()
        }
        guard let first = rest.first?.first, let last = rest.last?.first else { return }
        let columns = Set(rest.joined().map(\.column)).sorted()
        let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        let lines = rest.map { row in
            var cells = Array(repeating: "", count: columns.count)
            for cell in row { if let place = places[cell.column] { cells[place] = cell.text } }
            return cells
        }
        let isNamed =
            !isContinued && rest.count > 1 && rest[rest.startIndex].count * 2 > columns.count
            && rest[rest.startIndex].allSatisfy { !$0.isNumber }
        let range =
            CellPosition(column: columns.first ?? 1, row: first.row).name + ":"
            + CellPosition(column: columns.last ?? 1, row: last.row).name
        builder.add(
            .table(headerRows: isNamed ? 1 : 0),
            TableText.text(of: lines),
            at: .cells(sheet: sheet, range: range)
        )
    }
}
