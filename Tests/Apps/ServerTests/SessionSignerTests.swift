import Foundation
import HTTPTypes
import Hummingbird
import Synchronization
import Testing

@testable import Server

@Suite("Signing in")
struct SessionSignerTests {
    private func request(_ headers: HTTPFields) -> Request {
        Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/", headerFields: headers),
            body: RequestBody(buffer: .init())
        )
    }

    @Test("the cookie admits until it ends, and no other one does")
    func cookies() throws {
        let signer = SessionSigner(secret: "a long enough secret")
        let cookie = try signer.signIn("a long enough secret", client: "a")
        let pair = String(cookie.prefix { $0 != ";" })
        #expect(try signer.admits(request([.cookie: pair]), client: "a"))
        #expect(try !signer.admits(request([.cookie: pair]), client: "a", now: .now + 31 * 24 * 3600))
        #expect(try !signer.admits(request([.cookie: pair + "0"]), client: "a"))
        #expect(try !SessionSigner(secret: "another secret!!").admits(request([.cookie: pair]), client: "a"))
        #expect(try signer.admits(request([.authorization: "Bearer a long enough secret"]), client: "a"))
        #expect(try !signer.admits(request([.authorization: "Bearer a long enough secre"]), client: "a"))
        #expect(try !signer.admits(request([:]), client: "a"))
    }

    @Test("ten wrong secrets in a minute make the one who tried them wait, and nobody else")
    func throttling() throws {
        let tried = Mutex(0)
        let signer = SessionSigner(secret: "a long enough secret") { client in
            #expect(client == "a")
            tried.withLock { $0 += 1 }
        }
        let now = Date.now
        let guess = request([.authorization: "Bearer wrong"])
        for _ in 0..<5 {
            #expect(throws: APIError.self) { try signer.signIn("wrong", client: "a", now: now) }
            #expect(try !signer.admits(guess, client: "a", now: now))
        }
        #expect(tried.withLock { $0 } == 10)
        let error = #expect(throws: APIError.self) {
            _ = try signer.signIn("a long enough secret", client: "a", now: now)
        }
        #expect(error?.code == "too_many_attempts")
        let bearer = #expect(throws: APIError.self) { _ = try signer.admits(guess, client: "a", now: now) }
        #expect(bearer?.code == "too_many_attempts")
        #expect((try? signer.signIn("a long enough secret", client: "b", now: now)) != nil)
        #expect((try? signer.signIn("a long enough secret", client: "a", now: now + 61)) != nil)
    }

    @Test("ever new addresses take no ever more memory, and do not free the one who guesses")
    func manyClients() {
        var limit = AttemptLimit()
        let start = Date.now
        for number in 0..<10 { limit.fail("a", at: start + Double(number)) }
        for number in 0..<10_100 { limit.fail("client \(number)", at: start + 5) }
        #expect(limit.isReached(by: "a", at: start + 10))
    }

    @Test(
        "a server that others can reach starts only with a secret",
        arguments: [
            ("127.0.0.1", nil, true), ("localhost", nil, true), ("0.0.0.0", nil, false), ("0.0.0.0", "short", false),
            ("0.0.0.0", "long enough!", true), ("::", nil, false), ("::1", nil, true),
            ("127.example.com", nil, false), ("127.0.0.1", "               ", false),
            ("127.0.0.1", "long enough!", true),
        ] as [(String, String?, Bool)]
    )
    func settings(host: String, secret: String?, starts: Bool) {
        let settings = ServerSettings(host: host, port: 0, secret: secret, uploadFolder: "", version: "")
        #expect((settings.problem == nil) == starts)
    }
}
