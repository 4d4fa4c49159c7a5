import Retrieval
import Testing

@testable import Assistant

@Suite("Lists, steps, histories, and yes or no")
struct ListTests {
    private static let manual = Shelf(files: [
        "kiln.md": """
        # The kiln

        ## How to light the kiln

        Wear gloves.

        1. Open the lower door.
        2. Lay three logs crosswise.

           ```
           log log log
           ```

        3. Light the paper below them.

        ## How to clean the kiln

        First, let it cool for a day. Then brush out the ash. Finally, oil the hinges.

        ## Which glazes are allowed?

        These glazes withstand the heat:

        - Ash glaze
        - Tin glaze
        - Salt glaze

        ## Rules

        Children may watch the kiln. The kiln is not insured. The chimney was swept in 2019.
        """,
        "yaolu.md": """
        # 陶窑手册

        ## 怎样点火

        1. 打开下方的炉门。
        2. 交叉放三根木柴。
        3. 点燃纸张。

        ## 可以用哪些釉料

        以下釉料耐高温：

        - 灰釉
        - 锡釉
        - 盐釉

        ## 规定

        陶窑不能用汽油点火。学徒可以使用陶窑。
        """,
    ])

    @Test("numbered items are steps in order, also around code")
    func steps() async throws {
        let (answer, _) = try await Self.manual.ask("How do I light the kiln?")
        let expected = """
            Wear gloves. [1]

            1. Open the lower door. [1]
            2. Lay three logs crosswise. [1]
            3. Light the paper below them. [1]
            """
        #expect(answer.text == expected)
        let (chinese, _) = try await Self.manual.ask("陶窑怎样点火？")
        #expect(chinese.text == "1. 打开下方的炉门。[1]\n2. 交叉放三根木柴。[1]\n3. 点燃纸张。[1]")
    }

    @Test("what a step says in two paragraphs is one step, and other lists of the document stay apart")
    func pages() async throws {
        let shelf = Shelf(files: [
            "router.html": """
            <html><body><main><h1>Router X9</h1><h2>Reset the router</h2><ol><li><p>Unplug the cable.</p>
            <p>Wait ten seconds.</p></li><li>Plug it in again.</li></ol><h2>Supported bands</h2>
            <ul><li>2.4 GHz</li><li>5 GHz</li></ul></main></body></html>
            """
        ])
        let (steps, _) = try await shelf.ask("How do I reset the router?")
        #expect(steps.text == "1. Unplug the cable. Wait ten seconds. [1]\n2. Plug it in again. [1]")
        let (bands, _) = try await shelf.ask("Which bands are supported?")
        #expect(bands.text == "- 2.4 GHz [1]\n- 5 GHz [1]")
    }

    @Test("sentences that say what comes first and next are steps too")
    func sentences() async throws {
        let (answer, _) = try await Self.manual.ask("How do I clean the kiln?")
        let expected = """
            1. First, let it cool for a day. [1]
            2. Then brush out the ash. [1]
            3. Finally, oil the hinges. [1]
            """
        #expect(answer.text == expected)
    }

    @Test("a list is given whole, below the sentence that leads to it")
    func lists() async throws {
        let (answer, _) = try await Self.manual.ask("Which glazes are allowed?")
        #expect(
            answer.text == "These glazes withstand the heat: [1]\n\n- Ash glaze [1]\n- Tin glaze [1]\n- Salt glaze [1]"
        )
        let (chinese, _) = try await Self.manual.ask("可以用的釉料有哪些？")
        #expect(chinese.text == "以下釉料耐高温：[1]\n\n- 灰釉[1]\n- 锡釉[1]\n- 盐釉[1]")
    }

    @Test("what the list is not about is not answered with it")
    func otherSubject() async throws {
        let (answer, _) = try await Self.manual.ask("Which brushes are allowed?")
        #expect(!answer.text.contains("- "))
        let (steps, _) = try await Self.manual.ask("How do I sell the kiln?")
        #expect(!steps.text.contains("1. "))
    }

    @Test(
        "yes and no are said only where a sentence says so plainly",
        arguments: [
            ("Is the kiln insured?", "**No.** The kiln is not insured. [1]"),
            ("学徒可以使用陶窑吗？", "**是。** 学徒可以使用陶窑。[1]"),
            ("陶窑能用汽油点火吗？", "**否。** 陶窑不能用汽油点火。[1]"),
        ]
    )
    func verdicts(question: String, beginning: String) async throws {
        #expect(try await Self.manual.ask(question).answer.text.hasPrefix(beginning))
    }

    @Test(
        "where a sentence says less, or more, nothing is added",
        arguments: [
            ("Is the mill open on Mondays", "The mill is open on Mondays if it rains.", nil),
            ("Is the mill open on Mondays", "The mill is usually open on Mondays.", nil),
            ("Is the mill open on Mondays", "The mill was open on Mondays.", nil),
            ("Is the mill open on Mondays", "The mill is open on Mondays.", true),
            ("Is the mill open on Mondays", "The mill is not open on Mondays.", false),
            ("Is the mill open on Mondays", "The mill is open on Sundays, not on Mondays.", nil),
            ("Are letters of clerks read", "Letters of clerks that are in ink become files to be read.", nil),
            ("Is the mill open", "Yes, the mill is open.", nil),
            ("Are all rooms heated", "The rooms are heated.", nil),
            ("Did Ada beat Bob", "Bob beat Ada.", nil),
            ("Did Ada beat Bob", "Ada beat Bob.", true),
            ("磨坊周一开放吗", "磨坊周一不开放。", nil),
            ("磨坊周一开放吗", "磨坊周一开放。", true),
            ("磨坊周一开放吗", "磨坊周一可能开放。", nil),
            ("磨坊可以参观吗", "磨坊不可以参观。", false),
        ] as [(String, String, Bool?)]
    )
    func decisions(text: String, sentence: String, verdict: Bool?) throws {
        let question = try #require(ShapedQuestion(text, language: "en"))
        #expect(Decision(question, analyzer: BilingualAnalyzer()).verdict(of: sentence) == verdict)
    }

    @Test("histories are in order of date, whatever the order of the text")
    func histories() async throws {
        let shelf = Shelf(files: [
            "mill.md": """
            # The paper mill of Ellbach

            In 1921 the mill got electric light. It was founded by two brothers on 3 April 1788. A flood carried off the
            wheel in March 1840. Today the mill has forty workers.
            """,
            "chafang.md": """
            # 南山茶坊的历史

            2008年5月，南山茶坊迁入新厂房。南山茶坊创办于光绪三十年（1904年）。1956年，茶坊改为公私合营。茶坊现有员工百余人。
            """,
        ])
        let (english, searched) = try await shelf.ask("What is the history of the paper mill of Ellbach?")
        #expect(searched == ["the paper mill of Ellbach"])
        let lines = english.text.split(separator: "\n").map { $0.prefix { $0 != "·" } }
        #expect(lines == ["- **3 April 1788** ", "- **March 1840** ", "- **1921** "])
        let table = Shelf(files: [
            "club.csv":
                "Year,Event\n1988,A new boathouse opens\n1921,Twelve students found the club\n1954,First victory\n"
        ])
        let (rows, _) = try await table.ask("What is the history of the club?")
        #expect(
            rows.text.split(separator: "\n").map { String($0.prefix(10)) } == [
                "- **1921**", "- **1954**", "- **1988**",
            ]
        )
        let (chinese, _) = try await shelf.ask("南山茶坊的发展历程是什么？")
        let entries = [
            "- **1904年** · 南山茶坊创办于光绪三十年（1904年）。[1]", "- **1956年**，茶坊改为公私合营。[1]",
            "- **2008年5月**，南山茶坊迁入新厂房。[1]",
        ]
        #expect(chinese.text.split(separator: "\n").map(String.init) == entries)
    }
}
