import Assistant
import Documents
import Foundation
import Retrieval
import Synchronization
import Testing

@testable import Web

@Suite("Sources on the web")
struct WebIntakeTests {
    /// A library and what fills it from this machine.
    @discardableResult
    static func withIntake<Value>(
        _ change: (inout FetchLimits) -> Void = { _ in },
        _ body: (Library, WebIntake) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let library = try Library(path: folder.appendingPathComponent("library.sqlite").path)
        return try await body(library, WebIntake(library: library, fetcher: WebFetcherTests.fetcher(change)))
    }

    static func page(_ title: String, _ text: String, head: String = "", links: [String] = []) -> String {
        """
        <!doctype html><html lang="en"><head><title>\(title)</title>\(head)</head><body><main><h1>\(title)</h1>
        <p>\(text)</p>\(links.map { "<p><a href=\"\($0)\">\($0)</a></p>" }.joined())</main></body></html>
        """
    }

    /// What adding an address fails with.
    private static func failure(_ intake: WebIntake, _ address: String) async -> FetchError? {
        do {
            _ = try await intake.add(.init(address))
            return nil
        } catch {
            return error as? FetchError
        }
    }

    private static func addresses(_ library: Library) async throws -> [String] {
        try await library.documents().documents.map(\.address).sorted()
    }

    @Test("a page is fetched, read, asked and cited with its address")
    func page() async throws {
        let text = "The old bridge was built in 1905 by Ada Stone and is made of granite."
        try await TestSite.serving({ request in
            request.target == "/bridge"
                ? .html(Self.page("Bridges", text, head: "<link rel=canonical href='https://bank.example/'>"))
                : .status(404)
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                let report = try await intake.add(.init(site.address("/bridge")))
                #expect(report.addedCount == 1 && report.skipped.isEmpty)
                let assistant = Assistant(library: library, model: QuotingAnswerer(library: library))
                let answer = await assistant.answer(Question("When was the old bridge built?", language: "en")) { _ in }
                #expect(answer.status == .answered)
                // A page that names another's address as its own is cited where it was found.
                #expect(answer.sources.first?.address == site.address("/bridge"))
                #expect(answer.sources.first?.layer == "reference")
                let mark = try #require(answer.marks.first)
                #expect(text.contains(mark.quote))
                let opened = try await library.text(of: mark.documentID, in: mark.start..<mark.end)
                #expect(opened == mark.quote)
            }
        }
    }

    @Test("a page that cannot be had is not added at all")
    func failing() async throws {
        try await TestSite.serving({ _ in .status(404) }) { site in
            try await Self.withIntake { (library, intake) async throws in
                #expect(await Self.failure(intake, site.address("/none"))?.code == "gone")
                #expect(try await library.sources().isEmpty)
            }
        }
    }

    @Test("the encoding that HTTP names is believed where it decodes, and else the bytes are")
    func encodings() async throws {
        let text = "桥梁建于一九〇五年，由石匠王大明负责修建，全桥用花岗岩砌成。"
        let bytes = try Shell.output(of: "iconv -f UTF-8 -t GB18030", input: Self.page("桥", text))
        try await TestSite.serving({ request in
            switch request.target {
            case "/named": .answer(headers: [("Content-Type", "text/html; charset=gb18030")], body: bytes)
            case "/wrong":
                .answer(
                    headers: [("Content-Type", "text/html; charset=gb18030")],
                    body: Array(Self.page("桥", text + "另一页。").utf8)
                )
            default: .status(404)
            }
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                for path in ["/named", "/wrong"] {
                    _ = try await intake.add(.init(site.address(path)))
                    let document = try #require(try await library.document(at: site.address(path)))
                    let words = try await library.text(of: document.id, in: 0..<1_000)
                    #expect(words.contains("王大明负责修建"), "\(path)")
                }
            }
        }
    }

    @Test("robots.txt is kept to, and where it cannot be had nothing is read")
    func robots() async throws {
        let status = Mutex(200)
        try await TestSite.serving({ request in
            guard request.target == "/robots.txt" else { return .html(Self.page("Page", "Some words of a page.")) }
            let code = status.withLock { $0 }
            return code == 200
                ? .answer(body: Array("User-agent: kaiyuan\nDisallow: /private".utf8)) : .status(code)
        }) { site in
            try await Self.withIntake { (_, intake) async throws in
                #expect(try await intake.add(.init(site.address("/open"))).addedCount == 1)
                #expect(await Self.failure(intake, site.address("/private/a"))?.code == "robots")
                #expect(site.count(of: "/private/a") == 0)
            }
            status.withLock { $0 = 500 }
            try await Self.withIntake { (_, intake) async throws in
                #expect(await Self.failure(intake, site.address("/open"))?.code == "robots")
            }
            status.withLock { $0 = 403 }
            try await Self.withIntake { (_, intake) async throws in
                #expect(try await intake.add(.init(site.address("/open"))).addedCount == 1)
            }
        }
    }

    @Test("a site is visited page by page, and again only for what has changed")
    func site() async throws {
        let isChanged = Mutex(false)
        try await TestSite.serving({ request in
            let changed = isChanged.withLock { $0 }
            func page(_ name: String, _ links: [String]) -> TestSite.Reply {
                let tag = changed && name == "a" ? "\"\(name)2\"" : "\"\(name)\""
                if request.headers["if-none-match"] == tag { return .status(304) }
                return .html(Self.page(name, "Words of page \(name), version \(tag).", links: links), ("ETag", tag))
            }
            switch request.target {
            case "/robots.txt": return .answer(body: Array("User-agent: *\nDisallow: /no".utf8))
            case "/": return page("home", ["/a", "b#part", "/no/c", "https://other.example/", "/hidden", "/x.png"])
            case "/a": return changed ? page("a", ["/new"]) : page("a", ["/"])
            case "/b": return changed ? .status(410) : page("b", [])
            case "/new": return page("new", [])
            case "/map": return page("map", [])
            case "/hidden":
                return .html(Self.page("hidden", "Not to be kept.", head: "<meta name=robots content=noindex>"))
            case "/sitemap.xml":
                return .answer(
                    body: Array(
                        "<urlset><url><loc>http://\(request.headers["host"] ?? "")/map</loc></url></urlset>".utf8
                    )
                )
            default: return .status(404)
            }
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                var order = WebIntake.Order(site.address())
                order.kind = .site
                let first = try await intake.add(order)
                #expect(try await Self.addresses(library) == ["/", "/a", "/b", "/map"].map { site.address($0) })
                #expect(first.addedCount == 4)
                #expect(first.skipped.map(\.failure.code) == ["opted-out"])
                #expect(site.count(of: "/no/c") == 0 && site.count(of: "/x.png") == 0)

                isChanged.withLock { $0 = true }
                let source = try #require(try await library.webSources().first)
                #expect(source.source.kind == .site && source.failedPageCount == 1)
                let second = try await intake.refresh(source)
                #expect(try await Self.addresses(library) == ["/", "/a", "/map", "/new"].map { site.address($0) })
                #expect((second.addedCount, second.unchangedCount, second.removedCount) == (2, 2, 1))
            }
        }
    }

    @Test("a busy server is left alone for as long as it asks, and what is missing is read then")
    func retryAfter() async throws {
        try await TestSite.serving({ request in
            switch request.target {
            case "/": .html(Self.page("Home", "Words of the first page.", links: ["/a", "/b"]))
            case "/a": .status(429, ("Retry-After", "7200"))
            default: .status(404)
            }
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                var order = WebIntake.Order(site.address())
                order.kind = .site
                _ = try await intake.add(order)
                #expect(site.count(of: "/b") == 0)
                let source = try #require(try await library.webSources().first)
                let visited = try #require(source.visitedAt)
                #expect(abs(try #require(source.dueAt) - visited - 7_200) < 0.001)
            }
        }
    }

    // printf '<urlset><url><loc>/packed</loc></url></urlset>' | gzip -9 -n
    private static let packedMap: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 179, 41, 45, 202, 41, 78, 45, 177, 179, 1, 210, 118, 54, 57, 249, 201, 118,
        250,
        5, 137, 201, 217, 169, 41, 54, 250, 32, 142, 141, 62, 88, 92, 31, 170, 10, 0, 61, 245, 128, 0, 46, 0, 0, 0,
    ]

    @Test("a sitemap packed with gzip names pages like any other")
    func packedSitemap() async throws {
        try await TestSite.serving({ request in
            switch request.target {
            case "/robots.txt":
                return .answer(body: Array("Sitemap: http://\(request.headers["host"] ?? "")/map.xml.gz".utf8))
            case "/": return .html(Self.page("Home", "Words of the first page."))
            case "/map.xml.gz": return .answer(headers: [("Content-Type", "application/gzip")], body: Self.packedMap)
            case "/packed": return .html(Self.page("Packed", "Words of another page."))
            default: return .status(404)
            }
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                var order = WebIntake.Order(site.address())
                order.kind = .site
                _ = try await intake.add(order)
                #expect(try await Self.addresses(library) == ["/", "/packed"].map { site.address($0) })
            }
        }
    }

    @Test("a site without an end is left when its pages are many enough")
    func endlessSite() async throws {
        try await TestSite.serving({ request in
            guard request.target != "/robots.txt", request.target != "/sitemap.xml" else { return .status(404) }
            let number = Int(request.target.dropFirst()) ?? 0
            let links = (1...30).map { "/\(number * 30 + $0)" }
            return .html(Self.page("Page \(number)", "Words of page \(number).", links: links))
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                var order = WebIntake.Order(site.address())
                (order.kind, order.pageLimit) = (.site, 12)
                let report = try await intake.add(order)
                #expect(report.addedCount == 12)
                #expect(report.leftOutCount > 0)
                #expect(site.requests.count <= 12 + 2)
            }
        }
    }

    @Test("a feed brings the articles of its author, polled for new ones only")
    func feed() async throws {
        let count = Mutex(2)
        try await TestSite.serving({ request in
            let host = request.headers["host"] ?? ""
            switch request.target {
            case "/feed":
                let items = (1...count.withLock { $0 }).map {
                    "<item><title>Article \($0)</title><link>http://\(host)/\($0)</link>"
                        + "<pubDate>Tue, 0\($0) Apr 2025 10:00:00 +0000</pubDate></item>"
                }
                let text =
                    "<?xml version='1.0'?><rss version='2.0'><channel><title>Blog</title>"
                    + "<managingEditor>ada@example.org (Ada Stone)</managingEditor>\(items.joined())</channel></rss>"
                return .answer(headers: [("X-Robots-Tag", "noindex, follow")], body: Array(text.utf8))
            case "/1", "/2":
                return .html(
                    Self.page(
                        "Number \(request.target)",
                        "Words about granite."
                            + String(repeating: " \(request.target)", count: 3)
                    )
                )
            case "/3": return .html(Self.page("Three", "Not to be kept."), ("X-Robots-Tag", "kaiyuan: noarchive"))
            default: return .status(404)
            }
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                let first = try await intake.add(.init(site.address("/feed")))
                #expect(first.addedCount == 2 && first.skipped.isEmpty)
                let source = try #require(try await library.webSources().first)
                #expect(source.source.kind == .feed && source.source.layer == .author)
                let document = try #require(try await library.document(at: site.address("/1")))
                #expect(document.author == "Ada Stone")
                #expect(document.date?.hasPrefix("2025-04-01") == true)

                count.withLock { $0 = 3 }
                let second = try await intake.refresh(source)
                #expect(second.addedCount == 0)
                #expect(second.skipped.map(\.failure.code) == ["opted-out"])
                #expect(site.count(of: "/1") == 1 && site.count(of: "/3") == 1)
            }
        }
    }

    @Test("an author who closes the site to programs takes the articles out of the library")
    func optOut() async throws {
        let isClosed = Mutex(false)
        try await TestSite.serving({ request in
            switch request.target {
            case "/robots.txt":
                return isClosed.withLock { $0 } ? .answer(body: Array("User-agent: *\nDisallow: /".utf8)) : .status(404)
            case "/feed":
                let text =
                    #"{"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": [{"id": "1", "url": "/1"}]}"#
                return .answer(body: Array(text.utf8))
            default: return .html(Self.page("One", "Words of the first article."))
            }
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                #expect(try await intake.add(.init(site.address("/feed"))).addedCount == 1)
                isClosed.withLock { $0 = true }
                let source = try #require(try await library.webSources().first)
                // Another intake has not read robots.txt yet.
                let later = WebIntake(library: library, fetcher: WebFetcherTests.fetcher())
                let report = try await later.refresh(source)
                #expect(report.removedCount == 1)
                #expect(try await Self.addresses(library).isEmpty)
                #expect(try await library.webSources().first?.failure?.code == "robots")
            }
        }
    }

    @Test("what the search engine finds is read as the open web, few pages of each site")
    func search() async throws {
        try await TestSite.serving({ request in
            if request.target.hasPrefix("/search?") {
                let host = request.headers["host"] ?? ""
                let results = (1...5).map { #"{"url": "http://\#(host)/\#($0)", "title": "T"}"# }.joined(separator: ",")
                return .answer(
                    body: Array(#"{"query": "q", "results": [\#(results), {"url": "http://10.0.0.1/"}]}"#.utf8)
                )
            }
            return request.target == "/robots.txt"
                ? .status(404)
                : .html(Self.page("Bridges", "The new bridge was opened in 2019 by Bo Lind. \(request.target)"))
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                let search = WebSearch(endpoint: try #require(WebAddress(site.address())), intake: intake)
                let assistant = Assistant(
                    library: library,
                    model: QuotingAnswerer(library: library),
                    gather: { try await search.gather(for: $0) }
                )
                let answer = await assistant.answer(Question("When was the new bridge opened?", language: "en")) { _ in
                }
                #expect(answer.status == .answered)
                #expect(answer.sources.first?.layer == "web")
                #expect(try await Self.addresses(library) == ["/1", "/2"].map { site.address($0) })
                #expect(site.requests.contains { $0.target.hasPrefix("/search?q=When%20was") })
                // Asked again, it reads nothing twice.
                #expect(try await search.gather(for: "When was the new bridge opened?") == 0)
                #expect(site.count(of: "/1") == 1)
            }
        }
    }

    @Test("sources are due when their time comes, and later when they fail")
    func schedule() async throws {
        let isDown = Mutex(false)
        try await TestSite.serving({ request in
            if isDown.withLock({ $0 }) { return .status(500) }
            return request.target == "/robots.txt" ? .status(404) : .html(Self.page("Page", "Some words of a page."))
        }) { site in
            try await Self.withIntake { (library, intake) async throws in
                var order = WebIntake.Order(site.address("/page"))
                order.interval = .seconds(600)
                _ = try await intake.add(order)
                let source = try #require(try await library.webSources().first)
                let (visited, due) = (try #require(source.visitedAt), try #require(source.dueAt))
                #expect(due - visited == 600)
                #expect(try await library.webSources(dueAt: due - 1).isEmpty)
                #expect(try await library.webSources(dueAt: due).count == 1)
                isDown.withLock { $0 = true }
                _ = try await intake.refresh(source)
                let failed = try #require(try await library.webSources().first)
                let (again, later) = (try #require(failed.visitedAt), try #require(failed.dueAt))
                #expect(later - again == 1_200)
                #expect(failed.failure?.code == "refused-by-server" && failed.failureCount == 1)
                // Its old text stays.
                #expect(try await Self.addresses(library) == [site.address("/page")])
            }
        }
    }
}
