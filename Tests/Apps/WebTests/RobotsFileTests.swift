import Foundation
import Testing

@testable import Web

/// The examples are those of RFC 9309.
@Suite("robots.txt by RFC 9309")
struct RobotsFileTests {
    private static func rules(_ text: String) -> RobotsFile { RobotsFile(Array(text.utf8), agent: "kaiyuan") }

    @Test("the longest rule decides, and of equals the one that allows (5.2)")
    func longest() {
        let rules = Self.rules(
            """
            User-Agent: foobot
            Disallow: /

            User-Agent: KaiYuan/2.0
            Allow: /example/page/
            Disallow: /example/page/disallowed.gif
            Disallow: /same
            Allow: /same
            """
        )
        #expect(rules.allows("/example/page/allowed.html"))
        #expect(!rules.allows("/example/page/disallowed.gif"))
        #expect(rules.allows("/same"))
        #expect(rules.allows("/elsewhere"))
    }

    @Test("groups that name the same program count together, and those for everybody only where none does (2.2.1)")
    func groups() {
        let text = """
            user-agent: *
            disallow: /every
            user-agent: kaiyuan
            disallow: /a # a comment

            user-agent: otherbot
            user-agent: kaiyuan
            disallow: /b
            crawl-delay: 3
            sitemap: https://example.org/map.xml
            """
        let rules = Self.rules(text)
        #expect(!rules.allows("/a") && !rules.allows("/b") && rules.allows("/every"))
        #expect(rules.delay == 3)
        #expect(rules.sitemaps == ["https://example.org/map.xml"])
        #expect(!RobotsFile(Array(text.utf8), agent: "thirdbot").allows("/every"))
        #expect(RobotsFile(Array(text.utf8), agent: "thirdbot").allows("/a"))
    }

    @Test(
        "stars stand for anything, and a dollar for the end (2.2.3)",
        arguments: [
            ("/*.gif$", "/a/b.gif", true), ("/*.gif$", "/a/b.gif?x", false),
            ("/this/*/exactly", "/this/is/exactly/it", true),
            ("/this/*/exactly", "/this/exactly", false), ("/a$", "/a", true), ("/a$", "/ab", false),
            ("*/b", "/a/b/c", true),
            ("/a*$", "/abc", true), ("/*a*a*$", "/xaya", true), ("/fish", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/*b$", "/ab/ab", true),
        ]
    )
    func patterns(pattern: String, path: String, matches: Bool) {
        #expect(Self.rules("User-agent: *\nDisallow: \(pattern)").allows(path) == !matches)
    }

    @Test(
        "paths are compared as octets (2.2.2)",
        arguments: [
            ("/foo/bar?baz=quz", "/foo/bar?baz=quz"), ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar"),
            ("/foo/bar/ツ", "/foo/bar/%E3%83%84"), ("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84"),
            ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
        ]
    )
    func octets(pattern: String, path: String) {
        #expect(!Self.rules("User-agent: *\nDisallow: \(pattern)").allows(path))
    }

    @Test("an empty rule forbids nothing, a broken line means nothing, and robots.txt itself may be read")
    func rest() {
        #expect(Self.rules("User-agent: *\nDisallow:").allows("/a"))
        #expect(Self.rules("").allows("/a"))
        #expect(Self.rules("Disallow: /\nnonsense\n").allows("/a"))
        #expect(!Self.rules("\u{FEFF}User-agent: *\r\nnonsense\r\nDisallow: /\r\n").allows("/a"))
        #expect(Self.rules("User-agent: *\nDisallow: /").allows("/robots.txt"))
        #expect(!RobotsFile.disallowingAll.allows("/"))
    }

    @Test("a pattern of many stars costs no more than its length", .timeLimit(.minutes(1)))
    func stars() {
        let pattern = "/" + String(repeating: "a*", count: 5_000) + "b$"
        #expect(Self.rules("User-agent: *\nDisallow: \(pattern)").allows("/" + String(repeating: "a", count: 10_000)))
    }
}
