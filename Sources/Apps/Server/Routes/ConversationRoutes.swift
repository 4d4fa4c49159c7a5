// `/api/conversations` and `/api/shares`: the history, and snapshots of it that a link opens.

internal import Assistant
internal import Foundation
internal import Hummingbird

/// Listing, reading, renaming, deleting and sharing conversations.
struct ConversationRoutes {
    let store: ConversationStore

    func add(to router: Router<KaiyuanContext>) {
        router.get("api/conversations", use: list)
        router.delete("api/conversations", use: deleteAll)
        router.get("api/conversations/:id", use: read)
        router.patch("api/conversations/:id", use: rename)
        router.delete("api/conversations/:id", use: delete)
        router.post("api/conversations/:id/shares", use: share)
        router.get("api/conversations/:id/shares", use: shares)
        router.get("api/shares/:token", use: shared)
        router.delete("api/shares/:token", use: revoke)
    }

    @Sendable func list(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let limit = try QueryValue.integer("limit", in: request, 1...200) ?? 50
        var heads = try await store.list(
            containing: QueryValue.text("query", in: request),
            after: QueryValue.identifier("after", in: request),
            limit: limit + 1
        )
        let hasMore = heads.count > limit
        heads = Array(heads.prefix(limit))
        return try JSONBody.response(ConversationList(conversations: heads, has_more: hasMore))
    }

    @Sendable func read(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let (head, turns) = try await store.conversation(try context.parameters.require("id"))
        return try JSONBody.response(ConversationBody(head: head, turns: turns))
    }

    @Sendable func rename(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let body = try await JSONBody.decode(RenameRequest.self, from: request)
        let title = body.title.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !title.isEmpty, title.unicodeScalars.count <= 200 else {
            throw APIError.invalid("A title has 1 to 200 characters.", param: "title")
        }
        return try JSONBody.response(try await store.rename(try context.parameters.require("id"), to: title))
    }

    @Sendable func delete(_ request: Request, context: KaiyuanContext) async throws -> Response {
        try await store.delete(try context.parameters.require("id"))
        return Response(status: .noContent)
    }

    @Sendable func deleteAll(_ request: Request, context: KaiyuanContext) async throws -> Response {
        try await store.deleteAll()
        return Response(status: .noContent)
    }

    @Sendable func share(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let share = try await store.share(try context.parameters.require("id"))
        return try JSONBody.response(ShareBody(share))
    }

    @Sendable func shares(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let shares = try await store.shares(of: try context.parameters.require("id"))
        return try JSONBody.response(["shares": shares.map(ShareBody.init)])
    }

    @Sendable func shared(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let shared = try await store.shared(try context.parameters.require("token"))
        return try JSONBody.response(SharedBody(shared))
    }

    @Sendable func revoke(_ request: Request, context: KaiyuanContext) async throws -> Response {
        try await store.revoke(try context.parameters.require("token"))
        return Response(status: .noContent)
    }
}

private struct RenameRequest: Decodable {
    var title: String
}

private struct ConversationList: Encodable {
    var conversations: [ConversationHead]
    var has_more: Bool
}

private struct ConversationBody: Encodable {
    var id: String
    var title: String
    var created_at: String
    var updated_at: String
    var turns: [TurnBody]

    init(head: ConversationHead, turns: [Turn]) {
        id = head.id
        title = head.title
        created_at = head.createdAt
        updated_at = head.updatedAt
        self.turns = turns.map(TurnBody.init)
    }
}

/// A turn with its answer's fields beside its own.
struct TurnBody: Encodable {
    let turn: Turn

    init(_ turn: Turn) { self.turn = turn }

    private enum CodingKeys: String, CodingKey {
        case id, question, scope
        case createdAt = "created_at"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(turn.id, forKey: .id)
        try container.encode(turn.question, forKey: .question)
        try container.encode(turn.createdAt, forKey: .createdAt)
        try container.encodeIfPresent(turn.scope, forKey: .scope)
        try turn.answer.encode(to: encoder)
    }
}

private struct ShareBody: Encodable {
    var token: String
    var url: String
    var created_at: String

    init(_ share: Share) {
        token = share.token
        url = "/s/\(share.token)"
        created_at = share.createdAt
    }
}

private struct SharedBody: Encodable {
    var title: String
    var created_at: String
    var turns: [TurnBody]

    init(_ shared: SharedConversation) {
        title = shared.title
        created_at = shared.createdAt
        turns = shared.turns.map(TurnBody.init)
    }
}
