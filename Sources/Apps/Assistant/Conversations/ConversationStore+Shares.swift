// Snapshots of conversations that a link opens, and that can be revoked.

internal import Foundation
internal import Store

extension ConversationStore {
    /// Makes a link to the conversation as it is now; it shows nothing of what comes later.
    package func share(_ id: String) async throws -> Share {
        let token = Self.identifier()
        let now = Self.now()
        return try await database.write { transaction in
            guard let row = try transaction.rows("\(Self.head) WHERE id = ?", .text(id)).first else {
                throw ConversationError.noSuchConversation(id)
            }
            let turns = try Self.turns(of: id, transaction).filter { $0.answer.status != .answering }
            let snapshot = SharedConversation(title: Self.head(row).title, createdAt: now, turns: turns).reduced
            try transaction.run(
                "INSERT INTO share(token, conversation_id, created_at, snapshot) VALUES (?, ?, ?, ?)",
                .text(token),
                .text(id),
                .text(now),
                .text(try Self.json(snapshot))
            )
            return Share(token: token, createdAt: now)
        }
    }

    package func shares(of id: String) async throws -> [Share] {
        try await database.read { transaction in
            guard try !transaction.rows("SELECT 1 FROM conversation WHERE id = ?", .text(id)).isEmpty else {
                throw ConversationError.noSuchConversation(id)
            }
            return try transaction.rows(
                "SELECT token, created_at FROM share WHERE conversation_id = ? ORDER BY created_at, token",
                .text(id)
            ).map { Share(token: $0.text("token") ?? "", createdAt: $0.text("created_at") ?? "") }
        }
    }

    /// What the link shows.
    ///
    /// - Throws: `ConversationError.noSuchShare`, also when it was revoked.
    package func shared(_ token: String) async throws -> SharedConversation {
        try await database.read { transaction in
            guard
                let json = try transaction.rows("SELECT snapshot FROM share WHERE token = ?", .text(token)).first?
                    .text("snapshot")
            else { throw ConversationError.noSuchShare }
            // Snapshots of earlier versions held more.
            return try JSONDecoder().decode(SharedConversation.self, from: Data(json.utf8)).reduced
        }
    }

    package func revoke(_ token: String) async throws {
        try await database.write { transaction in
            guard try !transaction.rows("SELECT 1 FROM share WHERE token = ?", .text(token)).isEmpty else {
                throw ConversationError.noSuchShare
            }
            try transaction.run("DELETE FROM share WHERE token = ?", .text(token))
        }
    }
}
