// Every sentence that might answer, with what speaks for it: the passages that share most with the question, their
// sentences, and the figures that `QuoteModel` adds up. `QuoteSelector` chooses among them.

internal import Dialogue
internal import Retrieval

/// A sentence with its features and its score.
struct QuoteCandidate {
    var passage: PassageFacts
    var sentence: SentenceFacts
    var features: FeatureVector<SentenceFeature>
    var standing: FeatureVector<StandingFeature>
    var score: Double
}

/// The sentences of the passages looked at.
struct QuoteCandidates {
    /// Passage by passage, the best passage first, in the order of its text.
    let all: [QuoteCandidate]
    /// The one with the highest score; nil when no passage shares anything with the question.
    let top: QuoteCandidate?

    init(
        _ question: QuestionAnalysis,
        _ passages: [GroundingPassage],
        _ statistics: LexicalStatistics,
        analyzer: BilingualAnalyzer
    ) {
        let ranked = Self.ranked(passages, question, statistics, analyzer)
        let (facts, scores) = (ranked.map(\.facts), ranked.map(\.score))
        var candidates: [QuoteCandidate] = []
        for (passage, score) in ranked {
            let evidence = PassageEvidence(question, passage)
            for sentence in passage.sentences {
                let features = FeatureVector<SentenceFeature>(
                    question,
                    sentence,
                    in: evidence,
                    passageScore: score / scores[0]
                )
                let standing = FeatureVector<StandingFeature>(
                    question,
                    sentence,
                    features,
                    in: passage,
                    among: facts,
                    passageScores: scores
                )
                candidates.append(
                    QuoteCandidate(
                        passage: passage,
                        sentence: sentence,
                        features: features,
                        standing: standing,
                        score: QuoteModel.score(features) + QuoteModel.bonus(question, sentence)
                    )
                )
            }
        }
        all = candidates
        var top = candidates.max { $0.score < $1.score }
        if let best = top {
            let others = candidates.filter { $0.passage.index != best.passage.index }.map(\.score)
            top?.standing[.margin] = min(12, best.score - (others.max() ?? best.score - 3))
        }
        self.top = top
    }

    /// The passages that share most with the question, by BM25 (k1 = 1.2, b = 0.75) over terms, and over single Chinese
    /// characters with half the weight.
    private static func ranked(
        _ passages: [GroundingPassage],
        _ question: QuestionAnalysis,
        _ statistics: LexicalStatistics,
        _ analyzer: BilingualAnalyzer
    ) -> [(facts: PassageFacts, score: Double)] {
        let average = max(1, statistics.frequencies.averageLength)
        let scored = passages.enumerated().map { index, passage in
            let counts = PassageCounts(passage, index: index, analyzer: analyzer)
            let norm = 1.2 * (0.25 + 0.75 * Double(counts.length) / average)
            let score = question.scoredTerms.reduce(0) { sum, term in
                let count = Double(counts.count(of: term.text))
                return sum + term.weight * count / (count + norm)
            }
            return (counts: counts, score: score)
        }
        let sorted = scored.filter { $0.score > 0 }
            .sorted { ($0.score, $1.counts.index) > ($1.score, $0.counts.index) }
        return sorted.prefix(QuoteModel.passageCount).map { counts, score in
            (PassageFacts(counts, of: passages[counts.index], analyzer: analyzer), score)
        }
    }
}
