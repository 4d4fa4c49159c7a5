// Counts what a text speaks of: words of scripts with blanks, and in Chinese the runs of characters that stand in varied
// company, for these are words (accessor variety: Feng, Chen, Deng, Zheng, Computational Linguistics 30, 2004).

internal import Foundation
internal import Retrieval

/// A word or name of a text.
struct CountedTerm: Sendable, Equatable {
    /// As the text writes it most often.
    var text: String
    var count: Int
    /// The index terms that it is made of.
    var keys: [String]
}

/// Counts terms over any number of texts.
struct TermCounter {
    private struct Word {
        var count = 0
        var forms: [String: Int] = [:]
    }

    private struct Run {
        var count = 0
        var before: Set<String> = []
        var behind: Set<String> = []
        var keys: [String] = []
    }

    private static let longestRun = 6
    /// Texts beyond this many units are not counted.
    private static let unitCount = 400_000

    private let analyzer: BilingualAnalyzer
    private var words: [String: Word] = [:]
    private var runs: [String: Run] = [:]
    private var left = Self.unitCount

    init(analyzer: BilingualAnalyzer) { self.analyzer = analyzer }

    mutating func add(_ text: String, language: String?) {
        let units = Array(analyzer.units(of: text, language: language).prefix(left))
        left -= units.count
        let bytes = Array(text.utf8)
        for (index, unit) in units.enumerated() {
            if unit.isCharacter {
                countRuns(from: index, units)
            } else if !FunctionWords.contains(unit), unit.key.unicodeScalars.count > 2,
                unit.key.unicodeScalars.contains(where: \.properties.isAlphabetic)
            {
                let form = String(decoding: bytes[unit.range], as: UTF8.self)
                words[unit.key, default: Word()].count += 1
                words[unit.key, default: Word()].forms[form, default: 0] += 1
            }
        }
    }

    private mutating func countRuns(from start: Int, _ units: [TextUnit]) {
        guard !FunctionWords.contains(units[start]) else { return }
        var text = units[start].key
        var keys: [String] = []
        // What stands at an edge is company of its own each time.
        let before = units[start].isGlued ? units[start - 1].key : "^\(start)"
        for end in start + 1..<start + Self.longestRun {
            guard end < units.count, units[end].isGlued, !FunctionWords.contains(units[end]) else { return }
            text += units[end].key
            keys.append(units[end - 1].key + units[end].key)
            let next = end + 1
            let behind = next < units.count && units[next].isGlued ? units[next].key : "$\(start)"
            var run = runs[text] ?? Run(keys: keys)
            run.count += 1
            if run.before.count < 8 { run.before.insert(before) }
            if run.behind.count < 8 { run.behind.insert(behind) }
            runs[text] = run
        }
    }

    /// The terms that occur at least that often, most frequent first.
    func terms(atLeast least: Int) -> [CountedTerm] {
        var terms = words.filter { $0.value.count >= least }.map { key, word in
            let form = word.forms.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? key
            return CountedTerm(text: form, count: word.count, keys: [key])
        }
        let standing = runs.filter { $0.value.count >= least && $0.value.before.count > 1 && $0.value.behind.count > 1 }
        let wholes = Self.wholes(of: standing.mapValues(\.count))
        for (text, run) in standing {
            // A part of a longer one that it hardly ever leaves says less than that.
            guard 4 * (wholes[text] ?? 0) < 3 * run.count else { continue }
            terms.append(CountedTerm(text: text, count: run.count, keys: run.keys))
        }
        return terms.sorted { ($1.count, $0.text) < ($0.count, $1.text) }
    }

    /// How often the most frequent longer run around each occurs.
    private static func wholes(of counts: [String: Int]) -> [String: Int] {
        var wholes: [String: Int] = [:]
        for (text, count) in counts where text.count > 2 {
            let characters = Array(text)
            for length in 2..<characters.count {
                for start in 0...characters.count - length {
                    let part = String(characters[start..<start + length])
                    wholes[part] = max(wholes[part] ?? 0, count)
                }
            }
        }
        return wholes
    }
}
