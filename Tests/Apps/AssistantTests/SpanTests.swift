import Testing

@testable import Assistant
@testable import Retrieval

@Suite("The words in bold")
struct SpanTests {
    private static let analyzer = BilingualAnalyzer()

    private static func analysis(_ question: String) -> QuestionAnalysis {
        let frequencies = Library.Frequencies(passageCount: 1_000, frequencies: [:], averageLength: 60)
        return QuestionAnalysis(
            question,
            units: analyzer.units(of: question, language: nil),
            statistics: LexicalStatistics(frequencies: frequencies)
        )
    }

    private static func words(_ range: Range<Int>, _ text: String) -> String {
        String(decoding: Array(text.utf8)[range], as: UTF8.self)
    }

    private static func candidates(_ question: String, _ quote: String) -> [String] {
        let text = SpanText(quote, units: analyzer.units(of: quote, language: nil), question: analysis(question))
        return SpanCandidates(text).all.map { words($0.range, quote) }
    }

    @Test(
        "Chinese text is cut where jieba 0.42.1 cuts it without its hidden Markov model",
        arguments: ["老/城墙/的/东门/修/好/了", "图书馆/每天/上午/九点/开放", "市民/可以/免费/参观/博物馆"]
    )
    func segmentation(cut: String) {
        let words = cut.split(separator: "/").map(String.init)
        let characters = words.joined().map(String.init)
        let found = ChineseWords.shared.words(of: characters).map { characters[$0.range].joined() }
        #expect(found == words)
    }

    @Test("the table says what kind a word is and how rare")
    func table() throws {
        let words = ChineseWords.shared
        #expect(words.words(of: ["图", "书", "馆"]).map(\.kind) == [.noun])
        #expect(words.words(of: ["种", "植"]).map(\.kind) == [.verb])
        // "We" is said more often than "library", and that more often than a word that nobody made.
        #expect(try #require(words.rarity(of: "我们")) < (try #require(words.rarity(of: "图书馆"))))
        #expect(words.rarity(of: "馆图书") == nil)
        #expect(words.words(of: []).isEmpty)
    }

    @Test("candidates end where words end, and leave no bracket open")
    func candidates() {
        let chinese = Self.candidates("谁写了这本书？", "小说《北岸》由林晚秋写成。")
        #expect(chinese.contains("《北岸》") && chinese.contains("北岸") && chinese.contains("林晚秋"))
        #expect(chinese.allSatisfy { $0.contains("《") == $0.contains("》") })
        let english = Self.candidates("What does it cost?", "A ticket (one day) costs $12.50 or 8% of it.")
        #expect(english.contains("$12.50") && english.contains("8%"))
        #expect(english.allSatisfy { $0.contains("(") == $0.contains(")") })
        #expect(!english.contains { $0.hasSuffix(" or") || $0.hasPrefix("of ") })
    }

    @Test("a foreign name with dots in it is never cut inside")
    func names() {
        let found = Self.candidates("桥是谁设计的？", "桥由安娜·贝尔格设计。")
        #expect(found.contains("安娜·贝尔格"))
        #expect(!found.contains("贝尔格") && !found.contains("安娜"))
    }

    @Test("what a question asks for has a place in its sentence")
    func roles() {
        let subject = InterrogativeRole(Self.analysis("Who painted the ceiling?"))
        let object = InterrogativeRole(Self.analysis("What did the painter repair?"))
        let after = InterrogativeRole(Self.analysis("桥是由谁设计的？"))
        #expect(subject.index != object.index)
        #expect(after.before == "由" && after.behind == "设")
        #expect(Set([subject.index, object.index, after.index]).isSubset(of: Set(0..<InterrogativeRole.count)))
    }

    @Test("every weight has a figure: blocks stand one behind the other")
    func blocks() {
        var next = 0
        for block in SpanBlock.allCases {
            #expect(block.offset == next)
            next += block.count
        }
        #expect(next == SpanBlock.total)
    }

    @Test("names weigh more than other words of a question, interrogatives nothing")
    func questionWords() {
        let words = Self.analysis("When was Tessa Holm awarded the medal?").words
        #expect(words.map(\.kind) == [.name, .name, .verb, .noun])
        #expect(words[0].rarity > words[3].rarity)
        let chinese = Self.analysis("图书馆什么时候开放？").words
        #expect(chinese.map { $0.keys.joined() } == ["图书馆", "开放"])
        #expect(chinese.map(\.kind) == [.noun, .verb])
    }
}
