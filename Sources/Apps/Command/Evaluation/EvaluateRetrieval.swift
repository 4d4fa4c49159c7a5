// `kaiyuan eval retrieval`: does the right document come first?

internal import ArgumentParser
internal import Foundation
internal import Retrieval

/// Measures ranking.
struct EvaluateRetrieval: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retrieval",
        abstract: "MRR@10, nDCG@10, recall and time a query.",
        discussion: """
            Without --corpus your own library is measured; the judgements then name its documents by their addresses.

              kaiyuan eval retrieval --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv
              kaiyuan eval retrieval --home ~/reports --queries queries.jsonl --qrels qrels.tsv
            """
    )

    @OptionGroup var measured: MeasuredLibrary

    @Option(name: .long, help: "queries.jsonl, or .gz.")
    var queries: String

    @Option(name: .long, help: "qrels.tsv, or .gz.")
    var qrels: String

    func run() async throws {
        let judgements = try EvaluationSet.judgements(qrels)
        let queries = try EvaluationSet.queries(queries).filter {
            judgements[$0.id]?.values.contains { $0 > 0 } ?? false
        }
        let scores = try await measured.withLibrary { library in
            let line = ProgressLine(unit: "queries")
            var scores = RankingScores()
            for (done, query) in queries.enumerated() {
                let clock = ContinuousClock()
                let began = clock.now
                let asked = SearchQuery(plain: query.text, limit: 100)
                let found = try await library.search(asked).results.map(\.document.address)
                let seconds = (clock.now - began) / .seconds(1)
                scores.add(found, relevant: judgements[query.id] ?? [:], seconds: seconds)
                line.show(done + 1, of: queries.count)
            }
            return scores
        }
        if measured.options.json { return try printJSON(scores.figures) }
        for (name, value) in scores.figures.sorted(by: { $0.key < $1.key }) {
            print("\(name.padding(toLength: 12, withPad: " ", startingAt: 0))\(String(format: "%.4f", value))")
        }
    }
}

/// Means over queries.
struct RankingScores {
    private var reciprocalRank = 0.0
    private var gain = 0.0
    private var recall10 = 0.0
    private var recall100 = 0.0
    private var seconds: [Double] = []

    /// Takes one query's ranking.
    ///
    /// - Parameters:
    ///   - found: documents, best first.
    ///   - relevant: documents with their grades; a grade above 0 is relevant.
    ///   - seconds: how long the query took.
    mutating func add(_ found: [String], relevant: [String: Int], seconds: Double) {
        let wanted = relevant.filter { $0.value > 0 }
        let ranks = found.enumerated().filter { wanted[$0.element] != nil }.map(\.offset)
        reciprocalRank += ranks.first.map { $0 < 10 ? 1 / Double($0 + 1) : 0 } ?? 0
        let ideal = wanted.values.sorted(by: >).prefix(10).enumerated()
            .reduce(0) { $0 + Double($1.element) / log2(Double($1.offset + 2)) }
        let actual = found.prefix(10).enumerated()
            .reduce(0) { $0 + Double(wanted[$1.element] ?? 0) / log2(Double($1.offset + 2)) }
        gain += ideal > 0 ? actual / ideal : 0
        recall10 += Double(ranks.count { $0 < 10 }) / Double(max(1, wanted.count))
        recall100 += Double(ranks.count { $0 < 100 }) / Double(max(1, wanted.count))
        self.seconds.append(seconds)
    }

    var figures: [String: Double] {
        let count = Double(max(1, seconds.count))
        let sorted = seconds.sorted()
        func percentile(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))] * 1_000
        }
        return [
            "mrr@10": reciprocalRank / count, "ndcg@10": gain / count, "recall@10": recall10 / count,
            "recall@100": recall100 / count, "p50_ms": percentile(0.5), "p95_ms": percentile(0.95),
            "queries": Double(seconds.count),
        ]
    }
}
