// A search in the index's words.

internal import InvertedIndex

extension IndexQuery {
    /// Single Chinese characters count so much of what bigrams do.
    private static let characterWeight = 0.5

    /// What ranks, and what must and must not stand in a passage; the filter is left open.
    init(_ terms: QueryTerms, for query: SearchQuery, analyzer: BilingualAnalyzer, languages: [String]) {
        func phrase(_ text: String, in field: Field? = nil) -> Phrase? {
            let variants = QueryTerms.variants(of: text, analyzer: analyzer, languages: languages)
            return variants.isEmpty ? nil : Phrase(variants, in: field)
        }
        self.init(
            anyOf: terms.terms.map { Term($0.forms.map(IndexTerm.word), weight: $0.weight) }
                + terms.characters.map { Term([.character($0)], weight: Self.characterWeight) },
            required: query.phrases.compactMap { phrase($0) } + query.titles.compactMap { phrase($0, in: .title) },
            excluded: query.excluded.compactMap { phrase($0) }
                + query.excludedTitles.compactMap { phrase($0, in: .title) }
        )
    }
}

extension PassageIndex.State {
    /// In how many passages each term stands; 0 for unknown terms.
    func frequencies(of terms: Set<String>) throws(IndexError) -> [String: Int] {
        var frequencies: [String: Int] = [:]
        for term in terms {
            // A lone character is indexed as a word, too, where it stands between others: as a character it stands in all.
            let kind: IndexTerm = QueryTerms.isCharacter(term) ? .character(term) : .word(term)
            frequencies[term] = try snapshot.documentFrequency(of: kind)
        }
        return frequencies
    }
}
