import Foundation
import HTTPTypes
import Hummingbird
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
        let cookie = try signer.signIn("a long enough secret")
        let pair = String(cookie.prefix { $0 != ";" })
        #expect(signer.admits(request([.cookie: pair])))
        #expect(!signer.admits(request([.cookie: pair]), now: .now + 31 * 24 * 3600))
        #expect(!signer.admits(request([.cookie: pair + "0"])))
        #expect(!SessionSigner(secret: "another secret!!").admits(request([.cookie: pair])))
        #expect(signer.admits(request([.authorization: "Bearer a long enough secret"])))
        #expect(!signer.admits(request([.authorization: "Bearer a long enough secre"])))
        #expect(!signer.admits(request([:])))
    }

    @Test("ten wrong secrets in a minute make everybody wait")
    func throttling() throws {
        let signer = SessionSigner(secret: "a long enough secret")
        let now = Date.now
        for _ in 0..<10 { #expect(throws: APIError.self) { try signer.signIn("wrong", now: now) } }
        let error = #expect(throws: APIError.self) { _ = try signer.signIn("a long enough secret", now: now) }
        #expect(error?.code == "too_many_attempts")
        #expect((try? signer.signIn("a long enough secret", now: now + 61)) != nil)
    }

    @Test(
        "a server that others can reach starts only with a secret",
        arguments: [
            ("127.0.0.1", nil, true), ("localhost", nil, true), ("0.0.0.0", nil, false), ("0.0.0.0", "short", false),
            ("0.0.0.0", "long enough!", true), ("::", nil, false), ("::1", nil, true),
        ] as [(String, String?, Bool)]
    )
    func settings(host: String, secret: String?, starts: Bool) {
        let settings = ServerSettings(host: host, port: 0, secret: secret, uploadFolder: "", version: "")
        #expect((settings.problem == nil) == starts)
    }
}
