import Foundation
import Testing

@testable import Documents

@Suite("PDF")
struct PDFReaderTests {
    /// Lines of prose below each other, of about 40 characters.
    private func column(_ lines: [String], x: Double, y: Double) -> [TypedLine] {
        lines.enumerated().map { TypedLine(x, y + Double($0.offset) * 13, $0.element) }
    }

    private let left = [
        "The first column begins here and it goes on", "for a few lines of plain running text that",
        "nobody would take for a table, until",
        "the reader comes to the end of the left col-", "umn, where the sentence runs on and on over",
    ]
    private let right = [
        "into the second column, which stands beside", "it at the very same height on the page and",
        "has as many lines of about the same width",
        "as the first one has, so that only the gut-", "ter between them tells how it must be read.",
    ]

    @Test("two columns: the left before the right, hyphens joined, the title above both")
    func twoColumns() async throws {
        let page =
            [TypedLine(150, 60, size: 22, "A Title Above Both")] + column(left, x: 60, y: 120)
            + column(right, x: 330, y: 120)
        let document = try await read(PDFFixture.pdf([page]), named: "a.pdf")
        expectSound(document)
        #expect(document.title == "A Title Above Both")
        #expect(
            document.outline == [
                "h1: A Title Above Both",
                "p: The first column begins here and it goes on for a few lines of plain running text that nobody would take for a "
                    + "table, until the reader comes to the end of the left column, where the sentence runs on and on over into the "
                    + "second column, which stands beside it at the very same height on the page and has as many lines of about the "
                    + "same width as the first one has, so that only the gutter between them tells how it must be read.",
            ]
        )
    }

    @Test("every word has its range and its box; a broken word has two")
    func words() async throws {
        let document = try await read(PDFFixture.pdf([column(left, x: 60, y: 120)]), named: "a.pdf")
        let words = document.pages[0].words
        #expect(words.count == left.joined(separator: " ").split(separator: " ").count)
        #expect(document.text(in: words[0].range) == "The")
        let parts = words.filter { ["col", "umn,"].contains(document.text(in: $0.range)) }
        #expect(parts.count == 2 && parts[0].range.upperBound == parts[1].range.lowerBound)
        #expect(words.allSatisfy { $0.box.x >= 59 && $0.box.right < 400 && $0.box.y > 100 && $0.box.bottom < 200 })
        #expect(document.pages[0].width == 612 && document.pages[0].height == 792)
    }

    @Test("running heads and page numbers are left out, headings and paragraphs are not")
    func runningHeads() async throws {
        let pages = (1...5).map { number in
            [
                TypedLine(72, 40, "The Running Head"),
                TypedLine(72, 100, size: 16, "Chapter about \(["ants", "bees", "cats", "dogs", "elks"][number - 1])"),
                TypedLine(72, 130, "This page tells of things that are on page \(number)."),
                TypedLine(300, 760, "\(number + 10)"),
            ]
        }
        let document = try await read(PDFFixture.pdf(pages), named: "a.pdf")
        expectSound(document)
        #expect(!document.text.contains("Running Head") && !document.text.contains("11"))
        #expect(
            document.outline.prefix(2) == [
                "h1: Chapter about ants", "p: This page tells of things that are on page 1.",
            ]
        )
        #expect(document.blocks.count == 10)
    }

    @Test("a turned page has the size that is shown")
    func turned() async throws {
        let document = try await read(
            PDFFixture.pdf([[TypedLine(72, 100, "text")]], page: "/Rotate 90"),
            named: "a.pdf"
        )
        let page = document.pages[0]
        #expect(page.width == 792 && page.height == 612)
        #expect(page.words.allSatisfy { $0.box.right <= page.width && $0.box.bottom <= page.height })
    }

    @Test("title, author and date of the file are taken, in GBK too")
    func information() async throws {
        let title = try #require(Iconv.encode("年度工作报告", as: "GB18030")).map { String($0, radix: 16) }.joined()
        let info = "/Title<\(title)>/Author(Ada)/CreationDate(D:20240501103000+08'00')"
        let document = try await read(PDFFixture.pdf([[TypedLine(72, 100, "text")]], info: info), named: "a.pdf")
        #expect(document.title == "年度工作报告" && document.author == "Ada")
        #expect(document.date == "2024-05-01T10:30:00+08:00")
    }

    @Test("a table without lines is read row by row")
    func table() async throws {
        let rows = [
            ["Code", "Place", "Count"], ["A-1", "North", "450"], ["B-2", "South", ""], ["C-3", "West", "12"],
            ["D-4", "East", "7"],
        ]
        let lines = rows.enumerated().flatMap { row, cells in
            cells.enumerated().filter { !$0.element.isEmpty }.map {
                TypedLine(80 + Double($0.offset) * 150, 100 + Double(row) * 20, $0.element)
            }
        }
        let document = try await read(PDFFixture.pdf([lines]), named: "a.pdf")
        expectSound(document)
        #expect(
            document.outline == ["table1: Code\tPlace\tCount\nA-1\tNorth\t450\nB-2\tSouth\nC-3\tWest\t12\nD-4\tEast\t7"]
        )
    }

    @Test(
        "GBK bytes declared as WinAnsi are read as Chinese",
        arguments: [
            "全世界无产者联合起来", "关于印发《管理办法》的通知", "北斗星卫星导航系统",
        ]
    )
    func gbkTrap(text: String) async throws {
        let bytes = try #require(Iconv.encode(text, as: "GB18030"))
        let document = try await read(PDFFixture.pdf([[TypedLine(72, 100, bytes: bytes)]]), named: "a.pdf")
        #expect(document.text == text)
        #expect(document.language == "zh")
    }

    @Test(
        "Western text stays whole",
        arguments: [
            "Über größere Flächen können Bäume schön grünen.",
            "L’été déjà passé, où êtes-vous allés ? À Évian, ça et là.",
            "INFORMAÇÃO: NÃO É POSSÍVEL A ALTERAÇÃO", "El niño comió piñas y bebió café en el jardín.",
            "Smørrebrød på Åland, ærø",
        ]
    )
    func western(text: String) async throws {
        let bytes = try #require(Iconv.encode(text, as: "CP1252"))
        let document = try await read(PDFFixture.pdf([[TypedLine(72, 100, bytes: bytes)]]), named: "a.pdf")
        #expect(document.text == text)
    }

    @Test(
        "Czech and Polish words are not taken for Chinese",
        arguments: ["Příliš žluťoučký kůň", "Zażółć gęślą jaźń", "naïveté Ägäis"]
    )
    func notTrapped(text: String) {
        #expect(GBKTrap.repaired(text) == text)
    }

    @Test(
        "a stated title is taken unless it is a file's name or a program's phrase",
        arguments: [
            ("The Art of Reading", "The Art of Reading"), ("Microsoft Word - Annual Report", "Annual Report"),
            ("Microsoft Word - report_v2.doc", nil), ("untitled", nil), ("C:\\temp\\x", nil), ("scan_2024_05", nil),
            ("paper.dvi", nil),
            ("", nil),
        ]
    )
    func titles(stated: String, title: String?) {
        #expect(TitleGuess.title(stated: stated) == title)
    }

    @Test(
        "a stated author that only names a program or nobody is none",
        arguments: [
            ("Jane Roe", "Jane Roe"), ("(anonymous)", nil), ("python-docx", nil), ("微软用户", nil), ("  ", nil),
        ] as [(String, String?)]
    )
    func authors(stated: String, author: String?) {
        #expect(TitleGuess.author(stated: stated) == author)
    }

    @Test(
        "hyphens: broken words join, real ones stay",
        arguments: [
            (["an exam-", "ple of it"], "an example of it"),
            (["a state-of-the-", "art thing"], "a state-of-the-art thing"),
            (["is well-known; it is well-", "known today"], "is well-known; it is well-known today"),
            (["in Baden-", "Württemberg it"], "in Baden-Württemberg it"),
            (["pages 10-", "12 tell"], "pages 10- 12 tell"),
            (
                ["It is a book that is self-", "contained for all of you"],
                "It is a book that is self-contained for all of you"
            ),
            (["This is not a self-", "ish thing of theirs"], "This is not a selfish thing of theirs"),
            (
                ["The model was not based on what you have, and a model-", "based one is what they want"],
                "The model was not based on what you have, and a model-based one is what they want"
            ),
            (
                ["There is the rule-based one and the first of all is the chart-", "based; a chart is what we have"],
                "There is the rule-based one and the first of all is the chart-based; a chart is what we have"
            ),
            (
                ["It is some of the times that we have, and this is some-", "times what they want"],
                "It is some of the times that we have, and this is sometimes what they want"
            ),
            (
                ["Das Wasser ist nicht an dem Stand, und der Wasser-", "stand ist auch nicht auf dem Stand"],
                "Das Wasser ist nicht an dem Stand, und der Wasserstand ist auch nicht auf dem Stand"
            ),
        ]
    )
    func hyphens(lines: [String], text: String) {
        #expect(assembled(lines) == text)
    }

    @Test("Chinese lines join without blanks, Latin words with one; ligatures are letters")
    func joining() {
        #expect(assembled(["分久必合，合久", "必分。周末七国"]) == "分久必合，合久必分。周末七国")
        #expect(PDFText.cleaned("ﬁne eﬃcient ⼈⺟ ² Ａ") == "fine efficient 人母 ² Ａ")
    }

    @Test("Arabic from the page's left to right is put in reading order")
    func rightToLeft() {
        // «المدرسة الكبيرة» as poppler gives it: the last word first, letters turned.
        let words = ["ةريبكلا", "ةسردملا"].enumerated().map {
            PDFWord(text: $0.element, box: Box(x: Double($0.offset) * 60, y: 0, width: 50, height: 10))
        }
        let line = PDFLine(words: words, box: Box(x: 0, y: 0, width: 110, height: 10))
        let page = PDFPage(number: 1, width: 200, height: 100, blocks: [PDFBlock(lines: [line], box: line.box)])
        #expect(RightToLeft([page]).ordered(page).blocks[0].lines[0].plainText == "المدرسة الكبيرة")
    }

    @Test("poppler's layout is the same however it is cut into pieces")
    func streaming() {
        let xml = """
              <page width="612.5" height="792.0">
                <block xMin="1.5" yMin="2.25" xMax="30" yMax="12">
                  <line xMin="1.5" yMin="2.25" xMax="30" yMax="12">
                    <word xMin="1.5" yMin="2.25" xMax="10" yMax="12">a&lt;b</word>
                    <word xMin="-3" yMin="2.25" xMax="30" yMax="12">中文</word>
                  </line>
                </block>
              </page>

            """
        let bytes = Array(xml.utf8)
        for size in [1, 2, 7, 64, bytes.count] {
            var layout = PopplerLayout()
            var pages: [PDFPage] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                layout.take(Array(bytes[start..<min(start + size, bytes.count)])) { pages.append($0) }
            }
            #expect(pages.count == 1 && pages[0].width == 612.5)
            #expect(pages[0].blocks[0].lines[0].words.map(\.text) == ["a<b", "中文"])
            #expect(pages[0].blocks[0].lines[0].words[1].box == Box(x: -3, y: 2.25, width: 33, height: 9.75))
        }
    }

    @Test("tesseract's table becomes blocks in points")
    func ocrTable() {
        let table = """
            level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
            5\t1\t1\t1\t1\t1\t100\t200\t50\t20\t96.5\tHello
            5\t1\t1\t1\t2\t1\t100\t230\t50\t20\t90\tworld
            5\t1\t2\t1\t1\t1\t100\t400\t50\t20\t3\tnoise

            """
        let blocks = PageOCR.blocks(in: table, scale: 0.5)
        #expect(blocks.count == 1 && blocks[0].lines.map(\.plainText) == ["Hello", "world"])
        #expect(blocks[0].box == Box(x: 50, y: 100, width: 25, height: 25))
    }

    @Test(
        "a scan is read by tesseract when that is asked for",
        .enabled(if: OCRSample.canRun, "needs tesseract and ../shared/data")
    )
    func scan() async throws {
        let loader = DocumentLoader(options: ReadingOptions(ocr: .tesseract(languages: "eng")))
        let document = try await loader.load(SharedData.folder + "/files/pdf-scan-no-text.pdf")
        expectSound(document)
        #expect(document.text.contains("PAT-3847") || document.text.uppercased().contains("MEDICAL"))
        #expect(document.pages.count == 3 && !document.pages[0].words.isEmpty)
    }

    /// The lines as one paragraph.
    private func assembled(_ lines: [String]) -> String {
        let made = lines.enumerated().map { row, text in
            let words = text.split(separator: " ").enumerated().map { place, word in
                PDFWord(
                    text: String(word),
                    box: Box(x: 50 + Double(place) * 60, y: 100 + Double(row) * 12, width: 50, height: 10)
                )
            }
            return PDFLine(words: words, box: Box(x: 50, y: 100 + Double(row) * 12, width: 300, height: 10))
        }
        let block = PDFBlock(lines: made, box: Box(x: 50, y: 100, width: 300, height: Double(made.count) * 12))
        var layout = PDFParagraphs(
            pages: [PDFPage(number: 1, width: 612, height: 792, blocks: [block])],
            outline: PDFOutline(items: [])
        )
        return layout.document().text
    }
}

enum OCRSample {
    static let canRun =
        SharedData.exists
        && ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
            FileManager.default.isExecutableFile(atPath: $0 + "/tesseract")
        }
}
