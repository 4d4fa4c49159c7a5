// "Did you mean": a query with the library's own words in place of those it does not hold.

internal import Foundation
internal import GRDB
internal import InvertedIndex

extension Library {
    /// Words of a query that are looked at; each costs a walk through the words that begin like it.
    private static let suggestedWords = 3

    /// The text with words that the library holds in place of unknown ones that are nearly the same; nil when there is
    /// nothing to replace.
    package func suggestion(for text: String) async throws -> String? {
        try await reading { [analyzer] database, index in
            let readings = ([nil] + index.languages.map(Optional.some)).map { analyzer.units(of: text, language: $0) }
            let spelling = Spelling(in: index.snapshot)
            var replacements: [(range: Range<Int>, word: String)] = []
            for (place, unit) in readings[0].enumerated() where !unit.isCharacter && !FunctionWords.contains(unit) {
                let stems = Set(readings.compactMap { place < $0.count ? $0[place].key : nil })
                let isKnown = try stems.contains { try index.snapshot.documentFrequency(of: .word($0)) > 0 }
                guard !isKnown, replacements.count < Self.suggestedWords,
                    let stem = try spelling.nearest(to: unit.key),
                    let word = try Self.word(withStem: stem, index.snapshot, analyzer, in: database)
                else { continue }
                replacements.append((unit.range, word))
            }
            guard !replacements.isEmpty else { return nil }
            var bytes = Array(text.utf8)
            for (range, word) in replacements.reversed() { bytes.replaceSubrange(range, with: word.utf8) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// A word as it stands in the passage that the stem finds first.
    private static func word(
        withStem stem: String,
        _ snapshot: IndexSnapshot,
        _ analyzer: BilingualAnalyzer,
        in database: Database
    ) throws -> String? {
        for hit in try snapshot.search(IndexQuery(anyOf: [.init([.word(stem)])]), limit: 3) {
            let row = try Row.fetchOne(
                database,
                sql: "SELECT text, language FROM passage WHERE id = ?",
                arguments: [hit.passageID]
            )
            guard let row else { continue }
            let text: String = row["text"]
            let units = analyzer.units(of: text, language: row["language"])
            guard let unit = units.first(where: { $0.key == stem }) else { continue }
            return String(Substring(text.utf8.dropFirst(unit.range.lowerBound).prefix(unit.range.count)))
        }
        return nil
    }
}
