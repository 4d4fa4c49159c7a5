// Computes a figure exactly from the cells that were found.

internal import BigInt

/// The value of a figure, as it is shown.
struct FigureResult {
    let value: String
    /// All cells that it rests on.
    let marked: [QuotedWords]
    /// The highest or lowest cells, and what is asked for of each.
    let best: [(labels: [QuotedWords], cell: QuotedWords)]

    /// Nil where the cells do not determine it: one that is no number, different units, shares that cannot be added.
    init?(_ figure: Figure, _ columns: TableColumns) {
        let table = columns.table
        marked = figure.cells.compactMap { table.cell($0.row, $0.column) }
        guard marked.count == figure.cells.count, let first = marked.first else { return nil }
        switch figure.operation {
        case .cell:
            (value, best) = (first.text, [])
            return
        case .count:
            (value, best) = ("\(marked.count)", [])
            return
        case .sum, .average, .highest, .lowest: break
        }
        let numbers = marked.compactMap { CellNumber($0.text) }
        guard numbers.count == marked.count, let style = CellNumberStyle(numbers, like: first.text) else { return nil }
        if figure.operation == .sum || figure.operation == .average {
            guard !style.isShare || figure.operation == .average else { return nil }
            let sum = numbers.reduce(Rational(0)) { $0 + $1.value }
            let isAverage = figure.operation == .average
            guard let result = isAverage ? try? sum / Rational(BigInt(numbers.count)) : sum else { return nil }
            (value, best) = (style.text(of: result), [])
            return
        }
        let values = numbers.map(\.value)
        guard let top = figure.operation == .highest ? values.max() : values.min() else { return nil }
        let found = figure.cells.indices.filter { values[$0] == top }
        // A quarter is told by its year too.
        let asked = figure.asked ?? figure.labels.first { columns.kinds[$0] == .words } ?? figure.labels.first
        let dates = columns.kinds.indices.filter { columns.kinds[$0] == .dates }
        let told = asked.map { dates.contains($0) ? dates : [$0] } ?? []
        func labels(_ index: Int) -> [QuotedWords] {
            let cell = figure.cells[index]
            if figure.asksForHeader { return [table.name(of: cell.column)].compactMap(\.self) }
            return told.compactMap { table.cell(cell.row, $0) }
        }
        // What is asked for must tell the rows apart: of two rows for a quarter, neither is the quarter's figure.
        if figure.asked != nil {
            let names = figure.cells.indices.map { labels($0).map(\.text) }
            guard Set(names).count == names.count else { return nil }
        }
        let cells = marked
        best = found.map { (labels($0), cells[$0]) }
        value = best.map { ($0.labels + [$0.cell]).map(\.text).joined(separator: " ") }.joined(separator: "\n")
    }
}
