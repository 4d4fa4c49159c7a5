import Testing

@testable import Documents

@Suite("Bylines")
struct BylineTests {
    @Test(
        "author and date are taken apart",
        arguments: [
            ("Jane Roe, 5 May 2021", "Jane Roe", "2021-05-05"), ("By Jane Roe, May 5, 2021", "Jane Roe", "2021-05-05"),
            ("张三，2021年5月5日", "张三", "2021-05-05"), ("作者：李四 2021年5月", "李四", "2021-05"),
            ("2021-05-05 | Jane Roe", "Jane Roe", "2021-05-05"),
            ("May 5th, 2021 · by Jane Roe", "Jane Roe", "2021-05-05"),
            ("Posted by Jane Roe on Wednesday, 5 May 2021", "Jane Roe", "2021-05-05"),
            ("Jane Roe and John Doe", "Jane Roe and John Doe", nil), ("Roe, Jane", "Roe, Jane", nil),
            ("5 May 2021", nil, "2021-05-05"), ("April May, June 2021", "April May", "2021-06"),
            ("Marcus Mayer", "Marcus Mayer", nil), ("", nil, nil),
        ] as [(String, String?, String?)]
    )
    func split(line: String, author: String?, date: String?) {
        let byline = Byline(line)
        #expect(byline.author == author && byline.date == date)
    }

    @Test(
        "of Markdown, HTML and plain text",
        arguments: [
            ("# The mill\n\n*Jane Roe, 5 May 2021*\n\nIt turns.", "a.md"),
            ("---\nauthor: Jane Roe, 5 May 2021\n---\n# The mill\n\nIt turns.", "a.md"),
            ("The mill\nby Jane Roe, 5 May 2021\n\nIt turns with the wind.", "a.txt"),
            (
                "<html><body><h1>The mill</h1><p class=byline>By Jane Roe, 5 May 2021</p><p>It turns.</p></body></html>",
                "a"
            ),
            (
                "<html><head><meta name=author content='Jane Roe, 5 May 2021'></head><body><p>It turns.</p></body></html>",
                "a"
            ),
        ]
    )
    func documents(text: String, name: String) async throws {
        let document = try await read(text, named: name)
        #expect(document.author == "Jane Roe" && document.date == "2021-05-05")
        let chinese = text.replacing("by Jane Roe, 5 May 2021", with: "Jane Roe, 5 May 2021")
            .replacing("Jane Roe, 5 May 2021", with: "张三，2021年5月5日")
        let second = try await read(chinese, named: name)
        #expect(second.author == "张三" && second.date == "2021-05-05")
    }

    @Test(
        "a place with a date, or a sentence with one, is no byline",
        arguments: [
            "# News\n\nGeneva, 5 May 2021\n\nThe committee met.", "# 新闻\n\n北京，2021年5月5日\n\n会议召开。",
            "# News\n\nThe mill burnt down, 5 May 2021\n", "# News\n\nSince 5 May 2021, nobody knows.\n",
        ]
    )
    func noByline(text: String) async throws {
        let document = try await read(text, named: "a.md")
        #expect(document.author == nil && document.date == nil)
    }
}
