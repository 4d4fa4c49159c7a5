import Testing

@testable import Server

@Suite("Hosts and origins")
struct AuthorityTests {
    @Test(
        "only this machine's own names are local",
        arguments: [
            ("localhost", true), ("localhost:8080", true), ("LOCALHOST:80", true), ("127.0.0.1:1", true),
            ("127.255.3.4", true), ("[::1]", true), ("[::1]:8080", true), ("", false), ("localhost:", false),
            ("localhost:x", false), ("localhost:99999", false), ("localhost:80:80", false), ("localhost.", false),
            ("127.evil.example", false), ("127.0.0.1.evil.example", false), ("127.0.0.1@evil.example", false),
            ("127.0.0", false), ("127.0.0.256", false), ("127.0.0.+1", false), ("127.0.0.1234", false),
            ("128.0.0.1", false), ("[::1]evil", false), ("[::2]", false), ("[::1", false), ("localhost/x", false),
        ]
    )
    func loopback(host: String, isLocal: Bool) {
        #expect((Authority(host)?.isLoopback ?? false) == isLocal)
    }

    @Test(
        "an origin is ours when scheme, host and port are",
        arguments: [
            ("http://localhost:8080", false, true), ("HTTP://LOCALHOST:8080", false, true),
            ("https://localhost:8080", false, true), ("https://localhost:8080", true, true),
            ("http://localhost:8080", true, false), ("ftp://localhost:8080", false, false),
            ("http://evil.example/localhost:8080", false, false), ("localhost:8080", false, false),
            ("http://localhost", false, false), ("http://localhost:80", false, false), ("null", false, false),
            ("http://x@localhost:8080", false, false),
        ]
    )
    func origins(origin: String, isSecure: Bool, isOwn: Bool) {
        #expect(Authority.isOwn(origin, host: "localhost:8080", isSecure: isSecure) == isOwn)
    }
}
