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
        // The first form that the question has is what it asks, whether or not two things are found in it.
        let read = [isChinese ? Self.chinese : [], Self.english].lazy.compactMap { forms in
            forms.first { $0.pattern.matches(text) }?.read(text)
        }.first
        guard let read else { return nil }
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

    /// A way to ask for a comparison: groups that hold the things, the words that part them, groups that hold the aspect.
    private struct Form {
        let pattern: Pattern
        var things = 1
        let conjunctions: [String]
        var aspects: [Int] = []

        func read(_ text: String) -> ComparisonQuestion? {
            guard let groups = pattern.groups(in: text), let things = groups[things] else { return nil }
            let aspect = aspects.lazy.compactMap { groups[$0] }.first
            return ComparisonQuestion(things, partedBy: conjunctions, aspect: aspect)
        }
    }

    private static let english = [
        Form(
            pattern: Pattern(
                #"(?:compare|contrast)(?: (?:the )?(\w+(?: \w+)?) (?:of|between))? (.+?)(?: in terms of (.+)| by (.+))?"#,
                .whole,
                ignoresCase: true
            ),
            things: 2,
            conjunctions: [" and ", " with ", " to ", " versus ", " vs. ", " vs ", " against "],
            aspects: [1, 3, 4]
        ),
        Form(
            pattern: Pattern(
                #"\bdifferences?(?: in ([\w ]{2,30}?))? between (.+?)(?: in terms of (.+))?$"#,
                ignoresCase: true
            ),
            things: 2,
            conjunctions: [" and "],
            aspects: [1, 3]
        ),
        Form(
            pattern: Pattern(
                "how (?:do|does|did|is|are) (.+? (?:different from|differ from|compare to|compare with|compared to) .+)",
                .whole,
                ignoresCase: true
            ),
            conjunctions: [" different from ", " differ from ", " compare to ", " compare with ", " compared to "]
        ),
        Form(
            pattern: Pattern(
                "how (?:do|does|did|are) (.+? and .+?) (?:differ|compare|different)(?: in (.+))?",
                .whole,
                ignoresCase: true
            ),
            conjunctions: [" and "],
            aspects: [2]
        ),
        Form(
            pattern: Pattern(
                #"(?:which|who|what)\b ?(?:one )?(?:is|are|has|was)? ?([^,]{0,40}), (.+ or .+)"#,
                .whole,
                ignoresCase: true
            ),
            things: 2,
            conjunctions: [" or "]
        ),
        // No sentence, only the two names with a word between them.
        Form(
            pattern: Pattern(
                #"(?!(?:how|what|which|who|when|where|why|is|are|do|does)\b)(?=.*\s(?:vs\.?|versus|compared (?:to|with))\s)(.+)"#,
                .whole,
                ignoresCase: true
            ),
            conjunctions: [" vs. ", " vs ", " VS ", " versus ", " compared to ", " compared with "]
        ),
    ]

    private static let conjunctions = ["和", "与", "跟", "以及", "同", "及"]
    private static let chinese = [
        Form(
            pattern: Pattern(
                "(?:对比|比较|比一比)(?:一下|下)?(.+?)(?:之间)?(?:的(.{1,12}?))??(?:的|有什么|有何)?(?:区别|不同|差别|差异|异同|优劣|优缺点)?",
                .whole
            ),
            conjunctions: conjunctions,
            aspects: [2]
        ),
        Form(
            pattern: Pattern(
                "(.+?)(?:之间|两者)?(?:在(.{1,12}?)(?:上|方面))?(?:的(.{1,12}?))??(?:的|有|有着|有什么|有何|有哪些|主要|存在)*"
                    + "(?:区别|不同|差别|差异|异同)(?:之处|点)?(?:是什么|在哪里|在哪儿|在哪|有哪些|是哪些|何在|吗)*",
                .whole
            ),
            conjunctions: conjunctions,
            aspects: [2, 3]
        ),
        Form(
            pattern: Pattern(
                "(.+?)(?:相比|比起来|相比较|对比|比较)(?:起来|一下)?(?:[，,]?(?:怎么样|如何|有什么.*|哪个.*)?)?",
                .whole
            ),
            conjunctions: conjunctions
        ),
        Form(
            pattern: Pattern("(.+?)[，,]?(?:哪个|哪一个|谁|哪种|哪款)(?:更|比较).+", .whole),
            conjunctions: conjunctions + ["还是"]
        ),
        Form(
            pattern: Pattern("(?=.*(?:vs|versus|对比))(.+)", .whole, ignoresCase: true),
            conjunctions: [" vs. ", " vs ", " VS ", "vs", "VS", "对比"]
        ),
    ]
}
