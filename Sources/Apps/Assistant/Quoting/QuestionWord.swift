// The words of a question with how much each tells in the language at large, whatever library is asked: a name that a
// passage lacks weighs more against it than a common verb, which may stand there as another word.

internal import Retrieval

/// A content word of a question.
struct QuestionWord {
    enum Kind { case name, noun, verb, number, other }

    /// What a text that has the word holds: the word, or its bigrams, or its only character.
    var terms: [String]
    /// The word, or its characters.
    var keys: [String]
    /// Minus the natural logarithm of its share of all words of the language; a guess for words that no table has.
    var rarity: Double
    var kind: Kind

    /// Words other than Chinese ones: no table tells them apart, but names and numbers show by their form.
    private static let (foreignInChinese, name, word, unknown) = (15.0, 13.0, 10.0, 19.0)

    /// The content words of a question, in order, interrogatives left out.
    static func all(in units: [TextUnit], isInterrogative: [Bool], isChinese: Bool) -> [QuestionWord] {
        var words: [QuestionWord] = []
        var index = 0
        while index < units.count {
            guard !isInterrogative[index] else {
                index += 1
                continue
            }
            guard units[index].isCharacter else {
                if let word = foreign(units[index], isFirst: index == 0, isChinese: isChinese) { words.append(word) }
                index += 1
                continue
            }
            let end = units[(index + 1)...].indices.first { !units[$0].isGlued || isInterrogative[$0] } ?? units.count
            words += chinese(Array(units[index..<end]))
            index = end
        }
        return words
    }

    private static func foreign(_ unit: TextUnit, isFirst: Bool, isChinese: Bool) -> QuestionWord? {
        if FunctionWords.contains(unit) { return nil }
        let isDigits = unit.folded.first?.isNumber ?? false
        if isChinese {
            let kind: Kind = isDigits ? .number : .name
            return QuestionWord(terms: [unit.key], keys: [unit.key], rarity: foreignInChinese, kind: kind)
        }
        let kind: Kind =
            switch WordClass(unit, inChinese: false) {
            case .digits, .numeral, .month: .number
            case .name where !isFirst: .name
            case .participle, .gerund: .verb
            default: .noun
            }
        return QuestionWord(terms: [unit.key], keys: [unit.key], rarity: kind == .name ? name : word, kind: kind)
    }

    private static func chinese(_ run: [TextUnit]) -> [QuestionWord] {
        let characters = run.map(\.key)
        return ChineseWords.shared.words(of: characters).compactMap { range, kind in
            let keys = Array(characters[range])
            if keys.count == 1, FunctionWords.contains(run[range.lowerBound]) { return nil }
            let kindHere: Kind =
                switch kind {
                case .person, .place, .organisation, .properNoun, .other: .name
                case .noun, .time, .verbalNoun, .abbreviation, .phrase, .idiom: .noun
                case .verb: .verb
                case .numeral, .measure: .number
                default: .other
                }
            return QuestionWord(
                terms: keys.count == 1 ? keys : zip(keys, keys.dropFirst()).map { $0 + $1 },
                keys: keys,
                rarity: ChineseWords.shared.rarity(of: keys.joined()) ?? unknown,
                kind: kindHere
            )
        }
    }
}
