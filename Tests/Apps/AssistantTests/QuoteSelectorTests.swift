import Dialogue
import Randomness
import Testing

@testable import Assistant
@testable import Retrieval

@Suite("Choosing quotes")
struct QuoteSelectorTests {
    private static let analyzer = BilingualAnalyzer()

    private static func passage(
        _ number: Int,
        _ text: String,
        title: String = "",
        language: String = "en",
        date: String? = nil
    ) -> GroundingPassage {
        GroundingPassage(
            number: number,
            title: title,
            headings: [],
            text: text,
            language: language,
            date: date,
            score: 1
        )
    }

    private static let bridge = passage(
        1,
        "The old bridge crosses the river Aller near the mill. It was designed by Ada Stone, who was born in Verden. "
            + "The bridge was built in 1905 and is made of granite. Every spring the town holds a market there."
    )
    private static let mill = passage(
        2,
        "The mill was opened in 1850. Its wheel turns once a minute. Visitors pay three euros. The mill is closed on Mondays."
    )
    private static let school = passage(
        3,
        "The school has twelve teachers. Lessons begin at eight. The oldest class visits the museum once a year."
    )

    /// The plan in a library of a thousand passages in which every asked-for word stands as often as in these.
    private static func plan(_ question: String, _ passages: [GroundingPassage]) -> QuotePlan {
        let selector = QuoteSelector(question: question, passages: passages, analyzer: analyzer)
        let frequencies = Dictionary(
            uniqueKeysWithValues: selector.terms.map { term in
                let holders = passages.count { passage in
                    let units = analyzer.units(of: passage.text, language: passage.language)
                    return units.contains { $0.key == term }
                        || analyzer.terms(of: units).contains { $0.text == term }
                }
                return (term, holders)
            }
        )
        let library = Library.Frequencies(passageCount: 1_000, frequencies: frequencies, averageLength: 60)
        let (analysis, candidates) = selector.weigh(with: LexicalStatistics(frequencies: library))
        return selector.plan(analysis, candidates)
    }

    private static func words(_ range: Range<Int>, _ passage: GroundingPassage) -> String {
        String(decoding: Array(passage.text.utf8)[range], as: UTF8.self)
    }

    @Test(
        "the sentence that answers comes first, with what was asked for in it",
        arguments: [
            ("When was the old bridge built?", "The bridge was built in 1905 and is made of granite.", "1905"),
            ("How many teachers does the school have?", "The school has twelve teachers.", "twelve"),
            ("When was the mill opened?", "The mill was opened in 1850.", "1850"),
        ]
    )
    func answers(question: String, sentence: String, span: String) throws {
        let passages = [Self.bridge, Self.mill, Self.school]
        let plan = Self.plan(question, passages)
        let first = try #require(plan.quotes.first)
        #expect(plan.hasAnswer)
        #expect(Self.words(first.range, passages[first.passage]).contains(sentence))
        #expect(first.span.map { Self.words($0, passages[first.passage]) } == span)
    }

    @Test("Chinese questions, with the year in bold")
    func chinese() throws {
        let passages = [
            Self.passage(1, "北斗桥位于江城东郊。该桥由王大明设计，建成于1905年，全长三百米。桥上有十二座石狮。", language: "zh"),
            Self.passage(2, "江城中学有教师一百二十人。学校每年春天举行运动会。", language: "zh"),
        ]
        let plan = Self.plan("北斗桥是哪一年建成的？", passages)
        let first = try #require(plan.quotes.first)
        #expect(plan.hasAnswer)
        #expect(Self.words(first.range, passages[first.passage]).contains("建成于1905年"))
        #expect(first.span.map { Self.words($0, passages[first.passage]) } == "1905年")
    }

    @Test(
        "where the passages hold no answer, none is given",
        arguments: [
            "Who won the chess championship of Buenos Aires?", "What is the population of Reykjavik?", "谁发明了蒸汽机？",
        ]
    )
    func abstention(question: String) {
        #expect(!Self.plan(question, [Self.bridge, Self.mill, Self.school]).hasAnswer)
    }

    @Test("documents that contradict each other are sides, the newest first")
    func disagreement() {
        let passages = [
            Self.passage(1, "The old bridge was built in 1905 by the town.", date: "1990"),
            Self.passage(2, "The old bridge was built in 1911 by the town.", date: "2020-05"),
            Self.mill,
        ]
        let plan = Self.plan("When was the old bridge built?", passages)
        #expect(plan.sides.map(\.passage) == [1, 0])
        let agreeing = [passages[0], Self.passage(2, "The old bridge was built in 1905 by our town.", date: "2020")]
        #expect(Self.plan("When was the old bridge built?", agreeing).sides.isEmpty)
    }

    @Test("a sentence that only continues the one before comes with it")
    func continuation() throws {
        let passages = [
            Self.passage(1, "The cathedral of Verden has a famous organ. It was built by Arp Schnitger in 1690."),
            Self.mill,
        ]
        let plan = Self.plan("Who built the famous organ of the cathedral of Verden?", passages)
        let first = try #require(plan.quotes.first)
        #expect(Self.words(first.range, passages[0]) == passages[0].text)
    }

    private static let pieces = [
        "The bridge was built in 1905. ", "桥建于1905年。", "It is old; ", "who? ", "\n", "water ", "，", "A long clause, ",
        "x",
        "[1] ", "“”", "🙂", " ", "Dr. No ", "3,000 ",
    ]

    @Test("every quote is verbatim, on whole characters, and at most 300 long", arguments: 0..<150)
    func verbatim(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let texts = (1...3).map { number in
            Self.passage(
                number,
                (0..<Int.random(in: 0...120, using: &generator))
                    .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined(),
                language: ["en", "zh"].randomElement(using: &generator) ?? "en"
            )
        }
        let question =
            ["When was the bridge built?", "桥是哪年建的？", "x", "?", "who water"].randomElement(using: &generator) ?? ""
        for quote in Self.plan(question, texts).quotes {
            let text = texts[quote.passage].text
            #expect(!quote.range.isEmpty && quote.range.upperBound <= text.utf8.count, "seed \(seed)")
            let words = Self.words(quote.range, texts[quote.passage])
            #expect(text.contains(words) && !words.contains("\u{FFFD}"), "seed \(seed)")
            #expect(words.unicodeScalars.count <= 300, "seed \(seed)")
            if let span = quote.span {
                #expect(quote.range.lowerBound <= span.lowerBound && span.upperBound <= quote.range.upperBound)
                #expect(!Self.words(span, texts[quote.passage]).contains("\u{FFFD}"))
            }
        }
    }
}
