// How rare words are in a library; what counts as evidence depends on it.

internal import Foundation
internal import Retrieval

/// Rarity of terms, as BM25 knows it.
struct LexicalStatistics {
    let frequencies: Library.Frequencies

    /// BM25's inverse document frequency (Robertson, Zaragoza 2009, with Lucene's one inside the logarithm).
    func inverseFrequency(of term: String) -> Double {
        let total = Double(frequencies.passageCount)
        let count = Double(frequencies.frequencies[term] ?? 0)
        return log(1 + (total - count + 0.5) / (count + 0.5))
    }

    /// The inverse frequency as a share of that of an unknown term: libraries of every size become alike.
    func weight(of term: String) -> Double {
        inverseFrequency(of: term) / log(1 + (Double(frequencies.passageCount) + 0.5) / 0.5)
    }

    /// Whether no passage of the library holds the term.
    func isUnknown(_ term: String) -> Bool { (frequencies.frequencies[term] ?? 0) == 0 }
}
