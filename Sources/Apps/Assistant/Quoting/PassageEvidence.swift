// What is computed once for a question and a passage, and shared by the passage's sentences.

internal import Foundation

/// How far a passage speaks of a question.
struct PassageEvidence {
    let facts: PassageFacts
    let evidence: AnswerEvidence
    /// The sentences in which each term, word or character of the question stands.
    private let places: [String: [Int]]
    let localTermWeights: [Double]
    let localTermMass: Double
    let localWeights: [Double]
    let localMass: Double
    /// Words and characters that stand in at most a quarter of the sentences.
    let rareHere: Set<String>
    let missingNames: Double
    let heaviestMissing: Double
    let coverage: Double

    init(_ question: QuestionAnalysis, _ facts: PassageFacts) {
        self.facts = facts
        evidence = AnswerEvidence(question)
        let count = Double(facts.sentences.count)
        var places: [String: [Int]] = [:]
        for text in Set(question.terms.map(\.text) + question.singles.map(\.text)) {
            places[text] = facts.sentences.filter { $0.holds(text) }.map(\.index)
        }
        func local(_ text: String, _ weight: Double) -> Double {
            let found = places[text]?.count ?? 0
            return found == 0 ? 0 : weight * log(1 + count / Double(found))
        }
        localTermWeights = question.terms.map { local($0.text, $0.weight) }
        localTermMass = max(localTermWeights.reduce(0, +), 1e-9)
        localWeights = question.singles.map { local($0.text, $0.weight) }
        localMass = max(localWeights.reduce(0, +), 1e-9)
        rareHere = Set(
            question.singles.map(\.text).filter { text in
                let found = places[text]?.count ?? 0
                return found > 0 && Double(found) <= max(1, 0.25 * count)
            }
        )
        self.places = places
        let missing = question.terms.filter { facts.termCounts[$0.text] == nil }
        missingNames = missing.filter(\.isProper).reduce(0) { $0 + $1.weight } / question.termMass
        heaviestMissing = missing.map(\.weight).max() ?? 0
        coverage =
            question.singles.filter { facts.holds($0.text) }.reduce(0) { $0 + $1.weight } / question.singleMass
    }

    /// How near the text stands to a sentence: 1 inside it, less the further away, and less for what comes later.
    func decay(of text: String, to sentence: Int) -> Double {
        (places[text] ?? []).reduce(0) { best, place in
            max(best, place <= sentence ? pow(0.75, Double(sentence - place)) : pow(0.5, Double(place - sentence)))
        }
    }
}
