// How the figures of a span are added up. The weights, one set for each language, stand in `SpanModel+Weights`, which
// Scripts/fit-quotes writes (see Docs/decisions/0006-quoting-answerer.md).

internal import Foundation

/// Scores spans.
struct SpanModel {
    /// The weight of every figure, in the order of the blocks.
    private let weights: [Double]

    static let chinese = SpanModel(chineseWeights)
    static let english = SpanModel(englishWeights)
    /// Nothing is set in bold that overlaps the answer with less than this probability.
    static let threshold = 0.2
    /// What overlapping the answer counts beside being it.
    static let overlapWeight = 0.3
    /// What the fitted weights cannot know, for their quotes are long: the only date, number, name or place of a quote is
    /// likely to be the one that a question for such a thing wants.
    static let onlyMatchBonus = 2.0

    /// - Parameter text: a line for each block, its name and then its weights in hundredths; blocks without any are left out.
    private init(_ text: String) {
        var weights = [Double](repeating: 0, count: SpanBlock.total)
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard let block = fields.first.flatMap({ SpanBlock(rawValue: String($0)) }) else { continue }
            for (place, field) in fields.dropFirst().prefix(block.count).enumerated() {
                weights[block.offset + place] = (Double(field) ?? 0) / 100
            }
        }
        self.weights = weights
    }

    /// The sum of the figures, each times its weight.
    func score(_ figures: [SpanFigureValue]) -> Double {
        figures.reduce(0) { $0 + weights[$1.index] * $1.value }
    }
}
