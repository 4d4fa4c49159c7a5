// Two things that a table has as columns, or as rows, compare by its other side.

internal import Retrieval

/// Finds both things in a table.
struct TableComparison {
    private let names: [ThingName]
    private let analyzer: BilingualAnalyzer

    /// A cell that names a thing may say a little more than its name.
    private static let additionalWords = 3

    init(_ names: [ThingName], analyzer: BilingualAnalyzer) { (self.names, self.analyzer) = (names, analyzer) }

    /// A row for each respect; nil where the table does not hold each thing exactly once.
    func rows(in table: DocumentTable) -> [ComparisonRow]? {
        byColumns(table) ?? byRows(table)
    }

    private func byColumns(_ table: DocumentTable) -> [ComparisonRow]? {
        guard let columns = places(of: (0..<table.columnCount).map { table.name(of: $0) }) else { return nil }
        return rows(
            table.rows.indices.map { row in
                (table.cell(row, 0), columns.map { table.cell(row, $0) })
            }
        )
    }

    private func byRows(_ table: DocumentTable) -> [ComparisonRow]? {
        guard !table.header.isEmpty else { return nil }
        // The things stand in the first column of words, which need not be the first of all.
        for column in 0..<min(3, table.columnCount) {
            guard let places = places(of: table.rows.indices.map { table.cell($0, column) }) else { continue }
            return rows(
                (0..<table.columnCount).filter { $0 != column }.map { other in
                    (table.name(of: other), places.map { table.cell($0, other) })
                }
            )
        }
        return nil
    }

    /// Where each thing stands among the cells.
    private func places(of cells: [QuotedWords?]) -> [Int]? {
        var places = names.map { _ in [Int]() }
        for (place, cell) in cells.enumerated() {
            guard let cell else { continue }
            let keys = analyzer.units(of: cell.text).map(\.key)
            let named = ThingName.mentions(of: names, in: keys)
            guard named.count == 1, let thing = named.first,
                keys.count <= names[thing].keys.count + Self.additionalWords
            else { continue }
            places[thing].append(place)
        }
        return places.allSatisfy { $0.count == 1 } ? places.flatMap(\.self) : nil
    }

    private func rows(_ respects: [(label: QuotedWords?, cells: [QuotedWords?])]) -> [ComparisonRow]? {
        let rows = respects.compactMap { label, cells -> ComparisonRow? in
            guard let label, cells.contains(where: { $0 != nil }) else { return nil }
            let keys = Set(analyzer.units(of: label.text).map(\.key))
            return ComparisonRow(label: label.text, keys: keys, cells: cells)
        }
        return rows.isEmpty ? nil : rows
    }
}
