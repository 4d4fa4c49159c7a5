// Terms for Chinese and for languages with blanks between words, in one text: character bigrams for the former,
// folded and stemmed words for the latter. Works on UTF-8 offsets throughout, so that every term knows its words.

/// The analyzer of every index.
///
/// A run of Chinese characters `甲乙丙` yields the bigrams `甲乙` and `乙丙`, a lone character itself. Words of other
/// scripts yield one term each; a possessive `'s` is dropped, numbers such as 3.14 and 1,000 stay whole, and names such
/// as `C++` and `F#` keep their signs.
package struct BilingualAnalyzer: Analyzer {
    private let folding = CharacterFolding.standard
    private let stemmers: [String: Stemmer]

    package init() {
        stemmers = Dictionary(
            uniqueKeysWithValues: Stemmer.algorithms.keys.compactMap { tag in Stemmer(language: tag).map { (tag, $0) } }
        )
    }

    package func terms(of text: String, language: String?) -> [Term] {
        terms(of: units(of: text, language: language))
    }

    /// The words and characters of the text, in order.
    package func units(of text: String, language: String?) -> [TextUnit] {
        var scanner = TextUnitScanner(folding: folding, stemmer: stemmer(for: language))
        return scanner.scan(text)
    }

    /// The terms that the units make.
    package func terms(of units: [TextUnit]) -> [Term] {
        var terms: [Term] = []
        terms.reserveCapacity(units.count)
        for (index, unit) in units.enumerated() {
            if unit.isGlued {
                let previous = units[index - 1]
                let range = previous.range.lowerBound..<unit.range.upperBound
                terms.append(Term(text: previous.key + unit.key, range: range, position: terms.count))
            } else if !unit.isCharacter || index + 1 == units.count || !units[index + 1].isGlued {
                terms.append(Term(text: unit.key, range: unit.range, position: terms.count))
            }
        }
        return terms
    }

    /// English words turn up in texts of every language, those without a stemmer above all.
    private func stemmer(for language: String?) -> Stemmer? {
        let tag = language.map { String($0.prefix { $0 != "-" }) } ?? "en"
        return stemmers[tag] ?? stemmers["en"]
    }
}
