// Tells the routes how long a client's body is waited for.

internal import Hummingbird

/// Sets `ClientPatience.current`.
struct PatienceMiddleware: RouterMiddleware {
    let patience: ClientPatience

    func handle(
        _ request: Request,
        context: KaiyuanContext,
        next: (Request, KaiyuanContext) async throws -> Response
    ) async throws -> Response {
        try await ClientPatience.$current.withValue(patience) { try await next(request, context) }
    }
}
