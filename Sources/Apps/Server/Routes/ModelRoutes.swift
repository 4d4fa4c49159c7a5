// `GET /v1/models`: what a client may ask for by name.

internal import Foundation
internal import Hummingbird

/// Lists models as OpenAI does.
struct ModelRoutes {
    static let assistantName = "kaiyuan"
    /// When the assistant appeared, in seconds since 1970; clients want a number here.
    private static let created = 1_795_392_000

    func add(to router: Router<KaiyuanContext>) {
        router.get("v1/models", use: list)
        router.get("v1/models/**", use: read)
    }

    private var assistant: ModelBody {
        ModelBody(id: Self.assistantName, object: "model", created: Self.created, owned_by: "kaiyuan")
    }

    @Sendable func list(_ request: Request, context: KaiyuanContext) async throws -> Response {
        try JSONBody.response(ModelList(object: "list", data: [assistant]))
    }

    /// Model names may hold slashes, sent as they are or as `%2F`.
    @Sendable func read(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let path = context.parameters.getCatchAll().joined(separator: "/")
        let name = path.removingPercentEncoding ?? path
        guard name == Self.assistantName else { throw APIError.unknownModel(name) }
        return try JSONBody.response(assistant)
    }
}

extension APIError {
    static func unknownModel(_ name: String) -> APIError {
        APIError(
            status: .notFound,
            code: "model_not_found",
            message: "There is no model \"\(name.prefix(80))\" here. GET /v1/models lists them.",
            param: "model"
        )
    }
}

private struct ModelBody: Encodable {
    var id: String
    var object: String
    var created: Int
    var owned_by: String
}

private struct ModelList: Encodable {
    var object: String
    var data: [ModelBody]
}
