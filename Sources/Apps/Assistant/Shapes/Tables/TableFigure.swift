// "What was the total revenue in 2023?", 哪个季度的销售额最高: a figure of a table, computed exactly, with its cells as marks.

internal import Dialogue
internal import Retrieval

/// The shape of figures from tables.
struct TableFigure: AnswerShape {
    private let asked: FigureQuestion

    /// Cells that are shown and marked one by one; of more, the stretch of the table is marked as a whole.
    private static let cellCount = 40
    private static let longestStretch = 100_000
    private static let figureCount = 3

    init?(_ question: ShapedQuestion) {
        guard let asked = FigureQuestion(question) else { return nil }
        self.asked = asked
    }

    func compose(from evidence: inout ShapeEvidence) async throws -> [ChatEvent]? {
        // Cells are parted by tabs, which other text does not hold.
        guard evidence.request.passages.contains(where: { $0.text.contains("\t") }) else { return nil }
        var answers: [(title: String, value: String, events: [ChatEvent])] = []
        for table in try await evidence.tables() {
            let columns = TableColumns(table, analyzer: evidence.analyzer)
            let finder = FigureFinder(asked, in: columns, analyzer: evidence.analyzer)
            guard let figure = finder.figure(), let result = FigureResult(figure, columns),
                !answers.contains(where: { $0.value == result.value }), answers.count < Self.figureCount
            else { continue }
            answers.append(
                (table.titles[0], result.value, try await events(of: figure, result, table, &evidence))
            )
        }
        guard let first = answers.first else { return nil }
        if answers.count == 1 { return first.events }
        // Each table determines it in its own way: whose figure it is must be said.
        return answers.enumerated().flatMap { index, answer in
            [.text((index == 0 ? "" : "\n\n") + "**\(Markdown.escaped(answer.title))**\n\n")] + answer.events
        }
    }

    private func events(
        of figure: Figure,
        _ result: FigureResult,
        _ table: DocumentTable,
        _ evidence: inout ShapeEvidence
    ) async throws -> [ChatEvent] {
        let language = asked.question.language
        let column = figure.cells.first.flatMap { table.name(of: $0.column)?.text }
        var events: [ChatEvent] = []
        switch figure.operation {
        case .cell:
            events = [.text("**\(Markdown.escaped(result.value))**")] + result.marked.map { evidence.mark($0) }
        case .sum, .average, .count:
            let words = Phrases.computed(figure.operation, figure.cells.count, of: column, language)
            events = [.text("**\(Markdown.escaped(result.value))**" + words)]
            if figure.cells.count > Self.cellCount, let stretch = try await stretch(of: result.marked, evidence) {
                events.append(evidence.mark(stretch))
            }
        case .highest, .lowest:
            let (before, behind) = Phrases.extreme(
                figure.operation,
                of: column,
                isHeader: figure.asksForHeader,
                language
            )
            events.append(.text(before))
            for (index, best) in result.best.enumerated() {
                if index > 0 { events.append(.text(Phrases.comma(language))) }
                for (place, label) in best.labels.enumerated() {
                    events += [
                        .text((place > 0 ? " " : "") + "**\(Markdown.escaped(label.text))**"), evidence.mark(label),
                    ]
                }
            }
            if let first = result.best.first {
                let words = Markdown.escaped(first.cell.text)
                events += [.text(first.labels.isEmpty ? "**\(words)**" : behind + words), evidence.mark(first.cell)]
            }
        }
        if figure.cells.count <= Self.cellCount { events += rows(of: figure, result, table, &evidence) }
        return events
    }

    /// The cells in their rows, each with its mark.
    private func rows(
        of figure: Figure,
        _ result: FigureResult,
        _ table: DocumentTable,
        _ evidence: inout ShapeEvidence
    ) -> [ChatEvent] {
        let values = Set(figure.cells.map(\.column)).sorted()
        let marked = Set(figure.cells)
        let best = Set(result.best.map(\.cell))
        let heads = (figure.labels + values).map { Markdown.escaped(table.name(of: $0)?.text ?? "") }
        let rules = figure.labels.map { _ in "---" } + values.map { _ in figure.operation == .count ? "---" : "---:" }
        var events: [ChatEvent] = [
            .text("\n\n| \(heads.joined(separator: " | ")) |\n| \(rules.joined(separator: " | ")) |")
        ]
        var shown: Set<Int> = []
        for row in figure.cells.map(\.row) where shown.insert(row).inserted {
            let labels = figure.labels.map { Markdown.escaped(table.cell(row, $0)?.text ?? "") }
            events.append(.text("\n|" + labels.map { " \($0) |" }.joined()))
            for column in values {
                events.append(.text(" "))
                if let cell = table.cell(row, column) {
                    let words = Markdown.escaped(cell.text)
                    events.append(.text(best.contains(cell) ? "**\(words)**" : words))
                    if marked.contains(CellPlace(row: row, column: column)) { events.append(evidence.mark(cell)) }
                }
                events.append(.text(" |"))
            }
        }
        return events
    }

    /// The text from the first cell to the last.
    private func stretch(of cells: [QuotedWords], _ evidence: ShapeEvidence) async throws -> QuotedWords? {
        guard let first = cells.first, let last = cells.last else { return nil }
        let range = first.range.lowerBound..<last.range.upperBound
        guard range.count <= Self.longestStretch else { return nil }
        let text = try await evidence.library.text(of: first.documentID, in: range)
        return QuotedWords(documentID: first.documentID, range: range, text: text)
    }
}
