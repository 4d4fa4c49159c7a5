// What speaks for a sentence as the answer to a question: figures between about −1 and 1, each with a plain meaning.
// The weights that they are added up with stand in `QuoteModel`.

internal import Foundation

/// The features of one sentence for one question.
enum SentenceFeature: Int, FeatureName {
    /// Share of the terms' weight, and of their number, that the sentence holds.
    case coverage, termShare
    /// Share of all words of the question, function words too.
    case spokenShare
    /// Share of the squared weight of words and characters: the rare ones count most.
    case rareCoverage
    /// BM25 of the passage as a share of the best passage's.
    case passageScore
    /// Logarithm of the length in words.
    case length
    /// Share of the sentence that is content of the question, and share that is new.
    case density, novelty
    /// Where in its passage it stands, whether first, and how far in its first content word stands.
    case position, isFirst, firstMatch
    /// Share of neighbouring content words that stand near each other in the sentence too.
    case adjacency
    /// Whether it offers the wanted type of answer (a half where the type has no test), and for some types again.
    case offersType, offersNumber, offersDate, offersPerson, offersPlace
    /// Share of the focus that it names.
    case focus
    /// Weight of names that the passage lacks, weight of the heaviest term that it lacks, coverage by the passage.
    case missingNames, heaviestMissing, passageCoverage
    /// Coverage with weights for being rare within the passage: by terms, by words and characters; share of rare ones.
    case localTermCoverage, localCoverage, localShare
    /// What the sentence lacks and the passage's lead has; coverage together with lead and the sentence before.
    case leadCoverage, contextCoverage
    /// Coverage in which nearby sentences count with decay.
    case nearCoverage
    /// Coverage in which a word counts fully only when it stands there twice.
    case repeatedCoverage
    /// Coverage of words and characters.
    case singleCoverage
    /// Weight of words that are nearly there: other endings, other spellings.
    case fuzzyCoverage
}

extension FeatureVector<SentenceFeature> {
    init(_ question: QuestionAnalysis, _ sentence: SentenceFacts, in passage: PassageEvidence, passageScore: Double) {
        self.init()
        let facts = passage.facts
        let count = Double(max(1, sentence.units.count))
        let termHits = question.terms.map { sentence.terms.contains($0.text) }
        let singles = question.singles
        let singleHits = singles.map { sentence.holds($0.text) }
        func sum(_ hits: [Bool], _ weight: (Int) -> Double) -> Double {
            hits.indices.reduce(0) { hits[$1] ? $0 + weight($1) : $0 }
        }

        self[.coverage] = sum(termHits) { question.terms[$0].weight } / question.termMass
        self[.termShare] = Double(termHits.count(where: \.self)) / Double(max(1, termHits.count))
        self[.spokenShare] =
            Double(question.spokenKeys.count(where: sentence.keySet.contains))
            / Double(max(1, question.spokenKeys.count))
        self[.rareCoverage] = sum(singleHits) { singles[$0].weight * singles[$0].weight } / question.singleSquareMass
        self[.passageScore] = passageScore
        self[.length] = log(max(1, sentence.characters.isEmpty ? count : count / 1.6)) / 4
        setPlaces(question, sentence, count)
        self[.position] = Double(sentence.index) / Double(max(1, facts.sentences.count))
        self[.isFirst] = sentence.index == 0 ? 1 : 0
        setOffer(question, sentence, passage)
        self[.missingNames] = passage.missingNames
        self[.heaviestMissing] = passage.heaviestMissing
        self[.passageCoverage] = passage.coverage
        self[.localTermCoverage] = sum(termHits) { passage.localTermWeights[$0] } / passage.localTermMass
        self[.localCoverage] = sum(singleHits) { passage.localWeights[$0] } / passage.localMass
        self[.localShare] =
            sum(singleHits) { passage.rareHere.contains(singles[$0].text) ? 1 : 0 } / Double(max(1, singles.count))
        setSurroundings(question, sentence, passage, singleHits)
        for (index, term) in question.terms.enumerated() where !termHits[index] && !term.isCharacters {
            self[.fuzzyCoverage] += term.weight * Self.likeness(of: term.text, among: sentence.keySet)
        }
        self[.fuzzyCoverage] /= question.termMass
    }

    /// Where the question's content stands in the sentence.
    private mutating func setPlaces(_ question: QuestionAnalysis, _ sentence: SentenceFacts, _ count: Double) {
        var places: [String: [Int]] = [:]
        var matched: [Int] = []
        for (place, key) in sentence.keys.enumerated() where question.contentSet.contains(key) {
            places[key, default: []].append(place)
            matched.append(place)
        }
        self[.density] = Double(matched.count) / count
        self[.novelty] = 1 - Double(sentence.keys.count(where: question.keys.contains)) / count
        self[.firstMatch] = Double(matched.first ?? sentence.units.count) / count
        let pairs = zip(question.content, question.content.dropFirst())
        let near = pairs.count { first, second in
            (places[first] ?? []).contains { x in (places[second] ?? []).contains { 0 < $0 - x && $0 - x <= 4 } }
        }
        self[.adjacency] = Double(near) / Double(max(1, question.content.count - 1))
    }

    /// Whether it offers what is asked for.
    private mutating func setOffer(_ question: QuestionAnalysis, _ sentence: SentenceFacts, _ passage: PassageEvidence)
    {
        let offer = passage.evidence.isOffered(by: sentence)
        self[.offersType] = offer.map { $0 ? 1 : 0 } ?? 0.5
        if offer == true {
            switch question.type {
            case .number: self[.offersNumber] = 1
            case .date: self[.offersDate] = 1
            case .person: self[.offersPerson] = 1
            case .place: self[.offersPlace] = 1
            case .reason, .manner, .other: break
            }
        }
        if !question.focus.isEmpty {
            self[.focus] = Double(question.focus.count(where: sentence.holds)) / Double(question.focus.count)
        }
    }

    /// What the sentence's surroundings add.
    private mutating func setSurroundings(
        _ question: QuestionAnalysis,
        _ sentence: SentenceFacts,
        _ passage: PassageEvidence,
        _ singleHits: [Bool]
    ) {
        let previous = sentence.index > 0 ? passage.facts.sentences[sentence.index - 1] : nil
        for (index, single) in question.singles.enumerated() {
            let (text, share) = (single.text, single.weight / question.singleMass)
            let isInLead = sentence.lead.contains(text)
            if !singleHits[index], isInLead { self[.leadCoverage] += share }
            if singleHits[index] || isInLead || previous?.holds(text) ?? false { self[.contextCoverage] += share }
            self[.nearCoverage] += share * passage.decay(of: text, to: sentence.index)
            self[.repeatedCoverage] += share * Double(min(2, sentence.keys.count { $0 == text })) / 2
            if singleHits[index] { self[.singleCoverage] += share }
        }
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
