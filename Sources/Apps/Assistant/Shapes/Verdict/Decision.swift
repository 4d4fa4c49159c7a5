// Whether a sentence says plainly what is asked, or plainly the opposite. Where in doubt, it does neither.

internal import Foundation
internal import Retrieval

/// Compares a yes-or-no question with sentences.
struct Decision {
    private let isChinese: Bool
    private let isPresent: Bool
    private let quantifiers: Set<String>
    /// The content words, or characters, in the order of the question.
    private let keys: [String]
    private let analyzer: BilingualAnalyzer

    /// Content words that may stand between those of the question.
    private static let gap = 2
    private static let chineseGap = 4

    init(_ question: ShapedQuestion, analyzer: BilingualAnalyzer) {
        self.analyzer = analyzer
        isChinese = question.isChinese
        isPresent = Self.present.matches(question.text)
        quantifiers = Set(Self.quantifier.all(in: question.text).map { $0.lowercased() })
        let core = (isChinese ? Self.asking : Self.auxiliary).removed(from: question.text)
        let units = analyzer.units(of: core)
        keys = units.filter { Self.isContent($0) }.map(\.key)
    }

    private static let asking = Pattern("是否|是不是|能否|能不能|可不可以|可否|会不会|有没有|要不要|需不需要|可以|能够|能|会|吗|需要|应该|必须|支持|有|是")
    private static let auxiliary = Pattern(
        #"^(?:is|are|was|were|do|does|did|can|could|will|may|must|should|has|have|had)\b( there\b)?|\b(?:allowed|permitted|possible)\b"#,
        ignoresCase: true
    )
    private static let present = Pattern(#"^(?:is|are|do|does|can|will|may|must|should)\b"#, ignoresCase: true)
    private static let quantifier = Pattern(
        #"\b(?:all|every|each|always|only|both|any|most)\b|所有|全部|全都|每|总是|只|仅|都"#,
        ignoresCase: true
    )
    /// What makes a sentence say less, or something else.
    private static let hedge = Pattern(
        #"\b(?:if|unless|except|may|might|could|perhaps|probably|possibly|usually|often|sometimes|some|few|half|partly|almost|nearly|only|but|although|though|however|until|whether|hardly|rarely|seldom|planned|formerly|used to|would|should|claim\w*|believe\w*|allegedly)\b|如果|若|除非|除了|可能|也许|大概|通常|一般|有时|部分|几乎|仅|只有|但|不过|虽然|直到|是否|据说|计划|曾|原则上|尽量|建议|应当|应该"#,
        ignoresCase: true
    )
    private static let clause = Pattern(
        #"\b(?:that|which|who|whose|when|where|because|as)\b|的时候|因为"#,
        ignoresCase: true
    )
    /// A sentence that says yes or no itself.
    private static let said = Pattern(
        "^(?:yes|no|nothing|nobody)\\b|^(?:是的?|不是|能|不能|可以|不可以|会|不会|对|有|没有)[，。,.]",
        ignoresCase: true
    )
    private static let past = Pattern(#"\b(?:was|were|had|did)\b"#, ignoresCase: true)
    private static let negation = Pattern(
        #"\b(?:no|not|never|none|neither|nor|cannot|without)\b|n['’]t\b|不|没|无|未|非|禁止|严禁|勿|别"#,
        ignoresCase: true
    )
    private static let plainNegation = Pattern(
        #"\b(?:is|are|was|were|do|does|did|can|could|will|must|has|have|had)(?: not|n['’]t)\b|\bcannot\b|不能|不可以|不可|不得|不会|不是|没有|不支持|不需要|不必|禁止|严禁|不允许|不包括|不含|无需|请勿"#,
        ignoresCase: true
    )

    /// The English verbs that only carry a question count as little as other function words.
    private static func isContent(_ unit: TextUnit) -> Bool { !FunctionWords.contains(unit) }

    /// True for yes, false for no, nil where the sentence does not decide.
    func verdict(of sentence: String) -> Bool? {
        guard keys.count >= 2, !sentence.contains("?"), !sentence.contains("？"), !Self.hedge.matches(sentence),
            !(isPresent && Self.past.matches(sentence)),
            quantifiers.allSatisfy({ sentence.lowercased().contains($0) })
        else { return nil }
        let units = analyzer.units(of: sentence)
        guard let places = places(in: units), let first = places.first, let last = places.last else { return nil }
        let between = units[first...last]
        let others = between.count(where: Self.isContent) - places.count
        guard others <= (isChinese ? Self.chineseGap : Self.gap) else { return nil }
        let span = between[first].range.lowerBound..<between[last].range.upperBound
        let matched = String(Substring(sentence.utf8.dropFirst(span.lowerBound).prefix(span.count)))
        guard !matched.contains(where: { ",，;；:：。.、".contains($0) }), !Self.clause.matches(matched),
            !Self.said.matches(sentence)
        else { return nil }
        let negations = Self.negation.all(in: sentence)
        if negations.isEmpty { return true }
        let plain = Self.plainNegation.all(in: matched)
        guard negations.count == 1, plain.count == 1 else { return nil }
        return false
    }

    /// Where the question's words stand in the sentence, in the same order; nil where one is missing.
    private func places(in units: [TextUnit]) -> [Int]? {
        var places: [Int] = []
        var next = units.startIndex
        for key in keys {
            guard let place = units[next...].firstIndex(where: { $0.key == key }) else { return nil }
            places.append(place)
            next = place + 1
        }
        return places
    }
}
