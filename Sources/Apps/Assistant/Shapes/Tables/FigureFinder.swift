// Finds the cells that a question is about. Every word of the question must be found: in the name of a column, in a cell
// of the row, in a date, or in the titles above the table. One word left over, and the table answers another question.

internal import Foundation
internal import Retrieval

/// A cell's place in a table.
struct CellPlace: Hashable {
    var row: Int
    var column: Int
}

/// The cells of a table that answer.
struct Figure {
    var operation: FigureQuestion.Operation
    var cells: [CellPlace]
    /// What is asked for of the row of the highest or lowest cell; nil for the number alone.
    var asked: Int?
    /// Whether it is the header of the highest or lowest cell that is asked for.
    var asksForHeader = false
    /// Columns that tell the rows apart, in order.
    var labels: [Int]
}

/// Looks for a question's cells in one table.
struct FigureFinder {
    let asked: FigureQuestion
    let columns: TableColumns
    let units: [TextUnit]
    private let analyzer: BilingualAnalyzer
    let dates: [DatePhrase]
    private let titleDates: [DatePhrase]
    private let titleKeys: Set<String>
    /// The units of the question that are accounted for.
    var used: Set<Int> = []
    /// Those that need not be.
    private(set) var soft: Set<Int> = []
    /// Those that name columns.
    var naming: Set<Int> = []

    var table: DocumentTable { columns.table }

    init(_ asked: FigureQuestion, in columns: TableColumns, analyzer: BilingualAnalyzer) {
        (self.asked, self.columns, self.analyzer) = (asked, columns, analyzer)
        let text = asked.question.text
        units = analyzer.units(of: text)
        dates = DatePhrase.all(in: text, isTerse: true)
        let titles = columns.table.titles
        titleDates = titles.flatMap { DatePhrase.all(in: $0, isTerse: true) }
        titleKeys = Set(titles.flatMap { analyzer.units(of: $0) }.map(\.key))
        let interrogatives = FunctionWords.chineseInterrogatives(in: units).flags
        for index in units.indices where interrogatives[index] || FunctionWords.contains(units[index]) {
            used.insert(index)
        }
        for range in dates.map(\.range) { use(range) }
        let softRanges = FigureQuestion.soft(in: text, units: units)
        soft = Set(units.indices.filter { index in softRanges.contains { $0.overlaps(units[index].range) } })
        if let operation = asked.operation { use(operation.range) }
    }

    mutating func use(_ range: Range<Int>) {
        for index in units.indices where units[index].range.overlaps(range) { used.insert(index) }
    }

    /// The cells, or nil where the table does not determine them.
    ///
    /// What is asked for in total is added up; only where that cannot be, a column or row called so is the answer.
    func figure() -> Figure? {
        var adding = self
        if asked.operation?.kind == .sum, let figure = adding.figure(usesTotals: false) { return figure }
        var finder = self
        return finder.figure(usesTotals: true)
    }

    private mutating func figure(usesTotals: Bool) -> Figure? {
        let named = namedColumns(usesTotals: usesTotals)
        var rows = Array(table.rows.indices)
        let labels = filter(&rows, but: Set(named))
        var operation = asked.operation?.kind ?? .cell
        if let range = asked.operation?.range, named.contains(where: { names(in: range, $0) }) { operation = .cell }
        let asksForCount = operation == .count
        let figures = named.filter { columns.kinds[$0] == .numbers && columns.headerDates[$0] == nil }
        if operation == .count { operation = figures.isEmpty ? .count : .cell }
        if operation == .count { return counted(named, rows, labels) }
        if ![.cell].contains(operation) { rows.removeAll { columns.totalRows.contains($0) } }

        var entity = named.first { columns.kinds[$0] != .numbers }
        let isExtreme = operation == .highest || operation == .lowest
        if entity == nil, isExtreme { entity = periodColumn() }
        if entity == nil, isExtreme, asked.asksWhen { entity = columns.kinds.firstIndex(of: .dates) }
        var asksForHeader = entity == nil && isExtreme && headersArePeriods()
        var values = figures
        if operation == .cell, !asked.asksForNumber, figures.isEmpty {
            // "Who is the manager of …": any named column that is not what tells the row.
            values = named.filter { !labels.contains($0) }
            entity = nil
        }
        if values.isEmpty { values = unnamedColumns(operation) }
        if values.isEmpty, isExtreme, entity == nil {
            // "Which town had the most rain in January?": the towns are columns.
            values = columns.kinds.indices.filter {
                columns.kinds[$0] == .numbers && !columns.totalColumns.contains($0)
            }
            asksForHeader = true
        }
        guard !values.isEmpty, operation != .cell || values.count == 1 || !dates.isEmpty else { return nil }
        if operation == .cell, entity.map({ values.contains($0) }) ?? false { entity = nil }

        var cells = rows.flatMap { row in values.map { CellPlace(row: row, column: $0) } }
        if !dates.isEmpty {
            guard dates.count == 1 || operation != .cell, !isSpan() else { return nil }
            cells.removeAll { cell in
                guard let date = columns.date(cell.row, cell.column, titles: titleDates) else { return true }
                return !dates.contains { date.holds($0) }
            }
            if operation == .cell { cells.removeAll { columns.totalRows.contains($0.row) && labels.isEmpty } }
        }
        guard accountsForAll(&cells, labels, titleKeys) else { return nil }
        let isByPeriod = values.allSatisfy { columns.headerDates[$0] != nil }
        let isOneRow = asksForHeader && Set(cells.map(\.row)).count == 1
        guard Set(cells.map(\.column)).count <= 1 || isByPeriod || isOneRow else { return nil }
        // The sum of one cell is that cell.
        if operation == .sum, cells.count == 1, !labels.isEmpty || !figures.isEmpty { operation = .cell }
        if operation == .cell {
            let isTold = !labels.isEmpty || !dates.isEmpty || narrowed || table.rows.count == 1
            guard cells.count == 1, isTold, table.cell(cells[0].row, cells[0].column) != nil,
                !asksForCount || !figures.isEmpty
            else { return nil }
        } else {
            cells.removeAll { table.cell($0.row, $0.column) == nil }
            guard cells.count > 1 else { return nil }
        }
        return Figure(
            operation: operation,
            cells: cells,
            asked: entity,
            asksForHeader: asksForHeader,
            labels: labelColumns(of: cells, labels, entity)
        )
    }

    /// Whether rows were told apart by a part of a cell.
    private var narrowed = false

    /// Keeps the rows whose cells the question names, and yields the columns of these cells.
    private mutating func filter(_ rows: inout [Int], but named: Set<Int>) -> [Int] {
        var labels: [Int] = []
        for column in columns.kinds.indices where columns.kinds[column] == .words {
            var matches: [(keys: [String], places: [Int])] = []
            for cell in Set(rows.compactMap { table.cell($0, column)?.text }) {
                let keys = analyzer.units(of: cell).map(\.key)
                guard !keys.isEmpty, keys.count <= 8, let places = run(of: keys) else { continue }
                matches.append((keys, places))
            }
            let longest = matches.filter { one in
                !matches.contains { $0.keys != one.keys && Set($0.places).isStrictSuperset(of: one.places) }
            }
            guard !longest.isEmpty else { continue }
            let wanted = Set(longest.map(\.keys))
            rows.removeAll { row in
                guard let cell = table.cell(row, column) else { return true }
                return !wanted.contains(analyzer.units(of: cell.text).map(\.key))
            }
            used.formUnion(longest.flatMap(\.places))
            labels.append(column)
        }
        return labels
    }

    /// Where the words stand side by side in the question, though not as a column's name or a date.
    private func run(of keys: [String]) -> [Int]? {
        let start = units.indices.first { start in
            units[start...].map(\.key).starts(with: keys)
                && (start..<start + keys.count).contains { !used.contains($0) }
        }
        return start.map { Array($0..<$0 + keys.count) }
    }

    private static let span = Pattern(#"\b(?:between|from|through)\b|至|到|之间"#, ignoresCase: true)
    private static let openSpan = Pattern(#"\b(?:since|before|after|until)\b|以来|以后|之后|以前|之前"#, ignoresCase: true)

    /// Whether the dates are the ends of a span, which cells are not compared with.
    private func isSpan() -> Bool {
        let text = asked.question.text
        return Self.openSpan.matches(text) || (dates.count > 1 && Self.span.matches(text))
    }

    /// Whether all words are accounted for; those left may be a part of the cell that tells one row from the others.
    private mutating func accountsForAll(_ cells: inout [CellPlace], _ labels: [Int], _ titles: Set<String>) -> Bool {
        let rest = units.indices.filter {
            !used.contains($0) && !soft.contains($0) && !titles.contains(units[$0].key)
        }
        guard !rest.isEmpty else { return true }
        let wanted = rest.map { units[$0].key }
        let fitting = Set(cells.map(\.row)).filter { row in
            columns.kinds.indices.contains { column in
                guard columns.kinds[column] == .words, let cell = table.cell(row, column) else { return false }
                let keys = analyzer.units(of: cell.text).map(\.key)
                if units[rest[0]].isCharacter {
                    return keys.indices.contains { keys[$0...].starts(with: wanted) } && wanted.count > 1
                }
                return Set(keys).isSuperset(of: wanted)
            }
        }
        guard fitting.count == 1 else { return false }
        cells.removeAll { !fitting.contains($0.row) }
        narrowed = true
        return true
    }

    /// The different cells of the column that is asked for.
    private mutating func counted(_ named: [Int], _ rows: [Int], _ labels: [Int]) -> Figure? {
        let rows = rows.filter { !columns.totalRows.contains($0) }
        guard dates.isEmpty, named.count == 1, let column = named.first, columns.kinds[column] == .words else {
            return nil
        }
        var seen: Set<String> = []
        var cells = rows.filter { row in table.cell(row, column).map { seen.insert($0.text).inserted } ?? false }
            .map { CellPlace(row: $0, column: column) }
        guard !cells.isEmpty, accountsForAll(&cells, labels, titleKeys), !narrowed else { return nil }
        return Figure(operation: .count, cells: cells, labels: labels.filter { $0 != column })
    }

    /// The columns that are shown beside the figures: those that were named, and the first that says which row it is.
    private func labelColumns(of cells: [CellPlace], _ labels: [Int], _ entity: Int?) -> [Int] {
        let values = Set(cells.map(\.column))
        var shown = Set(labels + [entity].compactMap(\.self))
        let tellsDates = !dates.isEmpty || cells.count > 1
        if tellsDates { shown.formUnion(columns.kinds.indices.filter { columns.kinds[$0] == .dates }) }
        if let first = columns.kinds.indices.first(where: { columns.kinds[$0] == .words }) { shown.insert(first) }
        return shown.subtracting(values).sorted()
    }
}
