// Which columns of a table a question names, or means without naming them.

internal import Foundation
internal import Retrieval

extension FigureFinder {
    /// The columns that the question names, by their whole names where it names any so.
    mutating func namedColumns(usesTotals: Bool) -> [Int] {
        var whole: [(column: Int, places: [Int])] = []
        for column in columns.names.indices where !columns.names[column].isEmpty {
            if columns.headerDates[column] != nil || (!usesTotals && columns.totalColumns.contains(column)) { continue }
            if let places = places(of: columns.names[column]) { whole.append((column, places)) }
        }
        // "Net revenue" hides "Revenue".
        let longest = whole.filter { one in
            !whole.contains { $0.column != one.column && Set($0.places).isStrictSuperset(of: one.places) }
        }
        if !longest.isEmpty {
            for (_, places) in longest {
                used.formUnion(places)
                naming.formUnion(places)
            }
            return longest.map(\.column)
        }
        // A part of a name will do where no other column shares it.
        var partly: [Int: [Int]] = [:]
        for index in units.indices
        where !used.contains(index) && !soft.contains(index) && !units[index].isCharacter {
            for column in columns.names.indices where columns.names[column].contains(units[index].key) {
                partly[column, default: []].append(index)
            }
        }
        if asked.asksForMoney, partly.isEmpty { return moneyColumn() }
        guard let most = partly.values.map(\.count).max() else { return [] }
        let best = partly.filter { $0.value.count == most }
        guard best.count == 1, let (column, places) = best.first, columns.kinds[column] == .numbers else { return [] }
        used.formUnion(places)
        return [column]
    }

    private static let money = Pattern(
        "price|cost|amount|fee|charge|\\brate\\b|价|费|金额|成本|支出|花费",
        ignoresCase: true
    )

    private func moneyColumn() -> [Int] {
        let found = columns.names.indices.filter { column in
            columns.kinds[column] == .numbers && (table.name(of: column).map { Self.money.matches($0.text) } ?? false)
        }
        return found.count == 1 ? found : []
    }

    /// Whether the words that ask for an operation are part of the column's name: "Total" may be a column.
    func names(in range: Range<Int>, _ column: Int) -> Bool {
        let keys = units.filter { $0.range.overlaps(range) && !FunctionWords.contains($0) }.map(\.key)
        return !keys.isEmpty && keys.allSatisfy(columns.names[column].contains)
    }

    /// Where the words stand in the question; those of Chinese side by side.
    func places(of keys: [String]) -> [Int]? {
        let isChinese = keys.joined().unicodeScalars.contains(where: \.isHan)
        if isChinese {
            let start = units.indices.first { units[$0...].map(\.key).starts(with: keys) }
            return start.map { Array($0..<$0 + keys.count) }
        }
        let places = keys.compactMap { key in units.firstIndex { $0.key == key } }
        return places.count == keys.count ? places : nil
    }

    private static let periods: [(Pattern, @Sendable (DatePhrase) -> Bool)] = [
        (Pattern(#"\bquarters?\b|季度|季"#, ignoresCase: true), { $0.quarter != nil }),
        (Pattern(#"\bmonths?\b|月"#, ignoresCase: true), { $0.month != nil }),
        (Pattern(#"\byears?\b|年"#, ignoresCase: true), { $0.year != nil }),
        (Pattern(#"\b(?:day|date)s?\b|日期|哪[一]?天|日"#, ignoresCase: true), { $0.day != nil }),
    ]

    /// The words for a period that do not stand in the name of a column, as 月 does in 月薪.
    private func periodWords(_ pattern: Pattern) -> Substring? {
        pattern.all(in: asked.question.text).first { words in
            let range = asked.question.text.offsets(of: words)
            return !naming.contains { units[$0].range.overlaps(range) }
        }
    }

    /// The column of the quarters, months or years that are asked for.
    mutating func periodColumn() -> Int? {
        for (pattern, holds) in Self.periods {
            guard let words = periodWords(pattern) else { continue }
            let column = columns.kinds.indices.first { column in
                columns.kinds[column] == .dates
                    && table.rows.indices.contains { row in
                        table.cell(row, column).flatMap { DatePhrase.whole($0.text) }.map(holds) ?? false
                    }
            }
            guard let column else { continue }
            use(asked.question.text.offsets(of: words))
            return column
        }
        return nil
    }

    /// Whether the periods that are asked for are the names of columns.
    mutating func headersArePeriods() -> Bool {
        for (pattern, holds) in Self.periods {
            guard let words = periodWords(pattern) else { continue }
            let found = columns.headerDates.count { $0.map(holds) ?? false }
            guard found > 1 else { continue }
            use(asked.question.text.offsets(of: words))
            return true
        }
        return false
    }

    /// The columns of figures where none is named: the only one, or those of periods.
    func unnamedColumns(_ operation: FigureQuestion.Operation) -> [Int] {
        let numbers = columns.kinds.indices.filter {
            columns.kinds[$0] == .numbers && !columns.totalColumns.contains($0)
        }
        guard operation != .cell || asked.asksForNumber || asked.question.isChinese || !dates.isEmpty else { return [] }
        let periods = numbers.filter { columns.headerDates[$0] != nil }
        if periods.count > 1, periods.count == numbers.count { return periods }
        return numbers.count == 1 ? numbers : []
    }
}
