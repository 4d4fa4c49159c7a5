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

    @Test(
        "numbers and names contradict each other too, unless one document says both",
        arguments: [
            (
                "What is the capacity of the Delta plant?", "The Delta plant has a capacity of 300 megawatts.",
                "After the upgrade, the capacity of the Delta plant is 450 MW.", 2
            ),
            (
                "What is the capacity of the Delta plant?", "The capacity of the Delta plant is 300 MW.",
                "The capacity of the Delta plant was stated as 300 megawatts.", 0
            ),
            (
                "Who is the chief executive of Norvik?", "The chief executive of Norvik is Anna Berg.",
                "Tom Hale was appointed chief executive of Norvik.", 2
            ),
            (
                "How many people does the Delta plant employ?",
                "The Delta plant has a capacity of 300 megawatts. It employs 40 people.",
                "The capacity of the Delta plant is 450 MW. It employs 40 people.", 0
            ),
        ]
    )
    func sides(question: String, first: String, second: String, count: Int) {
        let passages = [Self.passage(1, first, date: "2020"), Self.passage(2, second, date: "2023"), Self.mill]
        #expect(Self.plan(question, passages).sides.count == count)
    }

    @Test(
        "of several dates, numbers and names the one that was asked for stands out",
        arguments: [
            ("How much is a ticket for children?", "Tickets cost 12 euros for adults and 6 euros for children.", "6"),
            (
                "Who founded the museum?", "The museum was founded in Lisbon in 1901 by Helena Ortiz.",
                "Helena Ortiz"
            ),
            ("Where is the museum?", "The museum of Helena Ortiz stands in Lisbon since 1901.", "Lisbon"),
            ("博物馆在哪里？", "博物馆位于成都市青羊区。", "成都市青羊区"),
            ("成人票多少钱？", "成人票12欧元，儿童票6欧元。", "12欧元"),
            ("儿童票多少钱？", "成人票12欧元，儿童票6欧元。", "6欧元"),
            ("博物馆几点开门？", "博物馆上午9点半开门。", "上午9点半"),
            ("这款硬盘的容量是多少？", "这一款硬盘的容量是512GB。", "512GB"),
        ]
    )
    func spans(question: String, text: String, span: String) throws {
        let language = question.utf8.first.map { $0 > 0x7F } ?? false ? "zh" : "en"
        let passages = [Self.passage(1, text, language: language), Self.school]
        let plan = Self.plan(question, passages)
        let quote = try #require(plan.quotes.first)
        #expect(plan.confidence > 0)
        #expect(quote.span.map { Self.words($0, passages[quote.passage]) } == span)
    }

    @Test("what stands below a heading that asks the very question answers it")
    func headings() throws {
        let text = "How do I leave?\nType exit.\nHow do I return?\nThe way back leads through the door; leave it open."
        var page = Self.passage(1, text)
        page.headingRanges = [0..<15, 27..<43]
        let plan = Self.plan("How do I leave?", [page, Self.mill])
        let first = try #require(plan.quotes.first)
        #expect(plan.hasAnswer && plan.isBelowItsHeading)
        #expect(Self.words(first.range, page) == "Type exit.")
    }

    @Test(
        "a short question about something unheard of has no answer",
        arguments: ["Who is the director of the airport?"]
    )
    func unknown(question: String) {
        let passages = [Self.passage(1, "The director of the museum is Marco Silva. He came in 2015."), Self.mill]
        #expect(!Self.plan(question, passages).hasAnswer)
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

    @Test("a neighbour that answers nearly as well comes along")
    func doubt() throws {
        let passages = [
            Self.passage(1, "The east wing of the museum opened in 1901. The west wing of the museum opened in 1934."),
            Self.mill,
        ]
        let first = try #require(Self.plan("When did the wing of the museum open?", passages).quotes.first)
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
