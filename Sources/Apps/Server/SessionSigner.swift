// Sign-in with one secret: a cookie that is nothing but its own end, signed. No table of sessions to lose.

internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// Checks secrets, and makes and checks session cookies.
final class SessionSigner: Sendable {
    static let cookie = "kaiyuan_session"
    private static let lifetime = 30 * 24 * 3600.0
    private let secret: String
    private let key: SymmetricKey
    private let limit = Mutex(AttemptLimit())
    private let onWrongSecret: @Sendable (_ client: String) -> Void

    /// A signer for a secret; tells `onWrongSecret` who did not know it.
    init(secret: String, onWrongSecret: @escaping @Sendable (_ client: String) -> Void = { _ in }) {
        (self.secret, self.onWrongSecret) = (secret, onWrongSecret)
        key = SymmetricKey(data: SHA256.hash(data: Data("kaiyuan session \(secret)".utf8)))
    }

    /// The cookie for somebody who knows the secret.
    ///
    /// - Throws: `wrong_secret`, or `too_many_attempts` after ten wrong ones of this client within a minute.
    func signIn(_ attempt: String, client: String, isSecure: Bool = false, now: Date = .now) throws -> String {
        guard try isRight(attempt, client: client, now: now) else {
            throw APIError(status: .unauthorized, code: "wrong_secret", message: "That is not the secret.")
        }
        let end = String(Int(now.timeIntervalSince1970 + Self.lifetime))
        return
            "\(Self.cookie)=\(end).\(signature(of: end)); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(Int(Self.lifetime))"
            + (isSecure ? "; Secure" : "")
    }

    static let signOutCookie = "\(cookie)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"

    /// Whether the request brings the secret or a cookie that is still good.
    ///
    /// - Throws: `too_many_attempts` when it brings a secret after ten wrong ones of this client within a minute.
    func admits(_ request: Request, client: String, now: Date = .now) throws -> Bool {
        if let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") {
            return try isRight(String(header.dropFirst(7)), client: client, now: now)
        }
        guard let value = request.cookies[Self.cookie]?.value else { return false }
        let parts = value.split(separator: ".")
        guard parts.count == 2, let end = Double(parts[0]), end > now.timeIntervalSince1970 else { return false }
        return Self.equal(signature(of: String(parts[0])), String(parts[1]))
    }

    private func isRight(_ attempt: String, client: String, now: Date) throws -> Bool {
        guard !limit.withLock({ $0.isReached(by: client, at: now) }) else {
            throw APIError(
                status: .tooManyRequests,
                code: "too_many_attempts",
                message: "Too many wrong secrets. Wait a minute.",
                headers: [.retryAfter: "60"]
            )
        }
        if Self.equal(attempt, secret) { return true }
        limit.withLock { $0.fail(client, at: now) }
        onWrongSecret(client)
        return false
    }

    private func signature(of text: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// Takes as long for a near miss as for a far one.
    private static func equal(_ a: String, _ b: String) -> Bool {
        let (first, second) = (SHA256.hash(data: Data(a.utf8)), SHA256.hash(data: Data(b.utf8)))
        return zip(first, second).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
