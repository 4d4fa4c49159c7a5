// Written by Scripts/fit-quotes.

extension QuoteModel {
    static let scoreWeights: FeatureVector<SentenceFeature> = [
        .coverage: -4.2862, .termShare: 3.4646, .spokenShare: 3.8167, .rareCoverage: -2.2902, .passageScore: 6.5254,
        .length: -2.2781, .density: -3.4581, .novelty: -2.5809, .position: -1.1587, .isFirst: 0.7967,
        .firstMatch: -1.0498, .adjacency: 1.3970, .offersType: 2.3841, .offersNumber: -0.6617, .offersDate: -0.0183,
        .offersPerson: -0.5010, .offersPlace: -0.9642, .focus: 0.8712, .missingNames: -5.2260,
        .heaviestMissing: -3.7125, .passageCoverage: 2.3641, .localTermCoverage: 0.7445, .localCoverage: 2.4277,
        .localShare: 1.5641, .leadCoverage: 4.1492, .contextCoverage: 4.1008, .nearCoverage: 1.7024,
        .repeatedCoverage: 1.0318, .singleCoverage: 0.9028, .fuzzyCoverage: 7.2211,
    ]

    static let confidenceWeights: FeatureVector<SentenceFeature> = [
        .coverage: 1.8723, .termShare: 0.5279, .spokenShare: -0.2240, .rareCoverage: 0.3753, .passageScore: -0.5329,
        .length: -1.7822, .density: -2.1699, .novelty: -2.8681, .position: 0.2317, .isFirst: 0.4683,
        .firstMatch: -0.5251, .adjacency: 0.1174, .offersType: 0.8653, .offersNumber: -0.9640, .offersDate: -0.3658,
        .offersPerson: -0.1187, .offersPlace: -0.7230, .focus: -0.1889, .missingNames: 1.2980, .heaviestMissing: 0.9001,
        .passageCoverage: 0.6194, .localTermCoverage: -0.8404, .localCoverage: -0.0474, .localShare: -0.3049,
        .leadCoverage: 3.6365, .contextCoverage: 0.5696, .nearCoverage: 0.7998, .repeatedCoverage: -0.4125,
        .singleCoverage: -0.6037, .fuzzyCoverage: 8.0606,
    ]

    static let standingWeights: FeatureVector<StandingFeature> = [
        .lead: 5.1767, .specificCoverage: 0.7777, .heldWeight: 2.1438, .missingWeight: 0.4405, .sentenceCount: -0.2571,
        .wordsInSentence: 0.5798, .wordsNearby: 0.7497, .wordsInPassage: 0.5618, .rarestMissing: -0.4826,
        .secondMissing: 0.0726, .missingCount: -0.4595, .missingRare: -0.8602, .missingInPart: 1.7737,
        .missingNames: -2.2353, .missingNouns: -0.4422, .missingVerbs: 1.6530, .missingNumbers: -3.1584,
        .wordCount: 0.0316, .wordWeight: -0.3588, .margin: 0.1443,
    ]

    static let confidenceBase = -1.7979

    /// Below this confidence the library is said to hold no answer.
    static let threshold = 0.375
}
