import Testing

@testable import Documents

/// Which lines of a PDF make a paragraph, and which are no text at all.
@Suite("PDF paragraphs")
struct PDFParagraphsTests {
    /// Six lines of ragged text, the last one short.
    private static let prose = [
        "The committee met in Geneva on 4 June 2019 to consider the application of the Tavira",
        "fishing cooperative for a licence to harvest sea urchins along the northern coast. After a",
        "long discussion the members agreed that the annual quota for sea urchins should be",
        "limited to 340 tonnes until the survey of the seabed is complete. The chair of the",
        "committee, Dr Ines Carvalho, asked the secretariat to publish the decision within",
        "fourteen days of the meeting.",
    ]

    @Test("lines stay one paragraph at any spacing", arguments: [12.0, 15, 18, 21, 24, 27])
    func spacing(pitch: Double) async throws {
        let page = Self.prose.enumerated().map { TypedLine(80, 80 + Double($0.offset) * pitch, size: 12, $0.element) }
        let document = try await read(PDFFixture.pdf([page]), named: "a.pdf")
        expectSound(document)
        #expect(document.outline == ["p: " + Self.prose.joined(separator: " ")])
    }

    @Test("paragraphs of widely spaced text end at short lines, at indents and at larger gaps")
    func paragraphEnds() async throws {
        var page: [TypedLine] = []
        // The second paragraph stands after a short line, the third after a gap.
        for top in [80.0, 224.0, 392.0] {
            page += Self.prose.enumerated().map { TypedLine(80, top + Double($0.offset) * 24, size: 12, $0.element) }
        }
        let document = try await read(PDFFixture.pdf([page]), named: "a.pdf")
        #expect(document.outline == Array(repeating: "p: " + Self.prose.joined(separator: " "), count: 3))
        let lines = [
            (102.0, "It begins with an indent and goes on for one"), (80, "more line that is about as long as it."),
            (102, "The next one has its own indent, and nobody"),
            (80, "would take the two of them for one, as they are"),
            (102, "apart like all the others that are set here so,"),
            (80, "with an indent and no gap between any of them."),
        ]
        let indented = lines.enumerated().map { TypedLine($1.0, 80 + Double($0) * 22, size: 12, $1.1) }
        let second = try await read(PDFFixture.pdf([indented]), named: "b.pdf")
        #expect(
            second.outline == [
                "p: It begins with an indent and goes on for one more line that is about as long as it.",
                "p: The next one has its own indent, and nobody would take the two of them for one, as they are",
                "p: apart like all the others that are set here so, with an indent and no gap between any of them.",
            ]
        )
    }

    @Test("short lines that stand apart stay apart")
    func shortLines() async throws {
        let names = [
            "Ada Lovelace", "Grace Brewster Murray Hopper", "Mary Jackson", "Lin", "Katherine", "Emmy Noether",
        ]
        let page = names.enumerated().map { TypedLine(80, 80 + Double($0.offset) * 30, size: 12, $0.element) }
        let document = try await read(PDFFixture.pdf([page]), named: "a.pdf")
        #expect(document.outline == names.map { "p: " + $0 })
    }

    @Test("an official document, 16 points on a pitch of 28: two indented paragraphs, the second over two pages")
    func officialDocument() {
        let first = [
            "　　根据全国人民代表大会的决定，为进一步加强水资源管理，", "保障人民群众饮水安全，现就有关事项通知如下，请各地区各部",
            "门结合实际认真贯彻执行。", "　　黄河流域平均降水量为五百二十毫米，比多年平均值偏多百",
        ]
        let second = ["分之八点三，其中上游地区降水量明显增加，水库蓄水总量达到", "三百四十一亿立方米。"]
        var layout = PDFParagraphs(pages: [page(1, first), page(2, second)], outline: PDFOutline(items: []))
        #expect(
            layout.document().outline == [
                "p: 根据全国人民代表大会的决定，为进一步加强水资源管理，保障人民群众饮水安全，现就有关事项通知如下，请各地区各部门结合实际认真贯彻执行。",
                "p: 黄河流域平均降水量为五百二十毫米，比多年平均值偏多百分之八点三，其中上游地区降水量明显增加，水库蓄水总量达到三百四十一亿立方米。",
            ]
        )
    }

    /// A page as poppler gives it: each line a block, full-width blanks at the beginning as an indent.
    private func page(_ number: Int, _ lines: [String]) -> PDFPage {
        let blocks = lines.enumerated().map { row, text in
            let indent = text.prefix { $0 == "\u{3000}" }.count
            let shown = String(text.dropFirst(indent))
            let box = Box(
                x: 72 + 16 * Double(indent),
                y: 150 + 28 * Double(row),
                width: 16 * Double(shown.count),
                height: 16
            )
            return PDFBlock(lines: [PDFLine(words: [PDFWord(text: shown, box: box)], box: box)], box: box)
        }
        return PDFPage(number: number, width: 595, height: 842, blocks: blocks)
    }

    // MARK: Running heads

    @Test("a first line whose numbers are what the page says is no running head")
    func certificates() async throws {
        let amounts = [12, 17, 9, 22]
        let testers = ["Anna Berg", "Bert Cole", "Carl Dunn", "Dora East"]
        let pages = (0..<4).map { index in
            [
                TypedLine(72, 80, "Sample \(index + 1): the lead content is \(amounts[index]) micrograms."),
                TypedLine(72, 340, "Tester: \(testers[index])."),
            ]
        }
        let document = try await read(PDFFixture.pdf(pages), named: "a.pdf")
        #expect(
            document.outline.prefix(4) == [
                "p: Sample 1: the lead content is 12 micrograms.", "p: Tester: Anna Berg.",
                "p: Sample 2: the lead content is 17 micrograms.", "p: Tester: Bert Cole.",
            ]
        )
        #expect(document.blocks.count == 8)
    }

    @Test("pages of one line each keep it, even where all are alike but for their number")
    func oneLinePages() async throws {
        let pages = (1...60).map {
            [TypedLine(72, 90, "Page \($0) says heron number \($0) weighs \($0 % 50) kilograms")]
        }
        let document = try await read(PDFFixture.pdf(pages), named: "a.pdf")
        #expect(document.blocks.count == 60)
        #expect(document.outline.last == "p: Page 60 says heron number 60 weighs 10 kilograms")
    }

    @Test(
        "heads and feet that count the pages are left out",
        arguments: ["Journal of Rivers, page N", "N Journal of Rivers", "Rivers - N/6", "- N -", "Page N of 6", "R"]
    )
    func counted(head: String) async throws {
        let roman = ["i", "ii", "iii", "iv", "v", "vi"]
        let subjects = ["ants", "bees", "cats", "dogs", "elks", "frogs"]
        let pages = (1...6).map { number in
            [
                TypedLine(
                    72,
                    40,
                    head.replacing("N", with: "\(number)").replacing("R", with: head == "R" ? roman[number - 1] : "R")
                ),
                TypedLine(72, 300, "This page tells of \(subjects[number - 1])."),
            ]
        }
        let document = try await read(PDFFixture.pdf(pages), named: "a.pdf")
        #expect(document.outline == subjects.map { "p: This page tells of \($0)." })
    }

    @Test("a number alone at the edge that does not count the pages is content")
    func lonelyNumbers() async throws {
        let pages = [340, 17, 95, 1200].map { [TypedLine(72, 60, "\($0)"), TypedLine(72, 300, "tonnes were caught.")] }
        let document = try await read(PDFFixture.pdf(pages), named: "a.pdf")
        for number in ["340", "17", "95", "1200"] { #expect(document.text.contains(number)) }
    }
}
