// "Did you mean": a query with the library's own words in place of those it does not hold, misspelt or typed in pinyin.

internal import Foundation
internal import GRDB
internal import InvertedIndex

extension Library {
    /// Words of a query that are looked at; each costs a walk through the words that begin like it.
    private static let suggestedWords = 6

    /// The text with words that the library holds in place of unknown ones that are nearly the same; nil when there is
    /// nothing to replace.
    package func suggestion(for text: String) async throws -> String? {
        try await reading { [analyzer] database, index in
            let unknown = try Self.unknownWords(of: text, analyzer, index)
            var replacements: [(range: Range<Int>, word: String)] = []
            for run in Self.runs(of: unknown, in: text) {
                let typed = run.map(\.folded).joined()
                if let word = try Pinyin(in: index.snapshot).word(readAs: typed) {
                    replacements.append((run[0].range.lowerBound..<run[run.count - 1].range.upperBound, word))
                    continue
                }
                for unit in run {
                    guard let stem = try Spelling(in: index.snapshot).nearest(to: unit.key),
                        let word = try Self.word(withStem: stem, index.snapshot, analyzer, in: database)
                    else { continue }
                    replacements.append((unit.range, word))
                }
            }
            guard !replacements.isEmpty else { return nil }
            var bytes = Array(text.utf8)
            for (range, word) in replacements.reversed() { bytes.replaceSubrange(range, with: word.utf8) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The words of the text, but for function words, that stand nowhere in the index in any language's stem.
    private static func unknownWords(
        of text: String,
        _ analyzer: BilingualAnalyzer,
        _ index: PassageIndex.State
    ) throws -> [TextUnit] {
        let readings = ([nil] + index.languages.map(Optional.some)).map { analyzer.units(of: text, language: $0) }
        var unknown: [TextUnit] = []
        for (place, unit) in readings[0].enumerated() where !unit.isCharacter && !FunctionWords.contains(unit) {
            let stems = Set(readings.compactMap { place < $0.count ? $0[place].key : nil })
            let isKnown = try stems.contains { try index.snapshot.documentFrequency(of: .word($0)) > 0 }
            if !isKnown { unknown.append(unit) }
            if unknown.count == suggestedWords { break }
        }
        return unknown
    }

    /// Words between which nothing but a blank or an apostrophe stands: pinyin may be typed syllable by syllable.
    private static func runs(of units: [TextUnit], in text: String) -> [[TextUnit]] {
        let bytes = Array(text.utf8)
        return units.reduce(into: []) { runs, unit in
            let gap = (runs.last?.last?.range.upperBound).map { bytes[$0..<unit.range.lowerBound] }
            if let gap, gap.count == 1, gap.first == UInt8(ascii: " ") || gap.first == UInt8(ascii: "'") {
                runs[runs.count - 1].append(unit)
            } else {
                runs.append([unit])
            }
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
