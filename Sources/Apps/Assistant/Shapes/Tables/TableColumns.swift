// What the columns of a table hold: dates, numbers, or words.

internal import Foundation
internal import Retrieval

/// A table with its columns told apart.
struct TableColumns {
    enum Kind { case dates, numbers, words }

    let table: DocumentTable
    let kinds: [Kind]
    /// The dates that the headers are, as in a table with a column for each month.
    let headerDates: [DatePhrase?]
    /// The names of the columns, without what stands in brackets, as keys.
    let names: [[String]]
    /// Rows that add up others.
    let totalRows: Set<Int>
    let totalColumns: Set<Int>

    private static let total = Pattern(
        "^(?:grand |sub-?)?totals?(?: .*)?$|^sum$|^(?:总计|合计|总和|小计|共计|总额)$",
        ignoresCase: true
    )

    init(_ table: DocumentTable, analyzer: BilingualAnalyzer) {
        self.table = table
        let columns = 0..<table.columnCount
        totalRows = Set(
            table.rows.indices.filter { row in
                table.rows[row].first { !$0.text.isEmpty }.map { Self.total.matches($0.text) } ?? false
            }
        )
        totalColumns = Set(
            columns.filter { column in table.name(of: column).map { Self.total.matches($0.text) } ?? false }
        )
        headerDates = columns.map { table.name(of: $0).flatMap { DatePhrase.whole($0.text) } }
        names = columns.map { column in
            guard let name = table.name(of: column) else { return [] }
            let text = Self.withoutBrackets(name.text)
            return analyzer.units(of: text).filter {
                !FunctionWords.english.contains($0.folded)
            }
            .map(\.key)
        }
        let totals = totalRows
        kinds = columns.map { column in
            let cells = table.rows.indices.filter { !totals.contains($0) }.compactMap { table.cell($0, column)?.text }
            return Self.kind(of: cells, name: table.name(of: column)?.text ?? "")
        }
    }

    private static let dateName = Pattern(
        "\\b(?:year|date|month|quarter|day|period|fy)\\b|年|月|日期|季|时间",
        ignoresCase: true
    )

    private static func kind(of cells: [String], name: String) -> Kind {
        guard !cells.isEmpty else { return .words }
        let dates = cells.count { DatePhrase.whole($0) != nil }
        let numbers = cells.count { CellNumber($0) != nil }
        if dates * 5 >= cells.count * 4, numbers * 2 < cells.count || dateName.matches(name) { return .dates }
        return numbers * 10 >= cells.count * 7 ? .numbers : .words
    }

    private static let brackets = Pattern(#"\s*[(（\[][^)）\]]*[)）\]]\s*$"#)

    static func withoutBrackets(_ text: String) -> String {
        brackets.groups(in: text)?[0].map { String(text[..<$0.startIndex]) } ?? text
    }

    /// All that the cells and the header say of the time of a cell, completed by the titles above the table.
    func date(_ row: Int, _ column: Int, titles: [DatePhrase]) -> DatePhrase? {
        var date: DatePhrase?
        func add(_ other: DatePhrase?) {
            guard let other else { return }
            date = date?.completed(by: other) ?? other
        }
        for other in kinds.indices where kinds[other] == .dates {
            add(table.cell(row, other).flatMap { DatePhrase.whole($0.text) })
        }
        add(headerDates[column])
        titles.forEach(add)
        return date
    }
}
