// The words of a query as the index knows them: analysed like a passage, in every language that the library holds.

/// Terms of a query, each with the forms under which it may be indexed.
struct QueryTerms: Sendable {
    struct Term: Sendable, Hashable {
        /// The term as each language of the library stems it, without doubles.
        var forms: [String]
    }

    /// In the order of the query; a term asked twice stands here twice.
    let terms: [Term]

    /// More terms than this do not make a search better, only slower; the first ones are taken.
    static let limit = 96

    init(_ text: String, analyzer: BilingualAnalyzer, languages: [String]) {
        let readings = ([nil] + languages.filter { Stemmer.algorithms[$0] != nil && $0 != "en" })
            .map { analyzer.terms(of: text, language: $0) }
        var terms: [Term] = []
        for position in readings[0].indices.prefix(Self.limit) {
            var forms: [String] = []
            for reading in readings where position < reading.count && !forms.contains(reading[position].text) {
                forms.append(reading[position].text)
            }
            terms.append(Term(forms: forms))
        }
        self.terms = terms
    }
}
