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
        self.title = Self.terms(of: analyzer.units(of: title, language: language))
        var hashes: [UInt64] = []
        for (text, headings) in passages {
            let units = analyzer.units(of: text, language: language)
            let headings = analyzer.units(of: headings.joined(separator: "\n"), language: language)
            let start = hashes.count
            var characters = TermList()
            for unit in units where unit.isCharacter { characters.append(unit.key) }
            self.passages.append(
                IndexedPassage(
                    id: 0,
                    headings: Self.terms(of: headings),
                    body: Self.terms(of: units) { hashes.append(Fingerprint.hash($0, $1)) },
                    characters: characters
                )
            )
            fingerprints.append(Fingerprint(of: Array(hashes[start...])))
        }
        fingerprint = Fingerprint(of: hashes)
    }

    /// The terms of the units; each is told in its parts, one or two.
    private static func terms(of units: [TextUnit], _ tell: (String, String) -> Void = { _, _ in }) -> TermList {
        var terms = TermList()
        BilingualAnalyzer.forEachTerm(of: units) { first, last in
            let second = first == last ? "" : units[last].key
            terms.append(units[first].key, second)
            tell(units[first].key, second)
        }
        return terms
    }
}
