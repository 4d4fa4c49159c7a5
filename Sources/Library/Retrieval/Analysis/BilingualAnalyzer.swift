// Terms for Chinese and for languages with blanks between words, in one text: character bigrams for the former,
// folded and stemmed words for the latter. Works on UTF-8 offsets throughout, so that every term knows its words.

/// The analyzer of every index.
///
/// A run of Chinese characters `甲乙丙` yields the bigrams `甲乙`, `乙丙` and its last character `丙`: every character
/// begins a term, so that a query of one character is a prefix search. Words of other scripts yield one term each;
/// a possessive `'s` is dropped, and names such as `C++` and `F#` keep their signs.
package struct BilingualAnalyzer: Analyzer {
    /// Longer words are cut to this many bytes: nobody searches for them, and an index need not hold them.
    static let longestWord = 128

    private let folding = CharacterFolding.standard
    private let stemmers: [String: Stemmer]

    package init() {
        stemmers = Dictionary(
            uniqueKeysWithValues: Stemmer.algorithms.keys.compactMap { tag in Stemmer(language: tag).map { (tag, $0) } }
        )
    }

    package func terms(of text: String, language: String?) -> [Term] {
        var terms = TermList(folding: folding, stemmer: stemmer(for: language))
        var offset = 0
        for scalar in text.unicodeScalars {
            let end = offset + UTF8.width(scalar)
            terms.take(scalar, offset..<end)
            offset = end
        }
        return terms.finish()
    }

    /// The folded word as it is indexed in a text of that language.
    package func stem(_ word: String, language: String?) -> String {
        let folded = folding.fold(word: word)
        return stemmer(for: language)?.stem(folded) ?? folded
    }

    /// English words turn up in texts of every language, those without a stemmer above all.
    private func stemmer(for language: String?) -> Stemmer? {
        let tag = language.map { String($0.prefix { $0 != "-" }) } ?? "en"
        return stemmers[tag] ?? stemmers["en"]
    }
}

/// The terms of a text while its scalars go by: at any time at most one word or one run of characters is open.
private struct TermList {
    let folding: CharacterFolding
    let stemmer: Stemmer?

    private var terms: [Term] = []
    private var word = ""
    private var wordRange = 0..<0
    /// The word's bytes before an apostrophe that may begin a possessive; nil when there was none.
    private var bytesBeforeApostrophe: (count: Int, end: Int)?
    private var characters: [(scalar: Unicode.Scalar, range: Range<Int>)] = []

    init(folding: CharacterFolding, stemmer: Stemmer?) {
        (self.folding, self.stemmer) = (folding, stemmer)
    }

    mutating func take(_ scalar: Unicode.Scalar, _ range: Range<Int>) {
        switch CharacterClass(scalar) {
        case .continuous:
            endWord()
            characters.append((folding.fold(scalar), range))
        case .word:
            endCharacters()
            if word.isEmpty { wordRange = range }
            if word.utf8.count < BilingualAnalyzer.longestWord { word.unicodeScalars.append(scalar) }
            wordRange = wordRange.lowerBound..<range.upperBound
        case .separator:
            endCharacters()
            if word.isEmpty { return }
            if Self.apostrophes.contains(scalar), bytesBeforeApostrophe == nil {
                bytesBeforeApostrophe = (word.utf8.count, wordRange.upperBound)
                word.unicodeScalars.append("'")
            } else if isSign(scalar) {
                word.unicodeScalars.append(scalar)
                wordRange = wordRange.lowerBound..<range.upperBound
            } else {
                endWord()
            }
        }
    }

    mutating func finish() -> [Term] {
        endCharacters()
        endWord()
        return terms
    }

    private static let apostrophes: Set<Unicode.Scalar> = ["'", "\u{2019}", "\u{02BC}"]

    /// Whether the sign belongs to the name of a language such as C++, C# or F#.
    private func isSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "#": word.utf8.count == 1
        case "+": word.utf8.count == 1 || (word.utf8.count == 2 && word.hasSuffix("+"))
        default: false
        }
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        if let (count, end) = bytesBeforeApostrophe {
            let tail = word.utf8.dropFirst(count + 1)
            let head = String(word.prefix(upTo: word.utf8.index(word.startIndex, offsetBy: count)))
            bytesBeforeApostrophe = nil
            if tail.isEmpty || (tail.count == 1 && (tail.first == UInt8(ascii: "s") || tail.first == UInt8(ascii: "S")))
            {
                word = head
                wordRange = wordRange.lowerBound..<end
            } else if tail.count > 2, word.utf8.count < BilingualAnalyzer.longestWord {
                // "l'histoire", "d'Artagnan": two words; "don't", "we'll" stay one.
                let start = wordRange.upperBound - tail.count
                append(head, wordRange.lowerBound..<end)
                word = String(Substring(tail))
                wordRange = start..<wordRange.upperBound
            }
        }
        append(word, wordRange)
        word = ""
    }

    private mutating func append(_ word: String, _ range: Range<Int>) {
        let folded = folding.fold(word: word)
        guard !folded.isEmpty else { return }
        let hasDigit = folded.utf8.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let stem = hasDigit ? folded : stemmer?.stem(folded) ?? folded
        terms.append(Term(text: stem, range: range, position: terms.count))
    }

    private mutating func endCharacters() {
        guard let last = characters.last else { return }
        for (first, second) in zip(characters, characters.dropFirst()) {
            var text = String(first.scalar)
            text.unicodeScalars.append(second.scalar)
            terms.append(
                Term(text: text, range: first.range.lowerBound..<second.range.upperBound, position: terms.count)
            )
        }
        terms.append(Term(text: String(last.scalar), range: last.range, position: terms.count))
        characters.removeAll(keepingCapacity: true)
    }
}
