// "Compare A and B" as a table: a row for each respect in which the library speaks of both, a column for each thing, in
// every cell the very words and their mark.

internal import Dialogue
internal import Foundation
internal import Retrieval

/// The shape of comparisons.
struct Comparison: AnswerShape {
    private let asked: ComparisonQuestion
    private let question: ShapedQuestion

    /// Rows of a table.
    private static let rowCount = 8

    init?(_ question: ShapedQuestion) {
        guard let asked = ComparisonQuestion(question.text, isChinese: question.isChinese) else { return nil }
        (self.asked, self.question) = (asked, question)
    }

    /// Each thing apart: a search for both at once finds what speaks of one of them often.
    var searches: [String] {
        asked.pairs.flatMap { [$0.first, $0.second] }.map { thing in
            [thing, asked.aspect].compactMap(\.self).joined(separator: " ")
        }
    }

    func compose(from evidence: inout ShapeEvidence) async throws -> [ChatEvent]? {
        let analyzer = evidence.analyzer
        let statements = Statement.all(in: try await evidence.blocks(), analyzer: analyzer)
        let tables = try await evidence.tables()
        let aspect = Set(
            analyzer.units(of: asked.aspect ?? "").filter { !FunctionWords.contains($0) }.map(\.key)
        )
        for pair in asked.pairs {
            guard let first = ThingName(pair.first, analyzer: analyzer),
                let second = ThingName(pair.second, analyzer: analyzer), first.keys != second.keys
            else { continue }
            let names = [first, second]
            if let rows = tables.lazy.compactMap({ TableComparison(names, analyzer: analyzer).rows(in: $0) }).first {
                return events(names, Self.chosen(rows, aspect), lead: nil, &evidence)
            }
            let facts = ThingFacts(names, statements)
            let frequencies = try await evidence.library.frequencies(of: facts.keys)
            let rows = StatementComparison(facts, LexicalStatistics(frequencies: frequencies)).rows()
            guard !rows.isEmpty else { continue }
            return events(names, Self.chosen(rows, aspect), lead: aspect.isEmpty ? facts.direct : nil, &evidence)
        }
        return nil
    }

    /// The rows about what was asked, or all where none is.
    private static func chosen(_ rows: [ComparisonRow], _ aspect: Set<String>) -> [ComparisonRow] {
        let fitting = aspect.isEmpty ? [] : rows.filter { !$0.keys.isDisjoint(with: aspect) }
        return Array((fitting.isEmpty ? rows : fitting).prefix(rowCount))
    }

    private func events(
        _ names: [ThingName],
        _ rows: [ComparisonRow],
        lead: QuotedWords?,
        _ evidence: inout ShapeEvidence
    ) -> [ChatEvent] {
        var events: [ChatEvent] = []
        if let lead { events += evidence.quote(lead) + [.text("\n\n")] }
        let missing = Phrases.noEvidence(question.language)
        let isByThing = rows.allSatisfy { $0.label == nil }
        if isByThing {
            events.append(.text("|  | \(Phrases.whatIsSaid(question.language)) |\n| --- | --- |"))
            for (thing, name) in names.enumerated() {
                events.append(.text("\n| **\(Markdown.escaped(name.text))** | "))
                let cells = rows.compactMap { $0.cells[thing] }
                if cells.isEmpty { events.append(.text(missing)) }
                for (index, cell) in cells.enumerated() {
                    if index > 0 { events.append(.text(" ")) }
                    events += evidence.quote(cell)
                }
                events.append(.text(" |"))
            }
            return events
        }
        let heads = names.map { Markdown.escaped($0.text) }.joined(separator: " | ")
        events.append(.text("|  | \(heads) |\n| --- | --- | --- |"))
        for row in rows {
            events.append(.text("\n| **\(Markdown.escaped(row.label ?? ""))** |"))
            for cell in row.cells {
                events.append(.text(" "))
                events += cell.map { evidence.quote($0) } ?? [.text(missing)]
                events.append(.text(" |"))
            }
        }
        return events
    }
}

/// One respect in which two things are compared.
struct ComparisonRow: Equatable {
    /// What the respect is called, in words of a document; nil where sentences stand for a thing as a whole.
    var label: String?
    /// The words of the label, or of what both cells share.
    var keys: Set<String>
    /// One for each thing; nil where nothing is said of it.
    var cells: [QuotedWords?]
}
