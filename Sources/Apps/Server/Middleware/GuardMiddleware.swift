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
    private static let openPrefixes = ["/assets/", "/vendor/", "/c/", "/d/", "/s/", "/api/shares/"]
    /// Where answers are made of what is inside; all other addresses are the page's or nobody's.
    private static let closedPrefixes = ["/api/", "/v1/", "/metrics"]
    private static let openPaths: Set<String> = [
        "/", "/history", "/library", "/api/session", "/api/status", "/health", "/ready", "/openapi.json",
        "/favicon.ico", "/manifest.webmanifest", "/opensearch.xml", "/sw.js", "/embed", "/embed.js", "/embed/ask",
    ]

    func handle(
        _ request: Request,
        context: KaiyuanContext,
        next: (Request, KaiyuanContext) async throws -> Response
    ) async throws -> Response {
        try refuseOtherOrigins(request)
        if let sessions, !isOpen(request), !(try sessions.admits(request, client: context.client(of: request))) {
            throw APIError(
                status: .unauthorized,
                // The page asks for the secret at the one code, OpenAI's clients know the other.
                code: request.uri.path.hasPrefix("/v1/") ? "invalid_api_key" : "sign_in_required",
                message: "This server asks for its secret. Sign in on the page, or send Authorization: Bearer SECRET.",
                headers: [.wwwAuthenticate: "Bearer realm=\"kaiyuan\""]
            )
        }
        return try await next(request, context)
    }

    private func isOpen(_ request: Request) -> Bool {
        let path = request.uri.path
        if request.method == .get || request.method == .head {
            if Self.openPrefixes.contains(where: path.hasPrefix) { return true }
            if request.acceptsPage, !Self.closedPrefixes.contains(where: path.hasPrefix) { return true }
        }
        return Self.openPaths.contains(path)
    }

    /// The one script that pages of other sites may load, where they may show the search box at all.
    private func isForSites(_ request: Request) -> Bool {
        settings.embed.isOn && request.uri.path == "/embed.js" && request.method == .get
    }

    /// A page elsewhere may point a browser at us (even by a name that it makes resolve to 127.0.0.1), but then the
    /// browser says so in `Origin`, `Host` or `Sec-Fetch-Site`.
    private func refuseOtherOrigins(_ request: Request) throws {
        let host = request.head.authority ?? ""
        if settings.secret == nil, Authority(host)?.isLoopback != true {
            throw APIError(
                status: .misdirectedRequest,
                code: "unknown_host",
                message: "This server answers to localhost only, not to \"\(host.prefix(100))\"."
            )
        }
        let origin = request.headers[.origin]
        let isForeign =
            origin.map { !Authority.isOwn($0, host: host, isSecure: request.isSecure) } ?? false
            || (request.headers[.secFetchSite] == "cross-site" && request.headers[.secFetchMode] != "navigate"
                && !isForSites(request))
        if isForeign {
            throw APIError(
                status: .forbidden,
                code: "foreign_origin",
                message: "Requests from pages of other sites are refused."
            )
        }
    }
}
