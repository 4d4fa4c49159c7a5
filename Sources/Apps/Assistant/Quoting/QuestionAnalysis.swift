// A question as the quoting answerer sees it: what it asks for, and which of its words an answer should hold, each
// weighted by how rare it is in the library.

internal import Foundation
internal import Retrieval

/// A question taken apart.
struct QuestionAnalysis {
    /// A word or bigram that an answer should hold.
    struct Term {
        var text: String
        /// From 0 to about 1: rarity as a share of that of an unknown word.
        var weight: Double
        /// Whether it is made of Chinese characters.
        var isCharacters: Bool
        /// Whether it is written like a name or begins with a digit.
        var isProper: Bool
    }

    /// A word or single character with its weight.
    struct Single {
        var text: String
        var weight: Double
    }

    let folded: String
    let units: [TextUnit]
    let isChinese: Bool
    let type: AnswerType
    /// The units of the interrogative.
    let interrogative: Range<Int>?
    /// The content right behind the interrogative: "which university", 哪个国家.
    let focus: Set<String>
    let terms: [Term]
    let termMass: Double
    /// Words and single characters: what `terms` has, without bigrams.
    let singles: [Single]
    let singleMass: Double
    let singleSquareMass: Double
    let keys: Set<String>
    /// Content words and characters in order, function words left out.
    let content: [String]
    let contentSet: Set<String>
    /// Content words, each weighed by how rare it is in the language.
    let words: [QuestionWord]
    /// All but the interrogatives.
    let spokenKeys: Set<String>
    /// What passages are ranked by: terms, and single characters with half the weight, each by its inverse document
    /// frequency.
    let scoredTerms: [Single]
    /// The most that `scoredTerms` can add up to.
    let ownScore: Double
    /// Whether the question is short, two words or five characters, and one of them stands nowhere in the library.
    let asksOfUnknown: Bool

    init(_ text: String, units: [TextUnit], statistics: LexicalStatistics) {
        self.units = units
        let interrogatives = FunctionWords.chineseInterrogatives(in: units)
        isChinese = units.count(where: \.isCharacter) * 2 > units.count
        var interrogative = interrogatives.main
        if interrogative == nil, !isChinese,
            let index = units.firstIndex(where: { FunctionWords.englishInterrogatives.contains($0.folded) })
        {
            interrogative = (index..<index + 1, units[index].folded)
        }
        folded = units.map(\.folded).joined(separator: isChinese ? "" : " ")
        let asksInChinese = isChinese || interrogative.map { units[$0.range.lowerBound].isCharacter } ?? false
        type = AnswerType(folded: folded, isChinese: asksInChinese)
        self.interrogative = interrogative?.range
        focus = Self.focus(units, interrogatives.flags, interrogative)
        terms = Self.terms(units, interrogatives.flags, statistics)
        termMass = max(terms.reduce(0) { $0 + $1.weight }, 1e-9)
        let characters = Self.characters(units, interrogatives.flags)
        singles =
            terms.filter { !$0.isCharacters }.map { Single(text: $0.text, weight: $0.weight) }
            + characters.map { Single(text: $0, weight: statistics.weight(of: $0)) }
        singleMass = max(singles.reduce(0) { $0 + $1.weight }, 1e-9)
        singleSquareMass = max(singles.reduce(0) { $0 + $1.weight * $1.weight }, 1e-9)
        keys = Set(units.map(\.key))
        content = units.indices.filter { !interrogatives.flags[$0] && !FunctionWords.contains(units[$0]) }
            .map { units[$0].key }
        contentSet = Set(content)
        words = QuestionWord.all(in: units, isInterrogative: interrogatives.flags, isChinese: isChinese)
        asksOfUnknown = Self.asksOfUnknown(units, interrogatives.flags, focus, isChinese: isChinese, statistics)
        spokenKeys = Set(
            units.indices.filter {
                !interrogatives.flags[$0] && !FunctionWords.englishInterrogatives.contains(units[$0].folded)
            }.map { units[$0].key }
        )
        scoredTerms =
            terms.map { Single(text: $0.text, weight: statistics.inverseFrequency(of: $0.text)) }
            + characters.map { Single(text: $0, weight: 0.5 * statistics.inverseFrequency(of: $0)) }
        ownScore = max(scoredTerms.reduce(0) { $0 + $1.weight }, 1e-9)
    }

    private static let nounLeads: Set<String> = ["the", "a", "an", "of", "in", "at", "from", "for", "about"]

    /// Whether a question of at most two words, or five Chinese characters, names something that the library never does.
    ///
    /// That is a character, or a word behind an article or preposition: verbs may stand there in other words, and what is
    /// asked for (多少钱, "which year") need not be named at all.
    private static func asksOfUnknown(
        _ units: [TextUnit],
        _ isInterrogative: [Bool],
        _ focus: Set<String>,
        isChinese: Bool,
        _ statistics: LexicalStatistics
    ) -> Bool {
        let telling = units.indices.filter { index in
            !isInterrogative[index] && !FunctionWords.contains(units[index]) && !focus.contains(units[index].key)
                && !FunctionWords.englishSoft.contains(units[index].folded)
        }
        guard telling.count <= (isChinese ? 5 : 2) else { return false }
        return telling.contains { index in
            guard statistics.isUnknown(units[index].key) else { return false }
            if units[index].isCharacter { return true }
            return index > 0 && nounLeads.contains(units[index - 1].folded)
        }
    }

    /// The terms whose frequencies the analysis needs: not those of function words, which are the costliest to count.
    static func wantedTerms(_ units: [TextUnit]) -> Set<String> {
        var wanted = Set(units.filter { !FunctionWords.contains($0) }.map(\.key))
        for (previous, unit) in zip(units, units.dropFirst()) where unit.isGlued {
            wanted.insert(previous.key + unit.key)
        }
        return wanted
    }

    private static let withoutFocus: Set<String> = ["谁", "为什么", "何时", "什么时候", "为何", "如何", "怎样", "怎么"]

    private static func focus(
        _ units: [TextUnit],
        _ isInterrogative: [Bool],
        _ interrogative: (range: Range<Int>, word: String)?
    ) -> Set<String> {
        guard let interrogative else { return [] }
        var focus: Set<String> = []
        var index = interrogative.range.upperBound
        var found = 0
        while index < units.count, found < 2 {
            let unit = units[index]
            if unit.isCharacter {
                if FunctionWords.contains(unit) || isInterrogative[index] || withoutFocus.contains(interrogative.word)
                    || (index > interrogative.range.upperBound && !unit.isGlued)
                {
                    break
                }
                focus.insert(unit.key)
                found += 1
                index += 1
            } else {
                if FunctionWords.contains(unit) { break }
                if ["what", "which", "whose"].contains(interrogative.word) { focus.insert(unit.key) }
                index += 1
                if FunctionWords.englishSoft.contains(unit.folded) {
                    // "what kind of boat": the boat.
                    if index < units.count, units[index].folded == "of" { index += 1 }
                } else {
                    found += 1
                }
            }
        }
        return focus
    }

    private static func terms(
        _ units: [TextUnit],
        _ isInterrogative: [Bool],
        _ statistics: LexicalStatistics
    ) -> [Term] {
        var terms: [Term] = []
        var seen: Set<String> = []
        for (index, unit) in units.enumerated() where !isInterrogative[index] {
            let text: String
            let factor: Double
            if !unit.isCharacter {
                if FunctionWords.contains(unit) { continue }
                (text, factor) = (unit.key, FunctionWords.englishSoft.contains(unit.folded) ? 0.5 : 1)
            } else if unit.isGlued, !isInterrogative[index - 1] {
                let empty = [units[index - 1], unit].count(where: FunctionWords.contains)
                (text, factor) = (units[index - 1].key + unit.key, [1, 0.4, 0.1][empty])
            } else if !(index + 1 < units.count && units[index + 1].isGlued && !isInterrogative[index + 1]),
                !FunctionWords.contains(unit)
            {
                (text, factor) = (unit.key, 0.5)
            } else {
                continue
            }
            guard seen.insert(text).inserted else { continue }
            let isNumber = unit.key.unicodeScalars.first.map { ("0"..."9").contains($0) } ?? false
            terms.append(
                Term(
                    text: text,
                    weight: factor * statistics.weight(of: text),
                    isCharacters: unit.isCharacter,
                    isProper: !unit.isCharacter && ((unit.isCapitalised && index > 0) || isNumber)
                )
            )
        }
        return terms
    }

    private static func characters(_ units: [TextUnit], _ isInterrogative: [Bool]) -> [String] {
        var seen: Set<String> = []
        return units.indices.filter { index in
            units[index].isCharacter && !isInterrogative[index] && !FunctionWords.contains(units[index])
                && seen.insert(units[index].key).inserted
        }.map { units[$0].key }
    }

    /// Whether a heading with these content words asks this question: both have nearly the same ones.
    func isAsked(by heading: Set<String>) -> Bool {
        guard !heading.isEmpty, !contentSet.isEmpty else { return false }
        let shared = Double(heading.intersection(contentSet).count)
        return shared / Double(heading.union(contentSet).count) >= 0.8
    }
}
