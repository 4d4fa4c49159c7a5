// What a sentence and its passage have of the question's words, each weighed by its rarity in the language.

internal import Foundation

extension FeatureVector<StandingFeature> {
    /// Words at least as rare as this count as rare.
    private static let rare = 11.0

    mutating func setWords(_ question: QuestionAnalysis, _ sentence: SentenceFacts, _ passage: PassageFacts) {
        let words = question.words
        let weight = max(words.reduce(0) { $0 + $1.rarity }, 1e-9)
        func share(_ some: [QuestionWord]) -> Double { some.reduce(0) { $0 + $1.rarity } / weight }
        let nearby = passage.sentences[
            max(0, sentence.index - 1)...min(sentence.index + 1, passage.sentences.count - 1)
        ]
        self[.wordsInSentence] = share(words.filter { $0.terms.allSatisfy(sentence.holds) })
        self[.wordsNearby] = share(
            words.filter { word in word.terms.allSatisfy { term in nearby.contains { $0.holds(term) } } }
        )
        let missing = words.filter { !$0.terms.allSatisfy(passage.holds) }
        self[.wordsInPassage] = 1 - share(missing)
        let rarities = missing.map(\.rarity).sorted(by: >)
        self[.rarestMissing] = (rarities.first ?? 0) / 15
        self[.secondMissing] = (rarities.dropFirst().first ?? 0) / 15
        self[.missingCount] = Double(missing.count) / 5
        self[.missingRare] = Double(rarities.count { $0 >= Self.rare }) / 3
        self[.missingInPart] = missing.reduce(0) { $0 + $1.rarity * passage.share(of: $1) } / weight
        self[.missingNames] = share(missing.filter { $0.kind == .name })
        self[.missingNouns] = share(missing.filter { $0.kind == .noun })
        self[.missingVerbs] = share(missing.filter { $0.kind == .verb })
        self[.missingNumbers] = share(missing.filter { $0.kind == .number })
        self[.wordCount] = log(1 + Double(words.count))
        self[.wordWeight] = weight / 60
    }
}

extension PassageFacts {
    /// How much of a word the passage has: of a Chinese one, the share of its characters; of another, all or nothing,
    /// whether a word there has the same first four letters.
    fileprivate func share(of word: QuestionWord) -> Double {
        if word.keys[0].unicodeScalars.first.map({ $0.value >= 0x3400 }) ?? false {
            return Double(word.keys.count(where: holds)) / Double(word.keys.count)
        }
        return word.keys[0].count >= 4 && beginnings.contains(String(word.keys[0].prefix(4))) ? 1 : 0
    }
}
