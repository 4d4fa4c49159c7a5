import Testing

@testable import Documents

@Suite("Feeds, sitemaps and links")
struct FeedTests {
    private static func feed(_ text: String) -> Feed? { Feed(Array(text.utf8)) }

    @Test("RSS 2.0 with its usual extensions")
    func rss() throws {
        let feed = try #require(
            Self.feed(
                """
                <?xml version="1.0"?>
                <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
                     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
                <channel><title>Ada’s blog</title><atom:link rel="self" href="https://example.org/feed"/>
                <item><title>One &amp;amp; two</title><link> https://example.org/1 </link><dc:creator>Ada Stone</dc:creator>
                <pubDate>Tue, 01 Apr 2025 10:00:00 +0000</pubDate>
                <content:encoded><![CDATA[<p>The <b>whole</b> article.</p>]]></content:encoded></item>
                <item><guid>https://example.org/2</guid><author>bo@example.org (Bo Lind)</author></item>
                <item><guid isPermaLink="false">tag:3</guid><title>Nowhere</title></item>
                </channel></rss>
                """
            )
        )
        #expect(feed.title == "Ada’s blog")
        #expect(feed.articles.map(\.address) == ["https://example.org/1", "https://example.org/2"])
        #expect(feed.articles[0].title == "One & two")
        #expect(feed.articles[0].author == "Ada Stone")
        #expect(feed.articles[0].date?.hasPrefix("2025-04-01") == true)
        #expect(feed.articles[0].content == "<p>The <b>whole</b> article.</p>")
        #expect(feed.articles[1].author == "Bo Lind")
    }

    @Test("Atom, with XHTML inside")
    func atom() throws {
        let feed = try #require(
            Self.feed(
                """
                <feed xmlns="http://www.w3.org/2005/Atom"><title>桥</title><author><name>王大明</name></author>
                <entry><title type="html">&lt;i&gt;第一&lt;/i&gt;篇</title><link rel="edit" href="/edit/1"/>
                <link rel="alternate" href="/1"/><updated>2025-04-02T08:00:00Z</updated>
                <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt; b</p></div></content></entry>
                </feed>
                """
            )
        )
        #expect(feed.title == "桥" && feed.author == "王大明")
        #expect(feed.articles.map(\.address) == ["/1"])
        #expect(feed.articles[0].title == "第一篇")
        #expect(feed.articles[0].date == "2025-04-02T08:00:00Z")
        #expect(feed.articles[0].content == "<div><p>a &lt; b</p></div>")
    }

    @Test("JSON Feed, both versions")
    func json() throws {
        let feed = try #require(
            Self.feed(
                #"{"version": "https://jsonfeed.org/version/1", "title": "B", "author": {"name": "Ada"}, "items": ["#
                    + #"{"id": "1", "url": "https://example.org/1", "authors": [{"name": "Bo"}, {"name": "Cy"}], "#
                    + #""date_published": "2025-04-03", "content_text": "a < b"}, {"id": "2"}]}"#
            )
        )
        #expect(feed.author == "Ada")
        #expect(feed.articles.count == 1)
        #expect(feed.articles[0].author == "Bo, Cy")
        #expect(feed.articles[0].content == "<p>a &lt; b</p>")
    }

    @Test(
        "what is no feed, or a hostile one, is none",
        arguments: [
            "", "words", "<html><body>page</body></html>", #"{"version": "1"}"#, "[1]", "{",
            #"<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa">]><rss><channel><item><link>&a;</link></item></channel></rss>"#,
        ]
    )
    func none(text: String) { #expect(Self.feed(text) == nil) }

    @Test("a feed that breaks off has the articles before the break, and never more than 500")
    func bounds() throws {
        let item = "<item><link>https://example.org/1</link></item>"
        let broken = try #require(Self.feed("<rss><channel>\(item)<item><link>https://exa"))
        #expect(broken.articles.count == 1)
        let long = try #require(
            Self.feed("<rss><channel>" + String(repeating: item, count: 2_000) + "</channel></rss>")
        )
        #expect(long.articles.count == 500)
    }

    @Test("sitemaps, their indexes, and lists of addresses")
    func sitemaps() {
        let map = Sitemap(
            Array("<urlset xmlns='x'><url><loc> https://example.org/a?b=1&amp;c=2 </loc></url><url/></urlset>".utf8)
        )
        #expect(map.pages == ["https://example.org/a?b=1&c=2"] && map.sitemaps.isEmpty)
        let index = Sitemap(Array("<sitemapindex><sitemap><loc>https://example.org/m.xml</loc></sitemap>".utf8))
        #expect(index.sitemaps == ["https://example.org/m.xml"])
        #expect(Sitemap(Array("https://example.org/a\nnonsense\nhttps://example.org/b".utf8)).pages.count == 2)
    }

    @Test("a page's links, its feeds, and what it asks of programs")
    func links() {
        let html = """
            <html><head><base href="/docs/"><meta name="ROBOTS" content="NoArchive, max-snippet:5">
            <meta name="otherbot" content="noindex"><meta name="kaiyuan" content="nosnippet">
            <link rel="alternate" type="application/atom+xml" href="feed.atom"><link rel="stylesheet" href="s.css"></head>
            <body><a href="a">a</a><a rel="nofollow" href="b">b</a><map><area href="c"></map><a name="d">d</a></body></html>
            """
        let links = PageLinks(of: Array(html.utf8), charset: nil, agent: "kaiyuan")
        #expect(links.targets == ["a", "c"])
        #expect(links.feeds == ["feed.atom"])
        #expect(links.base == "/docs/")
        #expect(links.robots == ["noarchive", "max-snippet:5", "nosnippet"])
        let closed = PageLinks(
            of: Array("<meta name=robots content='noindex,nofollow'><a href=a>a</a>".utf8),
            charset: nil,
            agent: "kaiyuan"
        )
        #expect(closed.targets.isEmpty)
    }
}
