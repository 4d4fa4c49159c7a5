// Written by Scripts/fit-quotes.

extension QuoteModel {
    static let scoreWeights: FeatureVector<SentenceFeature> = [
        .coverage: -4.2874, .termShare: 3.4651, .spokenShare: 3.8183, .rareCoverage: -2.2899, .passageScore: 6.5255,
        .length: -2.2790, .density: -3.4596, .novelty: -2.5813, .position: -1.1589, .isFirst: 0.7963,
        .firstMatch: -1.0497, .adjacency: 1.3980, .offersType: 2.3841, .offersNumber: -0.6615, .offersDate: -0.0186,
        .offersPerson: -0.5008, .offersPlace: -0.9641, .focus: 0.8709, .missingNames: -5.2291,
        .heaviestMissing: -3.7122, .passageCoverage: 2.3669, .localTermCoverage: 0.7441, .localCoverage: 2.4261,
        .localShare: 1.5652, .leadCoverage: 4.1493, .contextCoverage: 4.1004, .nearCoverage: 1.7020,
        .repeatedCoverage: 1.0327, .singleCoverage: 0.9031, .fuzzyCoverage: 7.2201,
    ]

    static let confidenceWeights: FeatureVector<SentenceFeature> = [
        .coverage: 0.6246, .termShare: 0.6883, .spokenShare: -0.3035, .rareCoverage: 0.3496, .passageScore: -0.4231,
        .length: -1.6741, .density: -2.6948, .novelty: -3.7225, .position: 0.4467, .isFirst: 0.6120,
        .firstMatch: -0.6376, .adjacency: 0.5173, .offersType: 1.1906, .offersNumber: -1.2034, .offersDate: -0.5831,
        .offersPerson: -0.2924, .offersPlace: -1.0023, .focus: -0.2084, .missingNames: 1.3649,
        .heaviestMissing: -0.9311, .passageCoverage: -0.0997, .localTermCoverage: -0.6888, .localCoverage: 0.5084,
        .localShare: -0.2492, .leadCoverage: 4.1303, .contextCoverage: 0.0918, .nearCoverage: 1.0362,
        .repeatedCoverage: -0.8247, .singleCoverage: -1.4283, .fuzzyCoverage: 6.5945,
    ]

    static let standingWeights: FeatureVector<StandingFeature> = [
        .lead: 5.4235, .specificCoverage: 1.1327, .heldWeight: 2.1202, .missingWeight: -0.0454, .sentenceCount: -0.3255,
        .wordsInSentence: 1.0811, .wordsNearby: 0.7388, .wordsInPassage: 0.7592, .rarestMissing: -0.0163,
        .secondMissing: 0.1930, .missingCount: -0.6011, .missingRare: -0.8757, .missingInPart: 2.7458,
        .missingNames: -2.6434, .missingNouns: -0.7734, .missingVerbs: 1.5808, .missingNumbers: -3.7271,
        .wordCount: 0.6135, .wordWeight: -0.5417, .margin: 0.1552,
    ]

    static let confidenceBase = -0.3997

    /// Below this confidence the library is said to hold no answer.
    static let threshold = 0.400
}
