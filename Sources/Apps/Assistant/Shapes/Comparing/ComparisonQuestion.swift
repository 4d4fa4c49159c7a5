// Reads "compare A and B", "how does A differ from B", "A 和 B 有什么区别": which two things, and in what respect.

internal import Foundation

/// What a question wants compared.
struct ComparisonQuestion: Sendable, Equatable {
    /// The two things as they were typed; more than one pair where the words can be parted in more than one way.
    var pairs: [Pair]
    /// What is to be compared of them, such as "price"; nil for everything.
    var aspect: String?

    struct Pair: Sendable, Equatable {
        var first: String
        var second: String
    }

    private static let pairCount = 3

    init?(_ text: String, isChinese: Bool) {
        let read = (isChinese ? Self.chinese(text) : nil) ?? Self.english(text)
        guard let read, !read.pairs.isEmpty else { return nil }
        self = read
        pairs = Array(pairs.prefix(Self.pairCount))
    }

    private init?(_ things: some StringProtocol, partedBy words: [String], aspect: (some StringProtocol)?) {
        pairs = Self.pairs(in: String(things), partedBy: words)
        let aspect = aspect.map { String($0).trimmed } ?? ""
        self.aspect = aspect.isEmpty ? nil : aspect
        guard !pairs.isEmpty else { return nil }
    }

    /// Every way to part the words in two at one of the given ones.
    private static func pairs(in text: String, partedBy words: [String]) -> [Pair] {
        words.flatMap { word in
            text.ranges(of: word).compactMap { range in
                let (first, second) = (
                    String(text[..<range.lowerBound]).trimmed, String(text[range.upperBound...]).trimmed
                )
                guard !first.isEmpty, !second.isEmpty, first != second else { return nil }
                return Pair(first: first, second: second)
            }
        }
    }

    private static func english(_ text: String) -> ComparisonQuestion? {
        let conjunctions = [" and ", " with ", " to ", " versus ", " vs. ", " vs ", " against "]
        let none: String? = nil
        if let match = text.wholeMatch(
            of: /(?:compare|contrast)(?: (?:the )?(\w+(?: \w+)?) (?:of|between))? (.+?)(?: in terms of (.+)| by (.+))?/
                .ignoresCase()
        ) {
            let (_, before, things, terms, by) = match.output
            return ComparisonQuestion(things, partedBy: conjunctions, aspect: before ?? terms ?? by)
        }
        if let match = text.firstMatch(
            of: /\bdifferences?(?: in ([\w ]{2,30}?))? between (.+?)(?: in terms of (.+))?$/.ignoresCase()
        ) {
            return ComparisonQuestion(match.output.2, partedBy: [" and "], aspect: match.output.1 ?? match.output.3)
        }
        if let match = text.wholeMatch(
            of: /how (?:do|does|did|is|are) (.+? (?:different from|differ from|compare to|compare with|compared to) .+)/
                .ignoresCase()
        ) {
            let parting = [" different from ", " differ from ", " compare to ", " compare with ", " compared to "]
            return ComparisonQuestion(match.output.1, partedBy: parting, aspect: none)
        }
        if let match = text.wholeMatch(
            of: /how (?:do|does|did|are) (.+? and .+?) (?:differ|compare|different)(?: in (.+))?/.ignoresCase()
        ) {
            return ComparisonQuestion(match.output.1, partedBy: [" and "], aspect: match.output.2)
        }
        if let match = text.wholeMatch(
            of: /(?:which|who|what)\b ?(?:one )?(?:is|are|has|was)? ?([^,]{0,40}), (.+ or .+)/.ignoresCase()
        ) {
            return ComparisonQuestion(match.output.2, partedBy: [" or "], aspect: none)
        }
        let isSentence =
            text.firstMatch(of: /^(?:how|what|which|who|when|where|why|is|are|do|does)\b/.ignoresCase()) != nil
        if !isSentence, text.firstMatch(of: /\ (?:vs\.?|versus|compared (?:to|with))\s/.ignoresCase()) != nil {
            let parting = [" vs. ", " vs ", " VS ", " versus ", " compared to ", " compared with "]
            return ComparisonQuestion(text, partedBy: parting, aspect: none)
        }
        return nil
    }

    private static func chinese(_ text: String) -> ComparisonQuestion? {
        let conjunctions = ["和", "与", "跟", "以及", "同", "及"]
        if let match = text.wholeMatch(
            of: /(?:对比|比较|比一比)(?:一下|下)?(.+?)(?:之间)?(?:的(.{1,12}?))??(?:的|有什么|有何)?(?:区别|不同|差别|差异|异同|优劣|优缺点)?/
        ) {
            return ComparisonQuestion(match.output.1, partedBy: conjunctions, aspect: match.output.2)
        }
        if let match = text.wholeMatch(
            of:
                /(.+?)(?:之间|两者)?(?:在(.{1,12}?)(?:上|方面))?(?:的(.{1,12}?))??(?:的|有|有着|有什么|有何|有哪些|主要|存在)*(?:区别|不同|差别|差异|异同)(?:之处|点)?(?:是什么|在哪里|在哪儿|在哪|有哪些|是哪些|何在|吗)*/
        ) {
            return ComparisonQuestion(match.output.1, partedBy: conjunctions, aspect: match.output.2 ?? match.output.3)
        }
        if let match = text.wholeMatch(of: /(.+?)(?:相比|比起来|相比较|对比|比较)(?:起来|一下)?(?:[，,]?(?:怎么样|如何|有什么.*|哪个.*)?)?/) {
            return ComparisonQuestion(match.output.1, partedBy: conjunctions, aspect: nil as String?)
        }
        if let match = text.wholeMatch(of: /(.+?)[，,]?(?:哪个|哪一个|谁|哪种|哪款)(?:更|比较).+/) {
            return ComparisonQuestion(match.output.1, partedBy: conjunctions + ["还是"], aspect: nil as String?)
        }
        if text.firstMatch(of: /\s?(?:vs\.?|versus)\s?/.ignoresCase()) != nil || text.contains("对比") {
            return ComparisonQuestion(
                text,
                partedBy: [" vs. ", " vs ", " VS ", "vs", "VS", "对比"],
                aspect: nil as String?
            )
        }
        return nil
    }
}
