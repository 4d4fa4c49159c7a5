// A document's passages as the index takes them: terms, and the fingerprints that find near-duplicates.

package import InvertedIndex

/// The terms of a document.
///
/// Analysis is the costly part of adding, and needs no transaction.
package struct AnalyzedDocument: Sendable {
    package var title: TermList
    /// In their order; their ids are given when their rows are written.
    package var passages: [IndexedPassage] = []
    /// Of each passage.
    var fingerprints: [Fingerprint] = []
    /// Of all passages together.
    var fingerprint: Fingerprint

    package init(
        title: String,
        language: String?,
        passages: [(text: String, headings: [String])],
        analyzer: BilingualAnalyzer
    ) {
        self.title = analyzer.collectedTerms(of: title, language: language).terms
        var hashes: [UInt64] = []
        for (text, headings) in passages {
            let body = analyzer.collectedTerms(of: text, language: language)
            let headings = analyzer.collectedTerms(of: headings.joined(separator: "\n"), language: language)
            self.passages.append(
                IndexedPassage(id: 0, headings: headings.terms, body: body.terms, characters: body.characters)
            )
            fingerprints.append(Fingerprint(of: body.hashes))
            hashes += body.hashes
        }
        fingerprint = Fingerprint(of: hashes)
    }
}
