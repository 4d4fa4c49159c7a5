import Testing

@testable import Web

@Suite("What is visited of a site")
struct CrawlFrontierTests {
    private static func address(_ text: String) throws -> WebAddress { try #require(WebAddress(text)) }

    @Test("stays below its folder and on its host, and takes each page once")
    func scope() throws {
        var frontier = CrawlFrontier(
            start: try Self.address("https://example.org/docs/index.html"),
            depth: 2,
            pageLimit: 10
        )
        let offered = [
            "https://example.org/docs/a", "https://example.org/docs/a/", "http://example.org/docs/a",
            "https://example.org/b",
            "https://www.example.org/docs/c", "https://example.org:8443/docs/d", "https://example.org/docs/e.png",
            "https://example.org/docs/f.pdf",
        ]
        for text in offered { frontier.add(try Self.address(text), depth: 1) }
        frontier.add(try Self.address("https://example.org/docs/deep"), depth: 3)
        var taken: [String] = []
        while let next = frontier.next() { taken.append(next.address.description) }
        #expect(taken == ["https://example.org/docs/a", "https://example.org/docs/f.pdf"])
    }

    @Test("near pages come first, whenever they are found")
    func order() throws {
        var frontier = CrawlFrontier(start: try Self.address("https://example.org/"), depth: 3, pageLimit: 10)
        frontier.add(try Self.address("https://example.org/far"), depth: 3)
        frontier.add(try Self.address("https://example.org/near"), depth: 1)
        #expect(frontier.next()?.depth == 1)
        #expect(frontier.next()?.depth == 3)
    }

    @Test("spaces of links without an end are left")
    func traps() throws {
        var frontier = CrawlFrontier(start: try Self.address("https://example.org/"), depth: 1, pageLimit: 1_000)
        for day in 1...500 { frontier.add(try Self.address("https://example.org/calendar?day=\(day)"), depth: 1) }
        frontier.add(try Self.address("https://example.org/a/a/a/b"), depth: 1)
        frontier.add(
            try Self.address("https://example.org/" + (1...13).map(String.init).joined(separator: "/")),
            depth: 1
        )
        #expect(frontier.waitingCount == 20)
        #expect(frontier.leftOutCount == 480)
    }

    @Test("what waits is bounded by what may be visited")
    func bound() throws {
        var frontier = CrawlFrontier(start: try Self.address("https://example.org/"), depth: 1, pageLimit: 10)
        for number in 1...1_000 { frontier.add(try Self.address("https://example.org/\(number)"), depth: 1) }
        #expect(frontier.waitingCount == 70)
    }
}
