// Who may come in: pages of other origins never, and anybody else only with the secret where there is one.

internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Refuses requests that other sites make through somebody's browser, and asks for the secret.
struct GuardMiddleware: RouterMiddleware {
    let settings: ServerSettings
    let sessions: SessionSigner?

    /// Reached without the secret: the page itself, what it needs to show a sign-in, shared snapshots, and probes.
    private static let openPrefixes = ["/assets/", "/vendor/", "/s/", "/api/shares/"]
    private static let openPaths: Set<String> = [
        "/", "/history", "/library", "/api/session", "/api/status", "/health", "/ready", "/openapi.json",
        "/favicon.ico",
    ]

    func handle(
        _ request: Request,
        context: KaiyuanContext,
        next: (Request, KaiyuanContext) async throws -> Response
    ) async throws -> Response {
        try refuseOtherOrigins(request)
        if let sessions, !isOpen(request), !sessions.admits(request) {
            throw APIError(
                status: .unauthorized,
                code: "sign_in_required",
                message: "This server asks for its secret. Sign in on the page, or send Authorization: Bearer SECRET."
            )
        }
        return try await next(request, context)
    }

    private func isOpen(_ request: Request) -> Bool {
        let path = request.uri.path
        if request.method == .get || request.method == .head {
            if path.hasPrefix("/c/") || path.hasPrefix("/d/") { return true }
            if Self.openPrefixes.contains(where: path.hasPrefix) { return true }
        }
        return Self.openPaths.contains(path)
    }

    /// A page elsewhere may point a browser at us (even by a name that it makes resolve to 127.0.0.1), but then the
    /// browser says so in `Origin`, `Host` or `Sec-Fetch-Site`.
    private func refuseOtherOrigins(_ request: Request) throws {
        let host = request.head.authority ?? ""
        if settings.secret == nil, !Self.isLocal(host) {
            throw APIError(
                status: .misdirectedRequest,
                code: "unknown_host",
                message: "This server answers to localhost only, not to \"\(host)\"."
            )
        }
        let origin = request.headers[.origin]
        let isForeign =
            origin.map { $0.split(separator: "/").last.map(String.init) != host } ?? false
            || (request.headers[.secFetchSite] == "cross-site" && request.headers[.secFetchMode] != "navigate")
        if isForeign {
            throw APIError(
                status: .forbidden,
                code: "foreign_origin",
                message: "Requests from pages of other sites are refused."
            )
        }
    }

    private static func isLocal(_ host: String) -> Bool {
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        return name.isEmpty || name == "localhost" || name == "[::1]" || name.hasPrefix("127.")
    }
}

extension HTTPField.Name {
    fileprivate static var secFetchSite: Self { Self("Sec-Fetch-Site") ?? .origin }
    fileprivate static var secFetchMode: Self { Self("Sec-Fetch-Mode") ?? .origin }
}
