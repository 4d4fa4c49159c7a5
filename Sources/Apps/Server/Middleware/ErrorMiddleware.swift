// Turns whatever a route throws into the API's JSON, and logs what was our fault.

internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// `{"error": {"message", "type", "param", "code"}}`, as OpenAI's clients read it.
struct ErrorBody: Encodable {
    struct Content: Encodable {
        var message: String
        var type: String
        var param: String?
        var code: String

        enum CodingKeys: CodingKey { case message, type, param, code }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(message, forKey: .message)
            try container.encode(type, forKey: .type)
            try container.encode(param, forKey: .param)
            try container.encode(code, forKey: .code)
        }
    }

    var error: Content

    init(_ error: APIError) {
        self.error = Content(message: error.message, type: error.type, param: error.param, code: error.code)
    }
}

/// Answers errors.
struct ErrorMiddleware: RouterMiddleware {
    /// How Hummingbird calls the endpoint of an address that nobody has.
    private static let noEndpoint = "NotFound"

    let pages: PageRoutes

    func handle(
        _ request: Request,
        context: KaiyuanContext,
        next: (Request, KaiyuanContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let refusal = APIError(error)
            if refusal.status.code >= 500 {
                context.logger.error("Request failed", metadata: ["error": "\(error)"])
            }
            // Somebody who follows a link that leads nowhere sees the page, which says so.
            if refusal.status == .notFound, context.endpointPath == Self.noEndpoint, request.acceptsPage {
                return try pages.unknownAddress()
            }
            return try leavesBody(request, refusal)
                ? Self.last(refusal, context)
                : JSONBody.response(ErrorBody(refusal), status: refusal.status, headers: refusal.headers)
        }
    }

    /// Whether more of the body may come than is worth reading to its end.
    private func leavesBody(_ request: Request, _ refusal: APIError) -> Bool {
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        return [.contentTooLarge, .requestTimeout].contains(refusal.status) || length > JSONBody.largestBody
    }

    /// A response behind which the connection closes: our side at once, the other when the client has had the time to
    /// read why (closing both at once makes the system throw away what was sent).
    private static func last(_ refusal: APIError, _ context: KaiyuanContext) throws -> Response {
        let body = ByteBuffer(bytes: try JSONBody.encode(ErrorBody(refusal)))
        var headers = refusal.headers
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.connection] = "close"
        let channel = context.channel
        return Response(
            status: refusal.status,
            headers: headers,
            body: ResponseBody(contentLength: body.readableBytes) { writer in
                try await writer.write(body)
                try await writer.finish(nil)
                channel.close(mode: .output, promise: nil)
                channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
            }
        )
    }
}

extension Request {
    /// Whether a browser wants to show what comes back.
    var acceptsPage: Bool {
        (method == .get || method == .head) && headers[.accept]?.contains("text/html") ?? false
    }
}
