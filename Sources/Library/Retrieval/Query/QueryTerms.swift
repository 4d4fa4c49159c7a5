// The words of a query as the index knows them: analysed like a passage, in every language that the library holds,
// and weighted by how much they say.

internal import InvertedIndex

/// What a query asks for.
struct QueryTerms: Sendable {
    /// A word or a bigram of Chinese characters.
    struct Term: Sendable, Hashable {
        /// The term as each language of the library stems it, without doubles.
        var forms: [String]
        /// 1 for a word with content, less for what helps to ask or holds function words.
        var weight: Double
    }

    /// Each term once, with the weights of its occurrences added up.
    let terms: [Term]
    /// The query's single characters with content.
    let characters: [String]
    /// Content words and characters that follow each other, of which at least one is a word.
    let pairs: [(first: String, second: String)]

    /// More units than this do not make a search better, only slower; the first ones are taken.
    static let limit = 128
    /// Weights of words that only help to ask, and of bigrams with one or two function characters.
    private static let softWeight = 0.5
    private static let bigramWeights = [1, 0.4, 0.1]

    init(_ text: String, analyzer: BilingualAnalyzer, languages: [String], synonyms: Synonyms? = nil) {
        let stemmed = languages.filter { Stemmer.algorithms[$0] != nil && $0 != "en" }
        let readings = ([nil] + stemmed).map { Array(analyzer.units(of: text, language: $0).prefix(Self.limit)) }
        let isInterrogative = FunctionWords.chineseInterrogatives(in: readings[0]).flags
        let telling = Self.terms(readings) { unit, index in
            isInterrogative[index] ? nil : Self.weight(of: unit, after: index > 0 ? readings[0][index - 1] : nil)
        }
        // A query of nothing but function words means them: "to be or not to be".
        var terms = telling.isEmpty ? Self.terms(readings) { _, _ in 1 } : telling
        if let synonyms { Self.add(synonyms, of: analyzer.terms(of: readings[0]).map(\.text), to: &terms) }
        self.terms = terms
        let content = readings[0].indices.filter {
            !isInterrogative[$0] && !FunctionWords.contains(readings[0][$0])
        }.map { readings[0][$0] }
        characters = Array(Set(content.filter(\.isCharacter).map(\.key))).sorted()
        pairs = zip(content, content.dropFirst()).filter { !($0.isCharacter && $1.isCharacter) }
            .map { ($0.key, $1.key) }
    }

    /// The terms of a phrase in order, once as each language reads them; one character alone, as a character too.
    static func variants(of phrase: String, analyzer: BilingualAnalyzer, languages: [String]) -> [[IndexTerm]] {
        var variants: [[IndexTerm]] = []
        for language in [nil] + languages {
            let terms = analyzer.terms(of: phrase, language: language).map { IndexTerm.word($0.text) }
            if !terms.isEmpty, !variants.contains(terms) { variants.append(terms) }
        }
        if case .word(let text)? = variants.first?.first, variants[0].count == 1, isCharacter(text) {
            variants.append([.character(text)])
        }
        return variants
    }

    /// Whether the term is a single character of a script without blanks.
    static func isCharacter(_ term: String) -> Bool {
        guard term.unicodeScalars.count == 1, let scalar = term.unicodeScalars.first,
            case .continuous = CharacterClass(scalar)
        else { return false }
        return true
    }

    /// Every form of every term, and the single characters: what the index is asked the frequencies of.
    var wanted: Set<String> {
        Set(terms.flatMap(\.forms) + characters + pairs.flatMap { [$0.first, $0.second] })
    }

    private static func terms(
        _ readings: [[TextUnit]],
        weight: (TextUnit, Int) -> Double?
    ) -> [Term] {
        var terms: [[String]: Double] = [:]
        var order: [[String]] = []
        let units = readings[0]
        for (index, unit) in units.enumerated() {
            let begins = index + 1 < units.count && units[index + 1].isGlued
            if unit.isCharacter, !unit.isGlued, begins { continue }
            guard let weight = weight(unit, index) else { continue }
            var forms: [String] = []
            for reading in readings where index < reading.count {
                let form = unit.isGlued ? reading[index - 1].key + reading[index].key : reading[index].key
                if !forms.contains(form) { forms.append(form) }
            }
            if terms[forms] == nil { order.append(forms) }
            terms[forms, default: 0] += weight
        }
        return order.map { Term(forms: $0, weight: terms[$0] ?? 0) }
    }

    /// One word for one word is another form of it; words for a phrase, and a phrase for a word, are words of their own.
    private static func add(_ synonyms: Synonyms, of words: [String], to terms: inout [Term]) {
        for (places, others) in synonyms.matches(in: words) {
            let place = places.count == 1 ? terms.firstIndex { $0.forms.contains(words[places.lowerBound]) } : nil
            for other in others {
                if other.count == 1, let place {
                    if !terms[place].forms.contains(other[0]) { terms[place].forms.append(other[0]) }
                    continue
                }
                for word in other where !terms.contains(where: { $0.forms.contains(word) }) {
                    terms.append(Term(forms: [word], weight: Synonyms.phraseWeight / Double(other.count)))
                }
            }
        }
    }

    /// Nil for what says nothing.
    private static func weight(of unit: TextUnit, after previous: TextUnit?) -> Double? {
        if !unit.isCharacter {
            if FunctionWords.contains(unit) { return nil }
            return FunctionWords.englishSoft.contains(unit.folded) ? softWeight : 1
        }
        if unit.isGlued, let previous {
            return bigramWeights[[previous, unit].count(where: FunctionWords.contains)]
        }
        return FunctionWords.contains(unit) ? bigramWeights[2] : 1
    }
}
