import Testing

@testable import Assistant

@Suite("Figures of tables")
struct TableFigureTests {
    private static let wool = Shelf(files: [
        "wool.csv": """
        Year,Month,Farm,Wool (kg),Price
        2021,May,Hillside,120.5,"€ 1,205.00"
        2021,June,Hillside,80.25,"€ 802.50"
        2021,May,Brook,64,"€ 640.00"
        2022,May,Hillside,131.75,"€ 1,449.25"
        2022,June,Hillside,90,"€ 990.00"
        2022,May,Brook,70.1,"€ 771.10"
        """
    ])

    @Test(
        "one cell, sums, averages, counts and extremes are exact",
        arguments: [
            ("What was the price of Hillside in June 2021?", "**€ 802.50** [1]", 1),
            ("How much wool came from Brook in 2022?", "**70.1** [1]", 1),
            // 120.5 + 80.25 + 64
            ("What was the total wool in 2021?", "**264.75**", 3),
            // 1449.25 + 990 + 771.1
            ("What is the sum of the prices in 2022?", "**€ 3,210.35**", 3),
            // (640 + 771.1) / 2
            ("What was the average price of Brook?", "**€ 705.55**", 2),
            ("How many farms are there?", "**2**", 2),
            ("In which year was the wool of Brook the highest?", "**2022** [1] **May** [1] has the highest", 2),
        ]
    )
    func figures(question: String, lead: String, cells: Int) async throws {
        let (answer, _) = try await Self.wool.ask(question)
        #expect(answer.text.hasPrefix(lead), "\(answer.text)")
        #expect(Set(answer.marks.filter { ($0.place.cells ?? "") != "" }.map(\.start)).count >= cells)
    }

    @Test(
        "what the table does not determine is not answered from it",
        arguments: [
            // Two farms in that month, none of them asked for.
            "How much wool came in May 2022?",
            // No such year, no such farm, no such thing.
            "What was the total wool in 2020?", "What was the price of Valley in June 2021?",
            "What was the total milk in 2021?",
            // Three rows a year.
            "In which year was the wool the highest?",
        ]
    )
    func refused(question: String) async throws {
        let (answer, _) = try await Self.wool.ask(question)
        #expect(!answer.text.contains("---"), "\(answer.text)")
    }

    @Test(
        "Chinese tables answer alike",
        arguments: [
            ("哪个季度的产量最高？", "「产量（吨）」最高的是 **第三季度**"), ("全年总产量是多少？", "**1406.5**"),
            ("第二季度的产量是多少？", "**310.5**"), ("平均产量是多少？", "**351.625**"), ("哪个季度的产量最低？", "「产量（吨）」最低的是 **第一季度**"),
        ]
    )
    func chinese(question: String, lead: String) async throws {
        // 285 + 310.5 + 441 + 370 = 1406.5
        let shelf = Shelf(files: [
            "全年产量.tsv": "季度\t产量（吨）\t工人\n第一季度\t285\t30\n第二季度\t310.5\t32\n第三季度\t441\t35\n第四季度\t370\t33\n"
        ])
        let (answer, _) = try await shelf.ask(question)
        #expect(answer.text.hasPrefix(lead), "\(answer.text)")
    }

    @Test("months may be columns, and a row of totals is not added up again")
    func months() async throws {
        let shelf = Shelf(files: [
            "kitchen.md": """
            # Kitchen spending

            | Item | April | May | June |
            | --- | --- | --- | --- |
            | Flour | 10.10 | 20.20 | 0 |
            | Eggs | 5.05 | 7.50 | 9.99 |
            | Total | 15.15 | 27.70 | 9.99 |
            """
        ])
        #expect(try await shelf.ask("How much did the eggs cost in May?").answer.text.hasPrefix("**7.50** [1]"))
        #expect(
            try await shelf.ask("What was the total in April?").answer.text.hasPrefix(
                "**15.15**, the sum of these 2 cells"
            )
        )
        #expect(try await shelf.ask("Which month had the highest eggs?").answer.text.hasPrefix("**June** [1]"))
        #expect(try await shelf.ask("What was the total for flour?").answer.text.hasPrefix("**30.30**"))
    }

    @Test("years may be columns and what is asked for a row")
    func statement() async throws {
        let shelf = Shelf(files: ["accounts.csv": "Item,2021,2022\nRevenue,410.5,502\nCosts,388,420.25\n"])
        #expect(try await shelf.ask("What was the total revenue in 2022?").answer.text.hasPrefix("**502** [1]"))
        #expect(try await shelf.ask("How much were the costs in 2021?").answer.text.hasPrefix("**388** [1]"))
        #expect(try await shelf.ask("In which year was the revenue the highest?").answer.text.hasPrefix("**2022** [1]"))
    }

    @Test("a day of a ledger is in its month, and a person is who is asked for")
    func ledger() async throws {
        let shelf = Shelf(files: [
            "ledger.csv": """
            Date,Item,Clerk,Amount
            2023-03-04,Roof,Ann,900.00
            2023-03-19,Paint,Bob,75.25
            2023-04-02,Paint,Ann,60.50
            """
        ])
        #expect(try await shelf.ask("How much did the paint cost in March?").answer.text.hasPrefix("**75.25** [1]"))
        #expect(try await shelf.ask("What was the total amount in March 2023?").answer.text.hasPrefix("**975.25**"))
        let (paint, _) = try await shelf.ask("How much did the paint cost?")
        #expect(!paint.text.contains("---"))
    }

    @Test(
        "a cell is a number with its unit, or none",
        arguments: [
            ("1,234.50", "2469/2"), ("(300)", "-300"), ("€ 12", "12"), ("-0.1", "-1/10"), ("45 %", "45"),
            ("1.2万", "6/5"), ("１２", "12"), ("12,34", nil), ("1.2.3", nil), ("3 of 4", nil), ("n/a", nil), ("", nil),
            ("12-13", nil),
        ] as [(String, String?)]
    )
    func numbers(text: String, value: String?) {
        let number = CellNumber(text)?.value
        #expect(number.map { $0.denominator == 1 ? "\($0.numerator)" : "\($0.numerator)/\($0.denominator)" } == value)
    }
}
