@testable import Retrieval
import Testing

@testable import Assistant

@Suite("Comparing")
struct ComparisonTests {
    @Test(
        "questions for a comparison name two things, and in what respect",
        arguments: [
            ("Compare oak and pine", ["oak", "pine"], nil),
            ("compare the price of oak and pine", ["oak", "pine"], "price"),
            ("What is the difference between oak and pine", ["oak", "pine"], nil),
            ("What's the difference in weight between oak and pine", ["oak", "pine"], "weight"),
            ("How does oak differ from pine", ["oak", "pine"], nil),
            ("oak vs pine", ["oak", "pine"], nil),
            ("Which is harder, oak or pine", ["oak", "pine"], nil),
            ("橡木和松木有什么区别", ["橡木", "松木"], nil),
            ("比较橡木与松木", ["橡木", "松木"], nil),
            ("橡木和松木的价格有什么不同", ["橡木", "松木"], "价格"),
            ("橡木跟松木相比怎么样", ["橡木", "松木"], nil),
            ("橡木和松木哪个更硬", ["橡木", "松木"], nil),
        ] as [(String, [String], String?)]
    )
    func recognised(text: String, things: [String], aspect: String?) throws {
        let isChinese = text.unicodeScalars.contains(where: \.isHan)
        let question = try #require(ComparisonQuestion(text, isChinese: isChinese))
        #expect(question.pairs.contains { [$0.first, $0.second] == things })
        #expect(question.aspect == aspect)
    }

    @Test(
        "other questions are none",
        arguments: ["When was the bridge built", "How many people and dogs live there", "这座桥是什么时候建的", "比较好的手机有哪些"]
    )
    func others(text: String) {
        #expect(ComparisonQuestion(text, isChinese: text.unicodeScalars.contains(where: \.isHan)) == nil)
    }

    private static let woods = Shelf(files: [
        "oak.md": """
        # Oak

        Oak is a hard wood for floors and barrels.

        - Density: 0.75 kg/l
        - Price: 95 € a plank
        - Drying: two years for each inch
        """,
        "pine.md": """
        # Pine

        Pine is a soft wood for shelves.

        - Density: 0.52 kg/l
        - Price: 31 € a plank
        - Resin: much
        """,
    ])

    @Test("what both documents label alike stands in one row, each cell marked; what one lacks is said")
    func labels() async throws {
        let (answer, searched) = try await Self.woods.ask("What is the difference between oak and pine?")
        #expect(searched == ["oak", "pine"])
        #expect(answer.status == .answered)
        let rows = answer.text.split(separator: "\n").map(String.init)
        #expect(rows[0] == "|  | oak | pine |")
        #expect(rows.contains("| **Density** | 0.75 kg/l [1] | 0.52 kg/l [2] |"))
        #expect(rows.contains("| **Price** | 95 € a plank [1] | 31 € a plank [2] |"))
        #expect(rows.contains("| **Drying** | two years for each inch [1] | nothing found |"))
        #expect(rows.contains("| **Resin** | nothing found | much [2] |"))
        #expect(answer.marks.count == 6)
    }

    @Test("documents too short to tell their language are compared as well")
    func short() async throws {
        let shelf = Shelf(files: [
            "amber.md": "# Amber tea\n\nAmber tea is dried.\n\n- Caffeine: 40 mg a cup\n",
            "jade.md": "# Jade tea\n\nJade tea is steamed.\n\n- Caffeine: 25 mg a cup\n",
        ])
        let (answer, _) = try await shelf.ask("Compare Amber tea and Jade tea")
        #expect(answer.text.contains("| **Caffeine** | 40 mg a cup [1] | 25 mg a cup [2] |"))
    }

    @Test("only the respect that was asked for is shown where the documents have it")
    func aspect() async throws {
        let (answer, _) = try await Self.woods.ask("compare the price of oak and pine")
        #expect(
            answer.text == "|  | oak | pine |\n| --- | --- | --- |\n| **Price** | 95 € a plank [1] | 31 € a plank [2] |"
        )
    }

    @Test("a table that has both things as columns, or as rows, is compared by its other side")
    func tables() async throws {
        let byColumns = Shelf(files: [
            "boats.md": "# 船\n\n| 项目 | 海鸥号 | 信天翁号 |\n| --- | --- | --- |\n| 长度 | 12 米 | 18 米 |\n| 载客 | 40 人 | 85 人 |"
        ])
        let columns = try await byColumns.ask("海鸥号和信天翁号有什么区别？").answer
        #expect(columns.text.contains("| **长度** | 12 米[1] | 18 米[1] |"))
        #expect(columns.text.contains("| **载客** | 40 人[1] | 85 人[1] |"))
        let byRows = Shelf(files: ["boats.csv": "Boat,Length,Seats\nGull,12 m,40\nAlbatross,18 m,85\nTern,9 m,12"])
        let rows = try await byRows.ask("Compare Gull and Albatross").answer
        #expect(rows.text.contains("| **Length** | 12 m [1] | 18 m [1] |"))
        #expect(rows.text.contains("| **Seats** | 40 [1] | 85 [1] |"))
        #expect(!rows.text.contains("Tern"))
        // A cell says where it stands.
        #expect(rows.marks.map(\.place.cells) == ["B2", "B3", "C2", "C3"])
    }

    @Test("without common labels each thing has its own row of sentences")
    func sentences() async throws {
        let shelf = Shelf(files: [
            "rooms.md": """
            # Rooms

            ## Reading room

            The reading room is open until ten in the evening. Nobody speaks there.

            ## Cellar

            The cellar keeps maps and large folios. A guard brings them upstairs.
            """
        ])
        let (answer, _) = try await shelf.ask("Compare the reading room and the cellar")
        let rows = answer.text.split(separator: "\n").map(String.init)
        #expect(rows[0] == "|  | What the documents say |")
        #expect(rows[2].hasPrefix("| **reading room** | The reading room is open until ten in the evening. [1]"))
        #expect(rows[3].hasPrefix("| **cellar** | The cellar keeps maps and large folios. [1]"))
    }

    @Test("a thing that the library does not know is compared with nothing")
    func unknown() async throws {
        let (answer, _) = try await Self.woods.ask("Compare oak and mahogany")
        #expect(!answer.text.contains("| --- |"))
    }
}
