// Pairs what sentences say of two things: under the same label where both have it, else by the words that both sentences
// use, else each for itself.

internal import Retrieval

/// Makes rows of the statements about two things.
struct StatementComparison {
    private let facts: ThingFacts
    private let statistics: LexicalStatistics

    private static let pairCount = 6
    /// Sentences looked at for each thing.
    private static let sentenceCount = 60
    /// Sentences that stand for a thing as a whole.
    private static let wholeCount = 2
    /// Measures, which sentences share that have nothing else in common.
    private static let measures: Set<String> = [
        "day", "week", "month", "year", "hour", "minut", "second", "euro", "dollar", "percent", "kg", "km", "cm", "mm",
        "first", "小时", "分钟", "毫米", "厘米", "千克", "公里", "公斤", "平方", "万元",
    ]
    /// What two sentences share must weigh as much as a word that stands in few passages.
    private static let leastShared = 0.35

    init(_ facts: ThingFacts, _ statistics: LexicalStatistics) { (self.facts, self.statistics) = (facts, statistics) }

    /// Empty where nothing is said of the things.
    func rows() -> [ComparisonRow] {
        guard facts.statements.contains(where: { !$0.isEmpty }) else { return [] }
        if let rows = byLabels() { return rows }
        if let rows = bySharedWords() { return rows }
        // With nothing said of one of them, what is said of the other compares nothing.
        guard facts.statements.allSatisfy({ !$0.isEmpty }) else { return [] }
        let chosen = facts.statements.indices.map { whole(of: $0) }
        return (0..<Self.wholeCount).compactMap { index in
            let cells = chosen.map { $0.indices.contains(index) ? $0[index] : nil }
            return cells.allSatisfy { $0 == nil } ? nil : ComparisonRow(label: nil, keys: [], cells: cells)
        }
    }

    /// A row for each label, those of both things first; nil where no label is shared.
    private func byLabels() -> [ComparisonRow]? {
        let labelled = facts.statements.map { statements in
            statements.filter { statement in statement.label.map { !facts.isNameOnly($0) } ?? false }
        }
        var rows: [ComparisonRow] = []
        for (thing, statements) in labelled.enumerated() {
            for statement in statements {
                guard let label = statement.label else { continue }
                if let row = rows.firstIndex(where: { $0.keys == label.keys }) {
                    if rows[row].cells[thing] == nil { rows[row].cells[thing] = statement.value }
                } else {
                    var cells = [QuotedWords?](repeating: nil, count: facts.names.count)
                    cells[thing] = statement.value
                    rows.append(ComparisonRow(label: label.words.text, keys: label.keys, cells: cells))
                }
            }
        }
        let shared = rows.filter { $0.cells.allSatisfy { $0 != nil } }
        guard !shared.isEmpty else { return nil }
        return shared + rows.filter { $0.cells.contains(nil) }
    }

    private struct Pair {
        var first: Int
        var second: Int
        var label: String
        var keys: Set<String>
        var weight: Double
    }

    /// Sentences with words in common, those with most in common first taken, in the order of the first thing.
    private func bySharedWords() -> [ComparisonRow]? {
        let sides = facts.statements.map { Array($0.prefix(Self.sentenceCount)) }
        guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty }) else { return nil }
        let words = sides.map { $0.map { ContentWords($0.units).words } }
        let names = Set(facts.names.flatMap(\.keys))
        var pairs: [Pair] = []
        for first in sides[0].indices {
            for second in sides[1].indices {
                let other = Set(words[1][second].map(\.key))
                let shared = words[0][first].filter { word in
                    other.contains(word.key) && !Self.measures.contains(word.key)
                        && !word.units.contains { names.contains(sides[0][first].units[$0].key) }
                }
                let weight = Set(shared.map(\.key)).reduce(0) { $0 + statistics.weight(of: $1) }
                guard weight >= Self.leastShared, let label = label(shared, in: sides[0][first]) else { continue }
                pairs.append(
                    Pair(first: first, second: second, label: label, keys: Set(shared.map(\.key)), weight: weight)
                )
            }
        }
        var taken: [Pair] = []
        for pair in pairs.sorted(by: { ($0.weight, $1.first, $1.second) > ($1.weight, $0.first, $0.second) })
        where !taken.contains(where: { $0.first == pair.first || $0.second == pair.second || $0.label == pair.label }) {
            taken.append(pair)
            if taken.count == Self.pairCount { break }
        }
        // One respect that happens to be shared says less than what is said of each thing as a whole.
        guard taken.count > 1 else { return nil }
        return taken.sorted { $0.first < $1.first }.map { pair in
            ComparisonRow(
                label: pair.label,
                keys: pair.keys,
                cells: [sides[0][pair.first].words, sides[1][pair.second].words]
            )
        }
    }

    /// The shared words that follow each other and tell most, as they stand in the sentence.
    private func label(_ shared: [ContentWords.Word], in statement: Statement) -> String? {
        var runs: [(units: Range<Int>, weight: Double)] = []
        for word in shared {
            let weight = statistics.weight(of: word.key)
            if let last = runs.last, word.units.lowerBound <= last.units.upperBound {
                runs[runs.count - 1] = (last.units.lowerBound..<word.units.upperBound, last.weight + weight)
            } else {
                runs.append((word.units, weight))
            }
        }
        guard let best = runs.max(by: { $0.weight < $1.weight })?.units else { return nil }
        let start = statement.units[best.lowerBound].range.lowerBound
        let end = statement.units[best.upperBound - 1].range.upperBound
        return statement.words.part(start..<end).text
    }

    /// The sentences that say most plainly what a thing is: those that begin with its name, then those that hold it.
    private func whole(of thing: Int) -> [QuotedWords] {
        let name = facts.names[thing]
        let ranked = facts.statements[thing].enumerated().map { index, statement in
            let begins = statement.keys.prefix(name.keys.count + 2).contains(name.keys[0])
            return (statement, rank: (begins ? 0 : name.isNamed(in: statement.keys) ? 1 : 2) * 1_000 + index)
        }
        return ranked.sorted { $0.rank < $1.rank }.prefix(Self.wholeCount).sorted { $0.0.position < $1.0.position }
            .map(\.0.words)
    }
}
