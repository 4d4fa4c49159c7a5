// A document's passages as the index takes them: terms, and the fingerprints that find near-duplicates.

internal import InvertedIndex

/// The terms of a document. Analysis is the costly part of adding, and needs no transaction.
struct AnalyzedDocument: Sendable {
    var title: TermList
    /// In their order; their ids are given when their rows are written.
    var passages: [IndexedPassage]
    /// Of each passage.
    var fingerprints: [Fingerprint]
    /// Of all passages together.
    var fingerprint: Fingerprint

    init(
        title: String,
        language: String?,
        passages: [(text: String, headings: [String])],
        analyzer: BilingualAnalyzer
    ) {
        self.title = TermList(analyzer.terms(of: title, language: language).map(\.text))
        self.passages = []
        fingerprints = []
        var bodies: [String] = []
        for (text, headings) in passages {
            let units = analyzer.units(of: text, language: language)
            let body = analyzer.terms(of: units).map(\.text)
            let headings = analyzer.terms(of: headings.joined(separator: "\n"), language: language).map(\.text)
            self.passages.append(
                IndexedPassage(
                    id: 0,
                    headings: TermList(headings),
                    body: TermList(body),
                    characters: TermList(units.filter(\.isCharacter).map(\.key))
                )
            )
            fingerprints.append(Fingerprint(of: body))
            bodies += body
        }
        fingerprint = Fingerprint(of: bodies)
    }
}
