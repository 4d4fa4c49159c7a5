// Turns whatever a route throws into the API's JSON, and logs what was our fault.

internal import HTTPTypes
internal import Hummingbird
internal import Logging

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
    func handle(
        _ request: Request,
        context: KaiyuanContext,
        next: (Request, KaiyuanContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let answer = APIError(error)
            if answer.status.code >= 500 {
                context.logger.error("Request failed", metadata: ["error": "\(error)"])
            }
            return try JSONBody.response(ErrorBody(answer), status: answer.status, headers: answer.headers)
        }
    }
}
