// What the page needs first, and what probes and Prometheus ask for.

internal import Assistant
internal import Documents
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Retrieval

/// `/api/status`, `/health`, `/ready`, `/metrics`.
struct StatusRoutes {
    let library: Library
    let readiness: Readiness
    let examples: ExampleQuestions
    let metrics: ServerMetrics
    let settings: ServerSettings
    let sessions: SessionSigner?

    func add(to router: Router<KaiyuanContext>) {
        router.get("api/status", use: status)
        router.get("health", use: health)
        router.get("ready", use: ready)
        router.get("metrics", use: scrape)
    }

    @Sendable func status(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let signedIn = try sessions?.admits(request, client: context.client(of: request)) ?? true
        // Somebody who is not signed in learns nothing of what is inside.
        let inside = signedIn ? try await library.statistics() : nil
        return try JSONBody.response(
            StatusBody(
                name: "Kaiyuan",
                version: settings.version,
                documents: inside?.documentCount ?? 0,
                passages: inside?.passageCount ?? 0,
                signed_in: signedIn,
                sign_in_required: sessions != nil,
                examples: signedIn ? try await examples.questions() : [],
                limits: .init(
                    question_characters: AskRequest.longestQuestion,
                    file_bytes: ReadingLimits.standard.byteCount
                )
            )
        )
    }

    @Sendable func health(_ request: Request, context: KaiyuanContext) async throws -> Response {
        try JSONBody.response(["status": "ok"])
    }

    /// Ready when the library answered lately.
    @Sendable func ready(_ request: Request, context: KaiyuanContext) async throws -> Response {
        guard readiness.isReady else {
            throw APIError(status: .serviceUnavailable, code: "not_ready", message: "The library does not answer.")
        }
        return try JSONBody.response(["status": "ready"])
    }

    @Sendable func scrape(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let inside = readiness.statistics
        let text = metrics.text(
            gauges: [
                ("kaiyuan_documents", "Documents in the library.", inside.documentCount),
                ("kaiyuan_passages", "Passages in the library.", inside.passageCount),
            ]
        )
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

private struct StatusBody: Encodable {
    struct Limits: Encodable {
        var question_characters: Int
        var file_bytes: Int
    }

    var name: String
    var version: String
    var documents: Int
    var passages: Int
    var signed_in: Bool
    var sign_in_required: Bool
    var examples: [ExampleQuestion]
    var limits: Limits
}
