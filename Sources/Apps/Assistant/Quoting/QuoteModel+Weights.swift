// Written by Scripts/fit-quotes.

extension QuoteModel {
    static let scoreWeights: FeatureVector<SentenceFeature> = [
        .coverage: -4.2870, .termShare: 3.4649, .spokenShare: 3.8183, .rareCoverage: -2.2900, .passageScore: 6.5251,
        .length: -2.2789, .density: -3.4600, .novelty: -2.5817, .position: -1.1589, .isFirst: 0.7964,
        .firstMatch: -1.0495, .adjacency: 1.3977, .offersType: 2.3839, .offersNumber: -0.6614, .offersDate: -0.0185,
        .offersPerson: -0.5007, .offersPlace: -0.9638, .focus: 0.8708, .missingNames: -5.2279,
        .heaviestMissing: -3.7115, .passageCoverage: 2.3664, .localTermCoverage: 0.7440, .localCoverage: 2.4259,
        .localShare: 1.5650, .leadCoverage: 4.1498, .contextCoverage: 4.1000, .nearCoverage: 1.7025,
        .repeatedCoverage: 1.0330, .singleCoverage: 0.9039, .fuzzyCoverage: 7.2200,
    ]

    static let confidenceWeights: FeatureVector<SentenceFeature> = [
        .coverage: 1.1313, .termShare: 1.2725, .spokenShare: 0.0476, .rareCoverage: -0.0578, .passageScore: -0.3729,
        .length: -1.7610, .density: -3.1398, .novelty: -3.9660, .position: 0.4193, .isFirst: 0.6021,
        .firstMatch: -0.6837, .adjacency: 0.5655, .offersType: 1.0885, .offersNumber: -1.1942, .offersDate: -0.5169,
        .offersPerson: -0.3985, .offersPlace: -1.0492, .focus: -0.2851, .missingNames: -1.7733,
        .heaviestMissing: -0.6090, .passageCoverage: 0.6787, .localTermCoverage: -0.7293, .localCoverage: 0.3084,
        .localShare: -0.2897, .leadCoverage: 3.7359, .contextCoverage: 0.2065, .nearCoverage: 1.5991,
        .repeatedCoverage: -0.8813, .singleCoverage: -0.9790, .fuzzyCoverage: 8.9346,
    ]

    static let standingWeights: FeatureVector<StandingFeature> = [
        .lead: 5.5254, .specificCoverage: 1.3162, .heldWeight: 1.9820, .missingWeight: -0.6341, .sentenceCount: -0.3389,
        .margin: 0.1635,
    ]

    static let confidenceBase = 0.5536

    /// Below this confidence the library is said to hold no answer.
    static let threshold = 0.370
}
