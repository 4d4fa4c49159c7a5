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
    private let english = Stemmer(language: "en")

    package init() {
        stemmers = Dictionary(
            uniqueKeysWithValues: Stemmer.algorithms.keys.filter { $0 != "en" }.map { ($0, Stemmer(language: $0)) }
        )
    }

    package func terms(of text: String, language: String?) -> [Term] {
        terms(of: units(of: text, language: language))
    }

    /// The words and characters of the text, in order.
    package func units(of text: String, language: String?) -> [TextUnit] {
        stemmer(for: language).withStems { stems in
            var scanner = TextUnitScanner(TextUnitList(folding: folding, byteCount: text.utf8.count), folding: folding)
            scanner.scan(text, &stems)
            return scanner.receiver.units
        }
    }

    /// The terms of the text as the index takes them.
    func collectedTerms(of text: String, language: String?) -> TermCollector {
        stemmer(for: language).withStems { stems in
            var scanner = TextUnitScanner(TermCollector(byteCount: text.utf8.count), folding: folding)
            scanner.scan(text, &stems)
            scanner.receiver.finish()
            return scanner.receiver
        }
    }

    /// The terms that the units make.
    package func terms(of units: [TextUnit]) -> [Term] {
        var terms: [Term] = []
        terms.reserveCapacity(units.count)
        Self.forEachTerm(of: units) { first, last in
            let text = first == last ? units[first].key : units[first].key + units[last].key
            let range = units[first].range.lowerBound..<units[last].range.upperBound
            terms.append(Term(text: text, range: range, position: terms.count))
        }
        return terms
    }

    /// Passes on the first and the last unit of each term: the same one, or two characters that make a bigram.
    private static func forEachTerm(of units: [TextUnit], _ body: (_ first: Int, _ last: Int) -> Void) {
        for index in units.indices {
            if units[index].isGlued {
                body(index - 1, index)
            } else if !units[index].isCharacter || index + 1 == units.count || !units[index + 1].isGlued {
                body(index, index)
            }
        }
    }

    /// English words turn up in texts of every language, those without a stemmer above all.
    private func stemmer(for language: String?) -> Stemmer {
        guard let language else { return english }
        return stemmers[String(language.prefix { $0 != "-" })] ?? english
    }
}
