import Testing

@testable import Web

@Suite("Which machines may be asked")
struct AddressPolicyTests {
    @Test(
        "special-purpose addresses are refused, in every way to write them",
        arguments: [
            "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1", "100.127.255.255", "0.0.0.0", "224.0.0.1", "239.255.255.250", "255.255.255.255", "192.0.2.1",
            "198.18.0.1", "198.51.100.7", "203.0.113.9", "240.0.0.1", "192.0.0.8", "192.88.99.1",
            "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
            "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001:db8::1", "2001::1", "2002:7f00:1::",
            "3fff::1", "5f00::1", "fec0::1", "::127.0.0.1",
        ]
    )
    func refused(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(!AddressPolicy().allows(address, for: "example.org"))
    }

    @Test(
        "addresses of the public internet are allowed, the neighbours of special ones too",
        arguments: [
            "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255",
            "2606:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888",
        ]
    )
    func allowed(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressPolicy().allows(address, for: "example.org"))
    }

    @Test("a list allows hosts by name and networks by address, and nothing else")
    func list() throws {
        let policy = try #require(AddressPolicy(allowing: "wiki.local, 10.0.0.0/8 ::1"))
        let (local, inside, other) = (
            try #require(IPAddress("192.168.0.9")), try #require(IPAddress("10.9.8.7")), try #require(IPAddress("::1"))
        )
        #expect(policy.allows(local, for: "wiki.local"))
        #expect(!policy.allows(local, for: "wiki.local.example.org"))
        #expect(policy.allows(inside, for: "example.org"))
        #expect(policy.allows(other, for: "example.org"))
        #expect(AddressPolicy(allowing: "10.0.0.0/33") == nil)
        #expect(AddressPolicy(allowing: "http://wiki.local") == nil)
        #expect(AddressPolicy(allowing: "") == AddressPolicy())
    }

    @Test(
        "an address has one spelling",
        arguments: [
            ("HTTP://Example.ORG:80/a/../b/./c#f", "http://example.org/b/c"),
            ("https://example.org", "https://example.org/"),
            ("https://example.org:443/?utm_source=x&id=1&fbclid=2", "https://example.org/?id=1"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
            ("https://example.org./a", "https://example.org/a"),
            ("http://例子.中国", "http://xn--fsqu00a.xn--fiqs8s/"),
            ("https://example.org/水", "https://example.org/%E6%B0%B4"),
        ]
    )
    func spelling(text: String, expected: String) throws {
        #expect(try #require(WebAddress(text)).description == expected)
    }

    @Test(
        "what is no page's address is none",
        arguments: [
            "javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/", "http://user:secret@example.org/",
            "http:///path", "mailto:a@example.org", "https://ex ample.org/", "http://example.org:99999/",
            "gopher://127.0.0.1:6379/_FLUSHALL", "https://example.org/" + String(repeating: "a", count: 2_000),
        ]
    )
    func refusedSpelling(text: String) { #expect(WebAddress(text) == nil) }

    @Test("relative links are read from where they stand")
    func relative() throws {
        let base = try #require(WebAddress("https://example.org/a/b?x=1"))
        #expect(WebAddress("../c", from: base)?.description == "https://example.org/c")
        #expect(WebAddress("//other.org/d", from: base)?.description == "https://other.org/d")
        #expect(WebAddress("?y=2", from: base)?.description == "https://example.org/a/b?y=2")
    }
}
