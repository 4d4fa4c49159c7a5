import Testing

@testable import Documents

@Suite("Office documents")
struct OfficeReaderTests {
    // MARK: DOCX

    private func paragraph(_ runs: String, style: String? = nil) -> String {
        let properties = style.map { "<w:pPr><w:pStyle w:val=\"\($0)\"/></w:pPr>" } ?? ""
        return "<w:p>\(properties)\(runs)</w:p>"
    }

    private func run(_ text: String) -> String { "<w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r>" }

    @Test("DOCX: headings, lists, tables and properties")
    func docx() async throws {
        let styles = """
            <w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="a1"><w:name w:val="标题 2"/></w:style>\
            <w:style w:type="paragraph" w:styleId="my"><w:name w:val="Mine"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>\
            <w:style w:type="paragraph" w:styleId="kid"><w:name w:val="Kid"/><w:basedOn w:val="my"/></w:style></w:styles>
            """
        let body =
            paragraph(run("总则"), style: "kid") + paragraph(run("第一节"), style: "a1")
            + paragraph(run("正文 ") + run("text"))
            + "<w:p><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr>\(run("item"))</w:p>"
            + "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>\(paragraph(run("a")))</w:tc><w:tc>\(paragraph(run("b")))</w:tc></w:tr>"
            + "<w:tr><w:tc>\(paragraph(run("1")) + paragraph(run("2")))</w:tc><w:tc>\(paragraph(run("3")))</w:tc></w:tr></w:tbl>"
        let file = ZipFixture.docx(
            body: body,
            parts: [
                ("word/styles.xml", styles),
                ("word/_rels/document.xml.rels", ZipFixture.relationships([("rId9", "styles", "styles.xml")])),
            ],
            title: "章程"
        )
        let document = try await read(file, named: "x")
        expectSound(document)
        #expect(document.outline == ["h1: 总则", "h2: 第一节", "p: 正文 text", "li: item", "table1: a\tb\n1 2\t3"])
        #expect(document.blocks[2].headings == ["总则", "第一节"])
        #expect(document.format == .docx && document.title == "章程" && document.author == "Ada")
        #expect(document.date == "2024-05-01T10:00:00Z")
    }

    @Test("DOCX: the numbers that Word makes stand before their paragraphs")
    func docxNumbering() async throws {
        func level(_ index: Int, _ format: String, _ text: String) -> String {
            "<w:lvl w:ilvl=\"\(index)\"><w:start w:val=\"1\"/><w:numFmt w:val=\"\(format)\"/><w:lvlText w:val=\"\(text)\"/></w:lvl>"
        }
        func item(_ text: String, _ index: Int, id: Int = 1) -> String {
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"\(index)\"/><w:numId w:val=\"\(id)\"/></w:numPr></w:pPr>\(run(text))</w:p>"
        }
        let numbering =
            "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\">"
            + level(0, "chineseCountingThousand", "第%1条") + level(1, "decimal", "%2.") + level(2, "lowerRoman", "%2.%3")
            + "</w:abstractNum><w:abstractNum w:abstractNumId=\"8\">" + level(0, "bullet", "•")
            + "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>"
            + "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num></w:numbering>"
        let file = ZipFixture.docx(
            body: item("a", 0) + item("b", 1) + item("c", 2) + item("d", 1) + item("e", 0) + item("f", 1)
                + item("g", 0, id: 2),
            parts: [
                ("word/numbering.xml", numbering),
                ("word/_rels/document.xml.rels", ZipFixture.relationships([("n", "numbering", "numbering.xml")])),
            ]
        )
        #expect(try await read(file, named: "x").text == "第一条 a\n1. b\n1.i c\n2. d\n第二条 e\n1. f\ng")
    }

    @Test(
        "numerals",
        arguments: [
            (1, "一", "I"), (10, "十", "X"), (12, "十二", "XII"), (20, "二十", "XX"), (103, "一百零三", "CIII"),
            (1994, "一千九百九十四", "MCMXCIV"), (2000, "二千", "MM"),
        ]
    )
    func numerals(number: Int, chinese: String, roman: String) {
        #expect(DOCXNumbering.chinese(number) == chinese && DOCXNumbering.roman(number) == roman)
    }

    @Test("DOCX: tracked changes, field codes and the second branch of a drawing are not text")
    func docxMarkup() async throws {
        let body =
            paragraph(
                run("kept ") + "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>\(run("new"))</w:ins>"
                    + "<w:moveFrom>\(run("moved"))</w:moveFrom>"
                    + "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
                    + "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\(run(" 7"))<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            )
            + "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>\(paragraph(run("box")))</w:txbxContent></wps:txbx>"
            + "</mc:Choice><mc:Fallback><v:textbox><w:txbxContent>\(paragraph(run("box")))</w:txbxContent></v:textbox>"
            + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        #expect(try await read(ZipFixture.docx(body: body), named: "x").outline == ["p: kept new 7", "p: box"])
    }

    @Test("DOCX: notes follow the paragraph that calls them; a header stands once")
    func docxNotes() async throws {
        let body = paragraph(run("One") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>") + paragraph(run("Two"))
        let header = "<w:hdr xmlns:w=\"w\">\(paragraph(run("Annual report")))</w:hdr>"
        let file = ZipFixture.docx(
            body: body,
            parts: [
                (
                    "word/footnotes.xml",
                    "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\" w:id=\"0\"/>"
                        + "<w:footnote w:id=\"2\">\(paragraph(run("See below")))</w:footnote></w:footnotes>"
                ),
                ("word/header1.xml", header), ("word/header2.xml", header),
                (
                    "word/_rels/document.xml.rels",
                    ZipFixture.relationships([
                        ("a", "footnotes", "footnotes.xml"), ("b", "header", "header1.xml"),
                        ("c", "header", "header2.xml"),
                    ])
                ),
            ]
        )
        #expect(
            try await read(file, named: "x").outline == ["p: One", "note: See below", "p: Two", "note: Annual report"]
        )
    }

    // MARK: XLSX

    @Test("XLSX: shared, inline and formatted values, with cells as anchors")
    func xlsx() async throws {
        let styles = """
            <numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>\
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="20"/></cellXfs>
            """
        let rows = """
            <row r="1"><c r="A1" t="s"><v>0</v></c></row>\
            <row r="3"><c r="B3" t="s"><v>1</v></c><c r="C3" t="inlineStr"><is><t>日期</t></is></c></row>\
            <row r="4"><c r="B4"><v>0.30000000000000004</v></c><c r="C4" s="1"><v>45413</v></c></row>\
            <row r="5"><c r="B5" s="3"><v>0.125</v></c><c r="C5" s="2"><v>45413.5</v></c></row>\
            <row r="6"><c r="B6" s="4"><v>0.5</v></c><c r="C6" t="b"><v>1</v></c></row>
            """
        let document = try await read(ZipFixture.xlsx(rows: rows, strings: ["标题", "金额"], styles: styles), named: "x")
        expectSound(document)
        #expect(
            document.outline == [
                "h1: 账目", "p: 标题", "table1: 金额\t日期\n0.3\t2024-05-01\n12.50%\t2024-05-01\n12:00:00\tTRUE",
            ]
        )
        #expect(document.blocks[2].anchor == .cells(sheet: "账目", range: "B3:C6"))
    }

    @Test("XLSX: a long sheet is cut every fifty rows, and the first part alone names the columns")
    func longSheet() async throws {
        let header =
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>n</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>m</t></is></c></row>"
        let rows = (2...120).map {
            "<row r=\"\($0)\"><c r=\"A\($0)\"><v>\($0)</v></c><c r=\"B\($0)\"><v>1</v></c></row>"
        }
        let document = try await read(ZipFixture.xlsx(rows: header + rows.joined()), named: "x")
        let tables = document.blocks.dropFirst()
        #expect(tables.map(\.kind) == [.table(headerRows: 1), .table(headerRows: 0), .table(headerRows: 0)])
        #expect(tables.map(\.anchor) == ["A1:B50", "A51:B100", "A101:B120"].map { .cells(sheet: "账目", range: $0) })
    }

    @Test("cell names", arguments: [("A1", 1, 1), ("Z9", 26, 9), ("AA10", 27, 10), ("XFD1048576", 16384, 1_048_576)])
    func cellNames(name: String, column: Int, row: Int) {
        #expect(CellPosition(name) == CellPosition(column: column, row: row))
        #expect(CellPosition(column: column, row: row).name == name)
    }

    // MARK: PPTX, ODT, EPUB

    @Test("PPTX: slides in the order of the show, title first, notes last")
    func pptx() async throws {
        func slide(_ shapes: String) -> String {
            "<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><p:cSld><p:spTree>\(shapes)</p:spTree></p:cSld></p:sld>"
        }
        func shape(_ type: String, _ text: String) -> String {
            "<p:sp><p:nvSpPr><p:nvPr><p:ph type=\"\(type)\"/></p:nvPr></p:nvSpPr>"
                + "<p:txBody><a:p><a:r><a:t>\(text)</a:t></a:r></a:p></p:txBody></p:sp>"
        }
        let presentation = """
            <p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/>\
            </p:sldIdLst></p:presentation>
            """
        let root =
            "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"ppt/presentation.xml\"/></Relationships>"
        let file = ZipFixture.archive([
            ("_rels/.rels", root), ("ppt/presentation.xml", presentation),
            (
                "ppt/_rels/presentation.xml.rels",
                ZipFixture.relationships([
                    ("rId1", "slide", "slides/slide1.xml"), ("rId2", "slide", "slides/slide2.xml"),
                ])
            ),
            ("ppt/slides/slide1.xml", slide(shape("title", "Second"))),
            ("ppt/slides/slide2.xml", slide(shape("body", "point") + shape("sldNum", "1") + shape("title", "First"))),
            (
                "ppt/slides/_rels/slide2.xml.rels",
                ZipFixture.relationships([("n", "notesSlide", "../notesSlides/n.xml")])
            ),
            ("ppt/notesSlides/n.xml", slide(shape("body", "say this"))),
        ])
        let document = try await read(file, named: "x")
        expectSound(document)
        #expect(document.outline == ["h1: First", "li: point", "note: say this", "h1: Second"])
        #expect(document.blocks.map(\.anchor) == [.slide(1), .slide(1), .slide(1), .slide(2)])
        #expect(document.title == "First")
    }

    @Test("ODT: headings, lists, notes, blanks that count; deleted text is not there")
    func odt() async throws {
        let content = """
            <office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s"><office:body><office:text>\
            <text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>\
            <text:h text:outline-level="2">Head</text:h>\
            <text:p>a<text:s text:c="2"/>b<text:note><text:note-citation>1</text:note-citation><text:note-body>\
            <text:p>the note</text:p></text:note-body></text:note> c</text:p>\
            <text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>\
            <table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>k</text:p></table:table-cell>\
            <table:table-cell><text:p>v</text:p></table:table-cell></table:table-row></table:table-header-rows>\
            <table:table-row><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell><text:p>1</text:p>\
            </table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>
            """
        let file = ZipFixture.archive([
            ("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content),
        ])
        let document = try await read(file, named: "x")
        expectSound(document)
        #expect(document.outline == ["h2: Head", "p: a  b c", "note: the note", "li: one", "table1: k\tv\nx\t1"])
    }

    @Test("EPUB: chapters in the order of the spine, without the navigation")
    func epub() async throws {
        let package = """
            <package xmlns="p" xmlns:dc="d"><metadata><dc:title>书</dc:title><dc:creator>甲</dc:creator><dc:date>1923</dc:date></metadata>\
            <manifest><item id="n" href="nav.xhtml" properties="nav"/><item id="b" href="b%20b.xhtml"/><item id="a" href="a.xhtml"/></manifest>\
            <spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>
            """
        let file = ZipFixture.archive([
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path=\"OPS/p.opf\"/></rootfiles></container>"
            ),
            ("OPS/p.opf", package), ("OPS/nav.xhtml", "<html><body><p>contents</p></body></html>"),
            ("OPS/b b.xhtml", "<html><body><h1>一</h1><p>先</p></body></html>"),
            ("OPS/a.xhtml", "<html><body><h1>二</h1><p>后</p></body></html>"),
        ])
        let document = try await read(file, named: "x")
        expectSound(document)
        #expect(document.outline == ["h1: 一", "p: 先", "h1: 二", "p: 后"])
        #expect(document.title == "书" && document.author == "甲" && document.date == "1923")
    }
}
