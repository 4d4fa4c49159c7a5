import Testing

@testable import Documents

@Suite("Text formats")
struct TextReaderTests {
    @Test("plain text: wrapped lines are joined, verse is not, chapters are headings")
    func plain() async throws {
        let text = """
            第一回 宴桃园豪杰三结义
            　　话说天下大势，分久必合。
            　　后来光武中兴。

            This paragraph was wrapped by hand at about sixty columns,
            as people did in plain text, and it goes on over three of
            them before it ends.

            Roses are red
            Violets are blue
            """
        let document = try await read(text, named: "a.txt")
        expectSound(document)
        #expect(
            document.outline == [
                "h2: 第一回 宴桃园豪杰三结义", "p: 话说天下大势，分久必合。", "p: 后来光武中兴。",
                "p: This paragraph was wrapped by hand at about sixty columns, as people did in plain text, and it goes on over "
                    + "three of them before it ends.",
                "p: Roses are red\nViolets are blue",
            ]
        )
        #expect(document.blocks[3].anchor == .lines(first: 5, last: 7))
        #expect(document.blocks[1].headings == ["第一回 宴桃园豪杰三结义"])
    }

    @Test("a footnote of Markdown is its text, and its mark stands in no sentence")
    func markdownNotes() async throws {
        let document = try await read("The mill turns.[^1]\n\n[^1]: It stood still in 1905.\n", named: "a.md")
        #expect(document.text == "The mill turns.\nIt stood still in 1905.")
    }

    @Test(
        "Markdown: code and formulas keep their signs and every letter between them",
        arguments: [
            (#"Run `kaiyuan add *.md` or `a_b_c`."#, #"Run `kaiyuan add *.md` or `a_b_c`."#),
            (#"Two ``marks`` and `` a`b ``."#, #"Two `marks` and `` a`b ``."#),
            (#"A *lone ` stays."#, "A lone ` stays."),
            (
                #"So $\alpha_1 * \beta_1$ and $$\sum_{i} x_i \\ y$$ hold."#,
                #"So $\alpha_1 * \beta_1$ and $$\sum_{i} x_i \\ y$$ hold."#
            ),
            (#"The *price* is $5 or $10, \$7 at *most*."#, "The price is $5 or $10, $7 at most."),
            (#"公式$E = mc^2$成立，`代码_a_b`不变。"#, #"公式$E = mc^2$成立，`代码_a_b`不变。"#),
            ("$$\na_1\n- b_1\n= c_1\n$$", "$$ a_1 - b_1 = c_1 $$"),
            ("| `a*b*` | $x_1 y_1$ |\n|---|---|\n| 1 | 2 |", "`a*b*`\t$x_1 y_1$\n1\t2"),
        ]
    )
    func markdownSigns(markdown: String, text: String) async throws {
        let document = try await read(markdown, named: "a.md")
        expectSound(document)
        #expect(document.text == text)
    }

    @Test("Markdown: a heading with code is a title without backticks")
    func markdownHeadingCode() async throws {
        let document = try await read("# The `add` command\n\nIt adds.", named: "a.md")
        #expect(document.title == "The add command")
    }

    @Test("Markdown: blocks of every kind, with marks taken off")
    func markdown() async throws {
        let text = """
            ---
            title: "The Guide"
            author: Ada
            date: 2024-05-01
            ---
            # Head *one* {#id}

            A [link](https://x.org/a_(b)) and `code` and ![alt text](x.png), snake_case stays.
            - first
              goes on
            - [x] second

            > quoted
            > more

            | a | b \\| c |
            |---|---|
            | 1 | **2** |

            ```swift
            let x = 1  # not a heading

            ```
            Second
            ------
            <!-- hidden
            comment -->
            end
            """
        let document = try await read(text, named: "a.md")
        expectSound(document)
        #expect(
            document.outline == [
                "h1: Head one", "p: A link and `code` and alt text, snake_case stays.", "li: first goes on",
                "li: second",
                "quote: quoted more", "table1: a\tb | c\n1\t2", "code: let x = 1  # not a heading\n", "h2: Second",
                "p: end",
            ]
        )
        #expect(document.title == "The Guide" && document.author == "Ada" && document.date == "2024-05-01")
        #expect(document.blocks[1].anchor == .lines(first: 8, last: 8))
    }

    @Test("HTML: the content without menus, notices, scripts and what is hidden")
    func html() async throws {
        let text = """
            <!DOCTYPE html><html lang="en"><head><title>Ducks – The Site</title><meta name="author" content="Ada">
            <meta property="article:published_time" content="2024-05-01"><link rel="canonical" href="https://x.org/ducks">
            <script>var x = "<p>no</p>"</script></head><body class="has-sidebar">
            <nav><a href="/">Home</a> <a href="/a">About</a></nav><div class="cookie-banner">We use cookies</div>
            <main><h1>Ducks</h1><p>A duck   is a
            bird.<sup><a href="#n1">[1]</a></sup><br>It swims.</p><div style="display: none">secret</div>
            <ul><li>One</li><li>Two<ul><li>Inner</li></ul></li></ul><blockquote>Quack</blockquote><pre>a
              b</pre><table><caption>Sizes</caption><tr><th>k</th><th>v</th></tr><tr><td>x</td><td>1</td></tr></table>
            <p>This is a longer paragraph, so that the main element holds enough of the page's text to be taken for it.</p></main>
            <footer>© 2024</footer></body></html>
            """
        let document = try await read(text, named: "a")
        expectSound(document)
        #expect(
            document.outline == [
                "h1: Ducks", "p: A duck is a bird.\nIt swims.", "li: One", "li: Two", "li: Inner", "quote: Quack",
                "code: a\n  b",
                "caption: Sizes", "table1: k\tv\nx\t1",
                "p: This is a longer paragraph, so that the main element holds enough of the page's text to be taken for it.",
            ]
        )
        #expect(document.title == "Ducks" && document.author == "Ada" && document.date == "2024-05-01")
        #expect(document.address == "https://x.org/ducks" && document.language == "en")
    }

    @Test("HTML: JSON-LD states author and date, a lone JSON-LD error does no harm")
    func linkedData() async throws {
        let text = """
            <html><script type="application/ld+json">{"@graph":[{"headline":"H","author":[{"name":"A"},{"name":"B"}],
            "datePublished":"2023-01-02T03:04:05Z"}]}</script><script type="application/ld+json">{broken</script>
            <body><p>Text of the page</p></body></html>
            """
        let document = try await read(text, named: "a")
        #expect(document.title == "H" && document.author == "A, B" && document.date == "2023-01-02T03:04:05Z")
    }

    @Test("HTML: a small article beside the main text is not the page")
    func smallArticle() async throws {
        let teaser = String(repeating: "Teaser text about apples. ", count: 12)
        let body = String(repeating: "Main body text about oranges. ", count: 20)
        let page = "<html><body><article><p>\(teaser)</p></article><div><p>\(body)</p></div></body></html>"
        let document = try await read(page, named: "a.html")
        #expect(document.outline == ["p: " + teaser.trimmed(), "p: " + body.trimmed()])
        let menu = String(repeating: "<li><a href=x>Some menu entry</a></li>", count: 60)
        let article = "<html><body><ul>\(menu)</ul><article><p>\(teaser)</p></article><p>Stray.</p></body></html>"
        #expect(try await read(article, named: "a.html").outline == ["p: " + teaser.trimmed()])
    }

    @Test(
        "HTML: a notice about cookies is told by its words, in both languages",
        arguments: [
            "<div class=c1><p>This website uses cookies to ensure you get the best experience. <a href=#>Learn more</a> "
                + "<button>Got it!</button></p></div>",
            "<div id=x><div>We use cookies to improve your visit.</div><div><a href=#>Accept</a> <a href=#>Settings</a></div></div>",
            "<div class=c1><p>本网站使用cookie以改善您的浏览体验。<a href=#>了解更多</a> <a href=#>同意</a></p></div>",
        ]
    )
    func cookieNotice(notice: String) async throws {
        let text = "The bridge was built in 1932 by John Bradfield."
        for page in ["\(notice)<div><p>\(text)</p></div>", "<div><p>\(text)</p></div>\(notice)"] {
            let document = try await read("<html><body>\(page)</body></html>", named: "a.html")
            #expect(document.outline == ["p: " + text])
        }
        let article = "A baker who uses cookies for the crust must agree with the dough on how long it bakes."
        let kept = try await read("<html><body><p>\(article)</p></body></html>", named: "a.html")
        #expect(kept.outline == ["p: " + article])
    }

    @Test("HTML: what is nested too deeply to be read is refused with that reason")
    func deepPage() async {
        let page = "<html><body>" + String(repeating: "<div>", count: 1000) + "text</body></html>"
        let error = await #expect(throws: ReadingError.self) { try await read(page, named: "a.html") }
        #expect(error?.code == "hostile" && error?.description.contains("nested") == true)
    }

    @Test("CSV: the delimiter is found, quoted fields hold anything", arguments: [",", ";", "\t", "|"])
    func csv(delimiter: String) async throws {
        let text =
            ["name", "note"].joined(separator: delimiter) + "\n"
            + ["x", "\"a \(delimiter) \"\"b\"\"\nc\""].joined(separator: delimiter) + "\n"
            + ["y", "2"].joined(separator: delimiter)
        let document = try await read(text, named: "a.csv")
        expectSound(document)
        #expect(
            document.outline == ["table1: name\tnote\nx\ta \(delimiter == "\t" ? "" : delimiter + " ")\"b\" c\ny\t2"]
        )
        #expect(document.blocks[0].anchor == .cells(sheet: "", range: "A1:B3"))
    }

    @Test("JSON: paths and values; records with a title and a text read naturally")
    func json() async throws {
        let object = try await read(
            "{\"a\": {\"b\": [1, 2.50]}, \"c\": [{\"d\": \"x\"}], \"e\": null, \"f\": \"\\u4f60\\ud83d\\ude00\"}",
            named: "a"
        )
        #expect(object.outline == ["p: a.b: 1, 2.50\nc[0].d: x\nf: 你😀"])
        let records = try await read(
            "{\"title\":\"T\",\"text\":\"One.\\nTwo.\",\"id\":7}\n{\"title\":\"U\",\"text\":\"Three.\"}\n",
            named: "a"
        )
        #expect(records.format == .jsonLines)
        #expect(records.outline == ["h1: T", "p: One.", "p: Two.", "p: id: 7", "h1: U", "p: Three."])
        #expect(records.blocks[4].anchor == .lines(first: 2, last: 2))
    }

    @Test("RTF: code pages, Unicode escapes, headings, notes, tables, skipped destinations")
    func rtf() async throws {
        let text = #"""
            {\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset128 MS Mincho;}}{\info{\title The title}{\author Ada}}
            {\stylesheet{\s1 heading 1;}}{\*\generator x;}\pard\s1 Head\par\pard \'d6\'d0\'ce\'c4 \u20013? \f1\'83\'65\f0  caf\'e9{\footnote\pard note}\par
            \pard{\listtext\pard b\tab}item\par\trowd\pard\intbl a\cell b\cell\row\pard end\par}
            """#
        let document = try await read(text, named: "a")
        expectSound(document)
        #expect(document.title == "The title" && document.author == "Ada")
        #expect(document.outline.contains("h1: Head") && document.outline.contains("note: note"))
        #expect(
            document.text.contains("中文 中 テ") && document.outline.contains("table0: a\tb")
                && document.outline.last == "p: end"
        )
    }

    @Test("subtitles: cues join into sentences, speakers and times stay")
    func subtitles() async throws {
        let vtt = """
            WEBVTT

            NOTE a comment

            00:01.000 --> 00:02.500
            <v Ada>We are <i>in</i>

            00:02.500 --> 00:04.000
            <v Ada>New York.

            01:00:05.000 --> 01:00:06.000
            <v Bob>Yes &amp; no
            """
        let document = try await read(vtt, named: "a")
        expectSound(document)
        #expect(document.outline == ["caption: Ada: We are in New York.", "caption: Bob: Yes & no"])
        #expect(document.blocks[0].anchor == .time(start: 1, end: 4))
        #expect(document.blocks[1].anchor == .time(start: 3605, end: 3606))
        let srt = try await read(
            "1\n00:00:01,500 --> 00:00:02,000\n你好\n\n2\n00:00:02,000 --> 00:00:03,000\n世界。\n",
            named: "a"
        )
        #expect(srt.format == .subRip && srt.outline == ["caption: 你好\n世界。"])
    }

    @Test("subtitles: a Chinese cue is a spoken line, and a cue without a name is nobody's")
    func chineseSubtitles() async throws {
        let times = ["00:00:01,000 --> 00:00:02,000", "00:00:02,500 --> 00:00:04,000", "00:00:04,500 --> 00:00:06,000"]
        let lines = ["你吃饭了吗", "我吃过了，", "那我们走吧"]
        let cues = zip(times, lines).enumerated().map { "\($0.offset + 1)\n\($0.element.0)\n\($0.element.1)\n" }
        let srt = try await read(cues.joined(separator: "\n"), named: "a.srt")
        #expect(srt.outline == ["caption: 你吃饭了吗\n我吃过了，那我们走吧"])
        let vtt = """
            WEBVTT

            00:01.000 --> 00:04.000
            <v 小明>你好&amp;再见</v>

            00:05.000 --> 00:06.000
            第二句
            """
        #expect(try await read(vtt, named: "a.vtt").outline == ["caption: 小明: 你好&再见", "caption: 第二句"])
    }

    @Test("source code keeps its lines, cut between top-level pieces")
    func code() async throws {
        let text = "import x\n\n\nfunc a() {\n    one()\n\n    two()\n}\n\nfunc b() {\n    three()\n}\n"
        let document = try await read(text, named: "a.swift")
        expectSound(document)
        #expect(document.format == .sourceCode)
        #expect(document.blocks.map(\.kind).allSatisfy { $0 == .code })
        #expect(document.blocks.last?.anchor == .lines(first: 10, last: 12))
        #expect(document.text.contains("    one()\n\n    two()"))
    }
}
