// What speaks for a sentence as the answer to a question: figures between about −1 and 1, each with a plain meaning.
// The weights that they are added up with stand in `QuoteModel`.

internal import Foundation

/// The features of one sentence for one question.
struct QuoteFeatures {
    /// Share of the terms' weight, and of their number, that the sentence holds.
    var coverage = 0.0
    var termShare = 0.0
    /// Share of all words of the question, function words too.
    var spokenShare = 0.0
    /// Share of the squared weight of words and characters: the rare ones count most.
    var rareCoverage = 0.0
    /// BM25 of the passage as a share of the best passage's.
    var passageScore = 0.0
    /// Logarithm of the length in words.
    var length = 0.0
    /// Share of the sentence that is content of the question, and share that is new.
    var density = 0.0
    var novelty = 0.0
    /// Where in its passage it stands, whether first, and how far in its first content word stands.
    var position = 0.0
    var isFirst = 0.0
    var firstMatch = 0.0
    /// Share of neighbouring content words that stand near each other in the sentence too.
    var adjacency = 0.0
    /// Whether it offers the wanted type of answer (a half where the type has no test), and for some types again.
    var offersType = 0.5
    var offersNumber = 0.0
    var offersDate = 0.0
    var offersPerson = 0.0
    var offersPlace = 0.0
    /// Share of the focus that it names.
    var focus = 0.0
    /// Weight of names that the passage lacks, weight of the heaviest term that it lacks, coverage by the passage.
    var missingNames = 0.0
    var heaviestMissing = 0.0
    var passageCoverage = 0.0
    /// Coverage with weights for being rare within the passage: by terms, by words and characters; share of rare ones.
    var localTermCoverage = 0.0
    var localCoverage = 0.0
    var localShare = 0.0
    /// What the sentence lacks and the passage's lead has; coverage together with lead and the sentence before.
    var leadCoverage = 0.0
    var contextCoverage = 0.0
    /// Coverage in which nearby sentences count with decay.
    var nearCoverage = 0.0
    /// Coverage in which a word counts fully only when it stands there twice.
    var repeatedCoverage = 0.0
    /// Coverage of words and characters.
    var singleCoverage = 0.0
    /// Weight of words that are nearly there: other endings, other spellings.
    var fuzzyCoverage = 0.0

    init(_ question: QuestionAnalysis, _ sentence: SentenceFacts, in passage: PassageEvidence, passageScore: Double) {
        let facts = passage.facts
        let count = Double(max(1, sentence.units.count))
        let termHits = question.terms.map { sentence.terms.contains($0.text) }
        let singleHits = question.singles.map { sentence.holds($0.text) }
        let previous = sentence.index > 0 ? facts.sentences[sentence.index - 1] : nil
        func sum(_ hits: [Bool], _ weight: (Int) -> Double) -> Double {
            hits.indices.reduce(0) { hits[$1] ? $0 + weight($1) : $0 }
        }

        coverage = sum(termHits) { question.terms[$0].weight } / question.termMass
        termShare = Double(termHits.count(where: \.self)) / Double(max(1, termHits.count))
        spokenShare =
            Double(question.spokenKeys.count(where: sentence.keySet.contains))
            / Double(max(1, question.spokenKeys.count))
        rareCoverage =
            sum(singleHits) { question.singles[$0].weight * question.singles[$0].weight } / question.singleSquareMass
        self.passageScore = passageScore
        length = log(max(1, sentence.characters.isEmpty ? count : count / 1.6)) / 4

        var places: [String: [Int]] = [:]
        var matched: [Int] = []
        for (place, key) in sentence.keys.enumerated() where question.contentSet.contains(key) {
            places[key, default: []].append(place)
            matched.append(place)
        }
        density = Double(matched.count) / count
        novelty = 1 - Double(sentence.keys.count(where: question.keys.contains)) / count
        position = Double(sentence.index) / Double(max(1, facts.sentences.count))
        isFirst = sentence.index == 0 ? 1 : 0
        firstMatch = Double(matched.first ?? sentence.units.count) / count
        let pairs = zip(question.content, question.content.dropFirst())
        let near = pairs.count { first, second in
            (places[first] ?? []).contains { x in (places[second] ?? []).contains { 0 < $0 - x && $0 - x <= 4 } }
        }
        adjacency = Double(near) / Double(max(1, question.content.count - 1))

        if let isOffered = passage.evidence.isOffered(by: sentence) {
            offersType = isOffered ? 1 : 0
            offersNumber = isOffered && question.type == .number ? 1 : 0
            offersDate = isOffered && question.type == .date ? 1 : 0
            offersPerson = isOffered && question.type == .person ? 1 : 0
            offersPlace = isOffered && question.type == .place ? 1 : 0
        }
        if !question.focus.isEmpty {
            focus = Double(question.focus.count(where: sentence.holds)) / Double(question.focus.count)
        }
        missingNames = passage.missingNames
        heaviestMissing = passage.heaviestMissing
        passageCoverage = passage.coverage
        localTermCoverage = sum(termHits) { passage.localTermWeights[$0] } / passage.localTermMass
        localCoverage = sum(singleHits) { passage.localWeights[$0] } / passage.localMass
        localShare =
            sum(singleHits) { passage.rareHere.contains(question.singles[$0].text) ? 1 : 0 }
            / Double(max(1, question.singles.count))
        let singles = question.singles
        for index in singles.indices {
            let (text, weight) = (singles[index].text, singles[index].weight)
            let isInLead = sentence.lead.contains(text)
            if !singleHits[index], isInLead { leadCoverage += weight }
            if singleHits[index] || isInLead || previous?.holds(text) ?? false { contextCoverage += weight }
            nearCoverage += weight * passage.decay(of: text, to: sentence.index)
            repeatedCoverage += weight * Double(min(2, sentence.keys.count { $0 == text })) / 2
            if singleHits[index] { singleCoverage += weight }
        }
        leadCoverage /= question.singleMass
        contextCoverage /= question.singleMass
        nearCoverage /= question.singleMass
        repeatedCoverage /= question.singleMass
        singleCoverage /= question.singleMass
        for (index, term) in question.terms.enumerated() where !termHits[index] && !term.isCharacters {
            fuzzyCoverage += term.weight * Self.likeness(of: term.text, among: sentence.keySet)
        }
        fuzzyCoverage /= question.termMass
    }

    /// How alike a word is to the most similar of the others: the common beginning as a share of the longer one, if it
    /// has at least 4 letters and 60 %.
    private static func likeness(of word: String, among keys: Set<String>) -> Double {
        let letters = Array(word)
        guard letters.count >= 4, letters.allSatisfy(\.isLetter) else { return 0 }
        return keys.reduce(0) { best, key in
            guard key.first == letters[0] else { return best }
            let other = Array(key)
            guard other.count >= 4, other.allSatisfy(\.isLetter) else { return best }
            let common = zip(letters, other).prefix { $0 == $1 }.count
            let longer = max(letters.count, other.count)
            return common >= 4 && Double(common) >= 0.6 * Double(longer)
                ? max(best, Double(common) / Double(longer)) : best
        }
    }
}
