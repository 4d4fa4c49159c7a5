// Finds a query's words in a text that is shown, through the same analyzer that found the text.

/// Tells which words of a text matched.
package struct Highlighter: Sendable {
    private let analyzer: BilingualAnalyzer
    private let text: String

    package init(_ query: String, analyzer: BilingualAnalyzer) {
        (text, self.analyzer) = (query, analyzer)
    }

    /// UTF-8 ranges of the words of `text` that the query asks for, in order.
    package func ranges(in text: String, language: String?) -> [Range<Int>] {
        let asked = QueryTerms(self.text, analyzer: analyzer, languages: language.map { [$0] } ?? [])
        let forms = Set(asked.terms.flatMap(\.forms))
        return analyzer.terms(of: text, language: language).filter { forms.contains($0.text) }.map(\.range)
    }
}
