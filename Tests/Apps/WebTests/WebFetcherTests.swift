import Foundation
import NIOCore
import Synchronization
import Testing

@testable import Web

@Suite("Fetching")
struct WebFetcherTests {
    /// May ask this machine, and is not patient.
    static func fetcher(_ change: (inout FetchLimits) -> Void = { _ in }) -> WebFetcher {
        var limits = FetchLimits()
        limits.delay = 0
        change(&limits)
        return WebFetcher(policy: AddressPolicy(allowing: "127.0.0.1") ?? AddressPolicy(), limits: limits)
    }

    private static func address(_ site: TestSite, _ path: String = "/") -> WebAddress? {
        WebAddress(site.address(path))
    }

    /// What a fetch fails with.
    private static func failure(_ fetcher: WebFetcher, _ address: WebAddress?) async -> FetchError? {
        do {
            if let address { _ = try await fetcher.fetch(address) }
            return nil
        } catch {
            return error as? FetchError
        }
    }

    @Test("this machine is not asked unless somebody allowed it, by name or by address")
    func loopback() async throws {
        try await TestSite.serving({ _ in .html("secret") }) { site in
            let fetcher = WebFetcher(policy: AddressPolicy())
            for host in ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]"] {
                let address = try #require(WebAddress("http://\(host):\(site.port)/"))
                #expect(await Self.failure(fetcher, address)?.code == "address-refused", "\(host)")
            }
            #expect(site.requests.isEmpty)
        }
    }

    @Test("a redirect to a forbidden address is not followed")
    func redirectInside() async throws {
        try await TestSite.serving({ _ in .html("secret") }) { inner in
            let target = "http://127.0.0.2:\(inner.port)/"
            try await TestSite.serving({ _ in .status(302, ("Location", target)) }) { outer in
                let failure = await Self.failure(Self.fetcher(), Self.address(outer))
                #expect(failure?.code == "address-refused")
                #expect(inner.requests.isEmpty)
            }
        }
    }

    @Test("the address that was checked is the one that is connected to, whatever the name resolves to next")
    func rebinding() async throws {
        try await TestSite.serving({ _ in .html("secret") }) { site in
            let calls = Mutex(0)
            let resolver = Resolver { _ in
                let isFirst = calls.withLock { calls in
                    calls += 1
                    return calls == 1
                }
                return [IPAddress(isFirst ? "127.0.0.2" : "127.0.0.1")].compactMap(\.self)
            }
            let policy = try #require(AddressPolicy(allowing: "127.0.0.2"))
            let fetcher = WebFetcher(policy: policy, resolver: resolver)
            let address = try #require(WebAddress("http://rebind.test:\(site.port)/"))
            // Nobody listens at 127.0.0.2; a second look-up would find the site.
            #expect(await Self.failure(fetcher, address)?.code == "unreachable")
            #expect(calls.withLock { $0 } == 1)
            #expect(site.requests.isEmpty)
            // The next fetch asks anew, and refuses what it hears.
            #expect(await Self.failure(fetcher, address)?.code == "address-refused")
            #expect(site.requests.isEmpty)
        }
    }

    @Test("a name is connected to at its checked address, and asked for by its name")
    func pinned() async throws {
        try await TestSite.serving({ _ in .html("here") }) { site in
            let resolver = Resolver { _ in [IPAddress("127.0.0.1")].compactMap(\.self) }
            let policy = try #require(AddressPolicy(allowing: "127.0.0.1"))
            let address = try #require(WebAddress("http://no-such-name.test:\(site.port)/a?b=c"))
            let answer = try await WebFetcher(policy: policy, resolver: resolver).fetch(address)
            #expect(String(decoding: answer.bytes, as: UTF8.self) == "here")
            #expect(site.requests.first?.headers["host"] == "no-such-name.test:\(site.port)")
            #expect(site.requests.first?.target == "/a?b=c")
        }
    }

    @Test("cookies are taken from nobody, and nobody is told where a visitor came from")
    func cookies() async throws {
        try await TestSite.serving({ request in
            request.target == "/a"
                ? .status(302, ("Location", "/b"), ("Set-Cookie", "id=1; Path=/"))
                : .html("here", ("Set-Cookie", "id=2"))
        }) { site in
            let fetcher = Self.fetcher()
            for _ in 0..<2 { _ = try await fetcher.fetch(try #require(Self.address(site, "/a"))) }
            #expect(site.requests.count == 4)
            for request in site.requests {
                #expect(request.headers["cookie"] == nil)
                #expect(request.headers["referer"] == nil)
            }
        }
    }

    @Test("redirects end somewhere")
    func redirects() async throws {
        try await TestSite.serving({ request in
            let number = Int(request.target.dropFirst()) ?? 0
            return .status(301, ("Location", "/\(number + 1)"))
        }) { site in
            let fetcher = Self.fetcher { $0.redirectCount = 5 }
            #expect(await Self.failure(fetcher, Self.address(site, "/0"))?.code == "bad-redirect")
            #expect(site.requests.count == 6)
        }
        try await TestSite.serving({ _ in .status(302, ("Location", "file:///etc/passwd")) }) { site in
            #expect(await Self.failure(Self.fetcher(), Self.address(site))?.code == "bad-redirect")
        }
    }

    @Test("a body without an end, however fast or slow, is given up")
    func endless() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".utf8)
        try await TestSite.serving({ request in
            request.target == "/fast"
                ? .endless(start: head, piece: Array(repeating: 0x61, count: 1 << 16), pause: .zero)
                : .endless(start: head, piece: [0x61], pause: .milliseconds(50))
        }) { site in
            let fast = Self.fetcher { $0.byteCount = 1 << 20 }
            #expect(await Self.failure(fast, Self.address(site, "/fast"))?.code == "too-large")
            let slow = Self.fetcher { $0.seconds = 1 }
            #expect(await Self.failure(slow, Self.address(site, "/slow"))?.code == "timed-out")
        }
    }

    @Test("headers that never end, and a server that says nothing, are given up")
    func silence() async throws {
        try await TestSite.serving({ request in
            request.target == "/silent"
                ? .endless(start: [], piece: [], pause: .seconds(60))
                : .endless(
                    start: Array("HTTP/1.1 200 OK\r\n".utf8),
                    piece: Array("X-A: b\r\n".utf8),
                    pause: .milliseconds(50)
                )
        }) { site in
            let fetcher = Self.fetcher { ($0.seconds, $0.idleSeconds) = (1, 0.5) }
            #expect(await Self.failure(fetcher, Self.address(site, "/silent"))?.code == "timed-out")
            #expect(await Self.failure(fetcher, Self.address(site, "/headers"))?.code == "timed-out")
        }
    }

    @Test("a packed answer counts by what it unpacks to")
    func bomb() async throws {
        let bomb = try Shell.output(of: "head -c 10485760 /dev/zero | gzip -9")
        #expect(bomb.count < 20_000)
        try await TestSite.serving({ _ in
            .answer(headers: [("Content-Encoding", "gzip"), ("Content-Type", "text/html")], body: bomb)
        }) { site in
            let fetcher = Self.fetcher { $0.byteCount = 1 << 20 }
            #expect(await Self.failure(fetcher, Self.address(site))?.code == "too-large")
            let large = try await Self.fetcher().fetch(try #require(Self.address(site)))
            #expect(large.bytes.count == 10 << 20)
        }
        try await TestSite.serving({ _ in .answer(headers: [("Content-Encoding", "br")], body: [1, 2, 3]) }) { site in
            #expect(await Self.failure(Self.fetcher(), Self.address(site))?.code == "unknown-encoding")
        }
    }

    @Test("a length that lies is noticed")
    func lyingLength() async throws {
        try await TestSite.serving({ request in
            switch request.target {
            case "/more": .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".utf8))
            case "/huge": .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nshort".utf8))
            case "/less": .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nshort and more".utf8))
            default: .raw(Array("no HTTP at all\r\n\r\n".utf8))
            }
        }) { site in
            let fetcher = Self.fetcher()
            #expect(await Self.failure(fetcher, Self.address(site, "/more")) != nil)
            #expect(await Self.failure(fetcher, Self.address(site, "/huge"))?.code == "too-large")
            #expect(await Self.failure(fetcher, Self.address(site, "/none")) != nil)
            let less = try? await fetcher.fetch(try #require(Self.address(site, "/less")))
            #expect(less.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "short" == "short")
        }
    }

    @Test("what is known is asked about, and may be unchanged")
    func conditional() async throws {
        try await TestSite.serving({ request in
            request.headers["if-none-match"] == "\"a\"" ? .status(304) : .html("here", ("ETag", "\"a\""))
        }) { site in
            let fetcher = Self.fetcher()
            let first = try await fetcher.fetch(try #require(Self.address(site)))
            #expect(first.etag == "\"a\"" && !first.isUnchanged)
            let second = try await fetcher.fetch(try #require(Self.address(site)), known: .init(etag: first.etag))
            #expect(second.isUnchanged && second.bytes.isEmpty)
        }
    }
}
