// How features are added up: a score that ranks sentences, and the probability that the best one answers. The weights,
// the same for every library and language, stand in `QuoteModel+Weights` and `QuoteModel+Trees`, which Scripts/fit-quotes
// writes (see Docs/decisions/0006-quoting-answerer.md).

internal import Foundation

/// Scores sentences, and says how likely the best one is to answer.
enum QuoteModel {
    /// Passages looked at, by BM25.
    static let passageCount = 6
    /// A second sentence is added only when its score is no further behind than this.
    static let pairGap = 3.0
    /// What each of two sentences must hold alone, as a share of the question's weight, for them to share evidence.
    static let pairShare = 0.1
    /// A neighbour that scores so nearly as well that it may be the one that answers comes along.
    static let doubtGap = 2.0

    /// How well the sentence answers, on a scale on which only differences mean something: the probability that one of
    /// two is the better answer is the logistic function of their difference.
    static func score(_ features: FeatureVector<SentenceFeature>) -> Double { features.sum(weighedBy: scoreWeights) }

    private static let trees = BoostedTrees(treeTable)

    /// The probability that the sentence answers: a logistic regression, and trees grown on what it gets wrong.
    static func confidence(
        _ features: FeatureVector<SentenceFeature>,
        _ standing: FeatureVector<StandingFeature>
    ) -> Double {
        let evidence =
            features.sum(weighedBy: confidenceWeights) + standing.sum(weighedBy: standingWeights)
            + trees.sum(features.figures + standing.figures)
        return 1 / (1 + exp(-(evidence + confidenceBase)))
    }

    /// What the fitted features cannot know, for texts of that shape are rare in question-answering sets: a sentence right
    /// below a heading that asks the very question answers it, and so does the one that says what a thing is.
    static func bonus(_ question: QuestionAnalysis, _ sentence: SentenceFacts) -> Double {
        if question.isAsked(by: sentence.heading) { return 5 }
        return question.isDefined(by: sentence) ? 2 : 0
    }
}
