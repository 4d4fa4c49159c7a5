// What a document is about, in numbers: its terms, weighed by how seldom the library has them.

internal import Foundation
internal import Retrieval

/// The weighed terms of a document.
struct DocumentProfile {
    struct WeighedTerm {
        var term: CountedTerm
        var weight: Double
    }

    /// The terms that set the document apart, heaviest first.
    var terms: [WeighedTerm] = []
    /// The weight of every index term of the document.
    let weights: [String: Double]
    let analyzer: BilingualAnalyzer

    /// Terms weighed: the library is asked how frequent each is.
    private static let largestTermCount = 400
    /// A term in a larger share of the other documents' passages sets nothing apart.
    private static let largestShare = 0.2

    init(of sample: DocumentSample, in library: Library) async throws {
        analyzer = library.analyzer
        var counter = TermCounter(analyzer: analyzer)
        for block in sample.blocks { counter.add(block.text, language: sample.document.language) }
        var counted = counter.terms(atLeast: 2)
        // A short text says each thing once.
        if counted.count < 5 { counted = counter.terms(atLeast: 1) }
        counted = Array(counted.prefix(Self.largestTermCount))
        let statistics = LexicalStatistics(
            frequencies: try await library.frequencies(of: Set(counted.flatMap(\.keys)))
        )
        var weights: [String: Double] = [:]
        let others = Double(statistics.frequencies.passageCount - sample.document.passageCount)
        for term in counted {
            let rarity = term.keys.reduce(0) { $0 + statistics.weight(of: $1) } / Double(term.keys.count)
            let weight = (1 + log(Double(term.count))) * rarity
            for key in term.keys { weights[key] = max(weights[key] ?? 0, weight) }
            let rarest = term.keys.map { statistics.frequencies.frequencies[$0] ?? 0 }.min() ?? 0
            // As often as the document says it, at most so many of its own passages hold it.
            guard Double(rarest - term.count) <= max(Self.largestShare * others, 2) else { continue }
            terms.append(WeighedTerm(term: term, weight: weight))
        }
        self.weights = weights
        terms.sort { ($0.weight, $1.term.text) > ($1.weight, $0.term.text) }
    }
}
