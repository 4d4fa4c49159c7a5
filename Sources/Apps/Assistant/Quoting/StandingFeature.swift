// How a sentence stands among everything else that was found: what decides, beside its own features, whether it is
// given as an answer.

internal import Foundation

/// The features of a sentence's standing.
enum StandingFeature: Int, FeatureName {
    /// BM25 of the best passage above the mean of the next four, as a share of the question's own score.
    case lead
    /// Share of the question that the sentence holds, weighted by rarity among the passages looked at.
    case specificCoverage
    /// Logarithms of the weight that the sentence holds, of the weight that its passage lacks, and of the number of the
    /// passage's sentences.
    case heldWeight, missingWeight, sentenceCount
    /// Shares of the question's words, each weighed by its rarity in the language, that the sentence holds, it and its
    /// neighbours, and its passage.
    case wordsInSentence, wordsNearby, wordsInPassage
    /// Of the words that the passage lacks: rarity of the rarest one and of the next, as shares of 15; a fifth of their
    /// number, and a third of that of the rare ones; and the share whose characters, or whose beginning, it has.
    case rarestMissing, secondMissing, missingCount, missingRare, missingInPart
    /// Shares of the question's weight that are names, other nouns, verbs and numbers which the passage lacks.
    case missingNames, missingNouns, missingVerbs, missingNumbers
    /// Logarithm of the number of the question's words, and their weight as a share of 60.
    case wordCount, wordWeight
    /// Score above the best sentence of any other passage, at most 12; set once the sentences have their scores.
    case margin
}

extension FeatureVector<StandingFeature> {
    /// How the sentence of `passage` stands among `passages`, those looked at, best first, with their BM25 beside.
    init(
        _ question: QuestionAnalysis,
        _ sentence: SentenceFacts,
        _ features: FeatureVector<SentenceFeature>,
        in passage: PassageFacts,
        among passages: [PassageFacts],
        passageScores: [Double]
    ) {
        self.init()
        let others = passageScores.dropFirst().prefix(4).reduce(0, +) / 4
        self[.lead] = ((passageScores.first ?? 0) - others) / question.ownScore
        var (mass, held) = (0.0, 0.0)
        for single in question.singles {
            let holders = Double(passages.count { $0.holds(single.text) })
            let weight = single.weight * log(1 + Double(passages.count) / max(0.5, holders))
            mass += weight
            if sentence.holds(single.text) { held += weight }
        }
        self[.specificCoverage] = held / max(mass, 1e-9)
        self[.heldWeight] = log(1 + features[.singleCoverage] * question.singleMass)
        self[.missingWeight] = log(1 + (1 - features[.passageCoverage]) * question.singleMass)
        self[.sentenceCount] = log(Double(max(1, passage.sentences.count)))
        setWords(question, sentence, passage)
    }
}
