// The weights with which features are added up, fitted on one half of three question-answering sets (see
// Docs/decisions/0006-quoting-answerer.md) and the same for every library and language.

internal import Foundation

/// Scores sentences, and says how likely the best one is to answer.
enum QuoteModel {
    /// Passages looked at, by BM25.
    static let passageCount = 6
    /// A second sentence is added only when its score is no further behind than this.
    static let pairGap = 3.0
    /// What each of two sentences must hold alone, as a share of the question's weight, for them to share evidence.
    static let pairShare = 0.1

    static func score(_ f: QuoteFeatures) -> Double {
        let words =
            -3.6654 * f.coverage + 3.1393 * f.termShare + 4.0136 * f.spokenShare - 1.2127 * f.rareCoverage
            - 0.5578 * f.singleCoverage + 1.3625 * f.repeatedCoverage + 5.9948 * f.fuzzyCoverage + 1.0884 * f.adjacency
        let shape =
            -2.497 * f.length - 1.9704 * f.density - 1.4583 * f.novelty - 0.9677 * f.position + 0.7468 * f.isFirst
            - 0.9026 * f.firstMatch
        let type =
            1.5268 * f.offersType + 0.4157 * f.offersNumber + 0.9698 * f.offersDate + 0.2851 * f.offersPerson
            - 0.0731 * f.offersPlace + 0.9454 * f.focus
        let passage =
            5.3754 * f.passageScore - 5.4231 * f.missingNames - 4.3396 * f.heaviestMissing + 2.8873 * f.passageCoverage
        let context =
            1.0635 * f.localTermCoverage + 1.519 * f.localCoverage + 1.4973 * f.localShare + 4.175 * f.leadCoverage
            + 2.3453 * f.contextCoverage + 3.5125 * f.nearCoverage
        return words + shape + type + passage + context
    }

    /// What the best sentence's confidence depends on beside its features.
    struct Standing {
        /// BM25 of the best passage above the mean of the next four, as a share of the question's own score.
        var lead = 0.0
        /// Share of the question that the sentence holds, weighted by rarity among the passages looked at.
        var specificCoverage = 0.0
        /// Logarithms of the weight that the sentence holds, and of the weight that the passage lacks.
        var heldWeight = 0.0
        var missingWeight = 0.0
        /// Score above the best sentence of any other passage, at most 12.
        var margin = 0.0
    }

    /// The probability, as a logistic regression sees it, that the sentence answers.
    static func confidence(_ f: QuoteFeatures, _ standing: Standing) -> Double {
        let sentence =
            1.9728 * f.coverage - 1.1343 * f.rareCoverage - 2.308 * f.length - 4.0591 * f.density - 3.3953 * f.novelty
            - 0.4996 * f.firstMatch - 0.4952 * f.offersNumber - 0.6933 * f.offersPlace
        let passage =
            -2.1459 * f.missingNames + 0.6652 * f.localCoverage + 3.76 * f.leadCoverage + 2.0848 * f.nearCoverage
            + 9.5288 * f.fuzzyCoverage
        let others =
            5.3199 * standing.lead + 0.7978 * standing.specificCoverage + 2.1827 * standing.heldWeight
            - 0.7617 * standing.missingWeight + 0.1755 * standing.margin
        return 1 / (1 + exp(-(sentence + passage + others - 0.4127)))
    }
}
