// What every response says: where scripts and pictures may come from, and the request's id.

internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Adds the security headers, `x-request-id`, and to OpenAI's dialect how long the work took.
struct HeaderMiddleware: RouterMiddleware {
    let embed: EmbedOrigins

    static func contentSecurityPolicy(ancestors: String = "'none'") -> String {
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
            "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "base-uri 'none'",
            "form-action 'self'", "frame-ancestors \(ancestors)",
        ].joined(separator: "; ")
    }

    private static let fixed: [(HTTPField.Name, String)] = [
        ("Content-Security-Policy", contentSecurityPolicy()),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }

    func handle(
        _ request: Request,
        context: KaiyuanContext,
        next: (Request, KaiyuanContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let began = clock.now
        var response = try await next(request, context)
        for (name, value) in Self.fixed { response.headers[name] = value }
        response.headers[.requestID] = context.id
        let path = request.uri.path
        if embed.isOn { openToSites(path, &response) }
        if path.hasPrefix("/v1/") {
            response.headers[.processingTime] = String(Int((clock.now - began) / .milliseconds(1)))
        }
        // Whoever has the link may read a snapshot; nobody should find it.
        if path.hasPrefix("/s/") || path.hasPrefix("/api/shares/") { response.headers[.robots] = "noindex" }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }

    /// Two addresses are made for other sites: a page for their frames, and the script that makes the frame.
    private func openToSites(_ path: String, _ response: inout Response) {
        if path == "/embed" {
            response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy(ancestors: embed.ancestors)
            response.headers[.frameOptions] = nil
        } else if path == "/embed.js" {
            response.headers[.resourcePolicy] = "cross-origin"
        }
    }
}
