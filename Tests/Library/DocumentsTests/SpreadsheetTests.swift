import Testing

@testable import Documents

/// Numbers as cells show them, and what lies upon a sheet.
@Suite("Spreadsheets")
struct SpreadsheetTests {
    @Test(
        "numbers are shown as Excel shows them",
        arguments: [
            ("#,##0.00", 1_234_567.891, "1,234,567.89"), ("#,##0", 999.5, "1,000"), ("000", 7, "007"),
            ("0.0\"米\"", 12.5, "12.5米"), ("\"第\"0\"号\"", 13, "第13号"), ("[$¥-804]#,##0.00", 1234.5, "¥1,234.50"),
            ("[$€-407]\\ #,##0", 12, "€ 12"), ("\"$\"#,##0.00;[Red]\\-\"$\"#,##0.00", -3.5, "-$3.50"),
            ("#,##0;(#,##0)", -1234, "(1,234)"), ("0.00;-0.00;\"-\"", 0, "-"), ("0%", 0.126, "13%"),
            ("0.0%", -0.05, "-5.0%"), ("0.00E+00", 123_456, "1.23E+05"), ("0.00", 2.675, "2.68"),
            ("0.00", 0.333333, "0.33"), ("0.##", 1.5, "1.5"), ("#.##", 0.25, ".25"), ("0.00", -0.001, "0.00"),
            ("#,##0,\"千\"", 1_234_567, "1,235千"), ("0000-0000", 12_345_678, "1234-5678"), ("General", 1.25, "1.25"),
            ("_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", -1234.5, "(1,234.50)"),
            ("_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", 0, "-"), ("# ?/?", 1.5, "1.5"),
            ("[<1]0.00;0", 0.5, "0.50"), ("[<1]0.00;0", 7, "7"),
            ("[h]:mm:ss", 1.25, "30:00:00"), ("[hh]:mm:ss", 0.0625, "1:30:00"), ("[mm]:ss", 0.0625, "90:00"),
            ("h:mm", 0.5, "12:00:00"), ("yyyy-mm-dd", 45413, "2024-05-01"),
        ]
    )
    func formats(code: String, number: Double, text: String) {
        #expect(XLSXNumberFormats(code: code).text(of: String(number), style: 0) == text)
    }

    private static let chart = """
        <c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Catch by year</a:t></a:r></a:p>\
        </c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:f>A</c:f><c:strCache>\
        <c:pt idx="0"><c:v>Urchins</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>\
        <c:pt idx="0"><c:v>North</c:v></c:pt><c:pt idx="1"><c:v>South</c:v></c:pt></c:strCache></c:strRef></c:cat>\
        <c:val><c:numRef><c:numCache><c:formatCode>#,##0</c:formatCode><c:pt idx="0"><c:v>1340</c:v></c:pt>\
        <c:pt idx="1"><c:v>95</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart>\
        <c:catAx><c:title><c:tx><c:rich><a:p><a:r><a:t>Coast</a:t></a:r></a:p></c:rich></c:tx></c:title></c:catAx>\
        </c:plotArea></c:chart></c:chartSpace>
        """

    @Test("comments and charts of a sheet follow its rows, at their cells")
    func drawings() async throws {
        let drawing = """
            <xdr:wsDr xmlns:xdr="x" xmlns:a="a" xmlns:r="r"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>2\
            </xdr:row></xdr:from><xdr:to><xdr:col>5</xdr:col><xdr:row>16</xdr:row></xdr:to><xdr:graphicFrame><a:graphic>\
            <c:chart xmlns:c="c" r:id="rId1"/></a:graphic></xdr:graphicFrame></xdr:twoCellAnchor></xdr:wsDr>
            """
        let comments = """
            <comments><commentList><comment ref="A1"><text><r><t>Ada: </t></r><r><t>checked in May</t></r></text></comment>\
            </commentList></comments>
            """
        let parts = [
            (
                "xl/worksheets/_rels/sheet1.xml.rels",
                ZipFixture.relationships([
                    ("rId1", "drawing", "../drawings/drawing1.xml"), ("rId2", "comments", "../comments1.xml"),
                ])
            ),
            ("xl/drawings/drawing1.xml", drawing), ("xl/comments1.xml", comments), ("xl/charts/chart1.xml", Self.chart),
            (
                "xl/drawings/_rels/drawing1.xml.rels",
                ZipFixture.relationships([("rId1", "chart", "../charts/chart1.xml")])
            ),
        ]
        let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
        let document = try await read(ZipFixture.xlsx(rows: rows, parts: parts), named: "x.xlsx")
        expectSound(document)
        #expect(
            document.outline == [
                "h1: 账目", "p: 1", "note: Ada: checked in May", "caption: Catch by year · Coast",
                "table1: \tUrchins\nNorth\t1,340\nSouth\t95",
            ]
        )
        #expect(
            document.blocks.dropFirst(2).map(\.anchor) == [
                .cells(sheet: "账目", range: "A1"), .cells(sheet: "账目", range: "B3:F17"),
                .cells(sheet: "账目", range: "B3:F17"),
            ]
        )
    }

    @Test("charts of a slide are read with their title, categories and series")
    func slideChart() async throws {
        let slide = """
            <p:sld xmlns:p="p" xmlns:a="a" xmlns:r="r"><p:cSld><p:spTree><p:graphicFrame><a:graphic><c:chart xmlns:c="c" \
            r:id="rId1"/></a:graphic></p:graphicFrame></p:spTree></p:cSld></p:sld>
            """
        let main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        let bytes = ZipFixture.archive([
            (
                "_rels/.rels",
                "<Relationships><Relationship Id=\"a\" Target=\"ppt/presentation.xml\" Type=\"\(main)\"/></Relationships>"
            ),
            (
                "ppt/presentation.xml",
                "<p:presentation xmlns:p=\"p\" xmlns:r=\"r\"><p:sldIdLst><p:sldId r:id=\"rId1\"/></p:sldIdLst></p:presentation>"
            ),
            ("ppt/_rels/presentation.xml.rels", ZipFixture.relationships([("rId1", "slide", "slides/slide1.xml")])),
            ("ppt/slides/slide1.xml", slide),
            ("ppt/slides/_rels/slide1.xml.rels", ZipFixture.relationships([("rId1", "chart", "../charts/chart1.xml")])),
            ("ppt/charts/chart1.xml", Self.chart),
        ])
        let document = try await read(bytes, named: "x.pptx")
        #expect(
            document.outline == ["caption: Catch by year · Coast", "table1: \tUrchins\nNorth\t1,340\nSouth\t95"]
        )
        #expect(document.blocks.allSatisfy { $0.anchor == .slide(1) })
    }
}
