// `/api/session`: signing in and out where the server asks for a secret.

internal import HTTPTypes
internal import Hummingbird

/// Signing in and out.
struct SessionRoutes {
    let sessions: SessionSigner?

    func add(to router: Router<KaiyuanContext>) {
        router.post("api/session", use: signIn)
        router.delete("api/session", use: signOut)
    }

    @Sendable func signIn(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let body = try await JSONBody.decode(SignInRequest.self, from: request)
        guard let sessions else { return Response(status: .noContent) }
        let cookie = try sessions.signIn(
            body.secret,
            client: context.client(of: request),
            isSecure: request.isSecure
        )
        return Response(status: .noContent, headers: [.setCookie: cookie])
    }

    @Sendable func signOut(_ request: Request, context: KaiyuanContext) async throws -> Response {
        Response(status: .noContent, headers: [.setCookie: SessionSigner.signOutCookie])
    }
}

private struct SignInRequest: Decodable {
    var secret: String
}
