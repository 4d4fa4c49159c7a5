// Conversations, their turns and shared snapshots as rows; the only place that names these tables.

internal import Foundation
package import Store

/// A conversation as a list shows it.
package struct ConversationHead: Sendable, Equatable, Codable {
    package var id: String
    package var title: String
    package var createdAt: String
    package var updatedAt: String
    package var turns: Int
    package var answering: Bool
    /// Where a search in the history matched.
    package var match: String?

    enum CodingKeys: String, CodingKey {
        case id, title, turns, answering, match
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}

/// A question and its answer.
package struct Turn: Sendable, Equatable, Codable {
    package var id: String
    package var question: String
    package var createdAt: String
    package var answer: Answer
}

/// A snapshot of a conversation that a link opens.
package struct Share: Sendable, Equatable, Codable {
    package var token: String
    package var createdAt: String
}

/// What a shared link shows: the conversation as it was when it was shared.
package struct SharedConversation: Sendable, Equatable, Codable {
    package var title: String
    package var createdAt: String
    package var turns: [Turn]
}

/// Keeps conversations.
package struct ConversationStore: Sendable {
    private let database: any Database

    package init(database: any Database) { self.database = database }

    /// The schema of the database that `init` takes.
    package static let migrations = [
        Migration(
            "1 conversations",
            """
            CREATE TABLE conversation (
                id TEXT PRIMARY KEY NOT NULL,
                title TEXT NOT NULL,
                created_at TEXT NOT NULL,
                updated_at TEXT NOT NULL
            );
            CREATE INDEX conversation_by_update ON conversation(updated_at, id);
            CREATE TABLE turn (
                id TEXT PRIMARY KEY NOT NULL,
                conversation_id TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
                ordinal INTEGER NOT NULL,
                question TEXT NOT NULL,
                created_at TEXT NOT NULL,
                status TEXT NOT NULL,
                answer TEXT NOT NULL,
                UNIQUE (conversation_id, ordinal)
            );
            CREATE TABLE share (
                token TEXT PRIMARY KEY NOT NULL,
                conversation_id TEXT NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
                created_at TEXT NOT NULL,
                snapshot TEXT NOT NULL
            );
            """
        )
    ]

    /// Begins a turn, in a new conversation unless one is named.
    ///
    /// It takes the place of the turn `replaced` and of all that came after that one. Throws
    /// `ConversationError.noSuchConversation` or `.noSuchTurn`.
    package func begin(question: String, in conversationID: String?, replacing replaced: String?) async throws
        -> AnswerStart
    {
        let now = Self.now()
        let turnID = "turn_" + Self.identifier()
        let answer = try Self.json(Answer(status: .answering))
        return try await database.write { transaction in
            let id: String
            if let conversationID {
                guard try !transaction.rows("SELECT 1 FROM conversation WHERE id = ?", .text(conversationID)).isEmpty
                else { throw ConversationError.noSuchConversation(conversationID) }
                id = conversationID
            } else {
                id = "conv_" + Self.identifier()
                try transaction.run(
                    "INSERT INTO conversation(id, title, created_at, updated_at) VALUES (?, ?, ?, ?)",
                    .text(id),
                    .text(Self.title(for: question)),
                    .text(now),
                    .text(now)
                )
            }
            if let replaced {
                guard
                    let ordinal = try transaction.rows(
                        "SELECT ordinal FROM turn WHERE id = ? AND conversation_id = ?",
                        .text(replaced),
                        .text(id)
                    ).first?.integer("ordinal")
                else { throw ConversationError.noSuchTurn(replaced) }
                try transaction.run(
                    "DELETE FROM turn WHERE conversation_id = ? AND ordinal >= ?",
                    .text(id),
                    .integer(ordinal)
                )
            }
            let next = try transaction.rows(
                "SELECT coalesce(max(ordinal), -1) + 1 AS next FROM turn WHERE conversation_id = ?",
                .text(id)
            ).first?.integer("next")
            try transaction.run(
                """
                INSERT INTO turn(id, conversation_id, ordinal, question, created_at, status, answer)
                VALUES (?, ?, ?, ?, ?, 'answering', ?)
                """,
                .text(turnID),
                .text(id),
                .integer(next ?? 0),
                .text(question),
                .text(now),
                .text(answer)
            )
            try transaction.run("UPDATE conversation SET updated_at = ? WHERE id = ?", .text(now), .text(id))
            return AnswerStart(conversationID: id, turnID: turnID, question: question, createdAt: now)
        }
    }

    /// Keeps the finished answer; a turn that was removed meanwhile stays removed.
    package func finish(_ turnID: String, with answer: Answer) async throws {
        let json = try Self.json(answer)
        let now = Self.now()
        try await database.write { transaction in
            try transaction.run(
                "UPDATE turn SET status = ?, answer = ? WHERE id = ?",
                .text(answer.status.rawValue),
                .text(json),
                .text(turnID)
            )
            try transaction.run(
                "UPDATE conversation SET updated_at = ? WHERE id = (SELECT conversation_id FROM turn WHERE id = ?)",
                .text(now),
                .text(turnID)
            )
        }
    }

    /// Marks what was being answered when the process ended; called once at the start.
    package func closeInterrupted(with failure: Answer.Failure) async throws {
        var answer = Answer(status: .failed)
        answer.error = failure
        let json = try Self.json(answer)
        try await database.write { transaction in
            try transaction.run(
                "UPDATE turn SET status = 'failed', answer = ? WHERE status = 'answering'",
                .text(json)
            )
        }
    }

    /// Conversations, the last changed first: those whose title, questions or answers contain `text`.
    ///
    /// `after` is the id of the last conversation of the list before.
    package func list(containing text: String?, after: String?, limit: Int) async throws -> [ConversationHead] {
        try await database.read { transaction in
            var conditions: [String] = []
            var arguments: [SQLValue] = []
            if let text, !text.isEmpty {
                conditions.append(
                    """
                    (instr(lower(title), ?) > 0 OR EXISTS (SELECT 1 FROM turn WHERE conversation_id = conversation.id
                     AND (instr(lower(question), ?) > 0 OR instr(lower(answer), ?) > 0)))
                    """
                )
                arguments += Array(repeating: .text(text.lowercased()), count: 3)
            }
            if let after {
                conditions.append("(updated_at, id) < (SELECT updated_at, id FROM conversation WHERE id = ?)")
                arguments.append(.text(after))
            }
            let clause = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
            return try transaction.rows(
                "\(Self.head) \(clause) ORDER BY updated_at DESC, id DESC LIMIT ?",
                arguments + [.integer(limit)]
            ).map { row in
                var head = Self.head(row)
                if let text, !text.isEmpty { head.match = try Self.match(text, in: head.id, transaction) }
                return head
            }
        }
    }

    /// A conversation with all its turns, oldest first.
    package func conversation(_ id: String) async throws -> (head: ConversationHead, turns: [Turn]) {
        try await database.read { transaction in
            guard let row = try transaction.rows("\(Self.head) WHERE id = ?", .text(id)).first else {
                throw ConversationError.noSuchConversation(id)
            }
            return (Self.head(row), try Self.turns(of: id, transaction))
        }
    }

    /// One turn, and the conversation it belongs to.
    package func turn(_ id: String) async throws -> (conversationID: String, turn: Turn) {
        try await database.read { transaction in
            guard let row = try transaction.rows("SELECT * FROM turn WHERE id = ?", .text(id)).first else {
                throw ConversationError.noSuchTurn(id)
            }
            return (row.text("conversation_id") ?? "", try Self.turn(row))
        }
    }

    package func rename(_ id: String, to title: String) async throws -> ConversationHead {
        try await database.write { transaction in
            try transaction.run("UPDATE conversation SET title = ? WHERE id = ?", .text(title), .text(id))
            guard let row = try transaction.rows("\(Self.head) WHERE id = ?", .text(id)).first else {
                throw ConversationError.noSuchConversation(id)
            }
            return Self.head(row)
        }
    }

    /// Deletes one conversation with its turns and shares.
    package func delete(_ id: String) async throws {
        try await database.write { transaction in
            guard try !transaction.rows("SELECT 1 FROM conversation WHERE id = ?", .text(id)).isEmpty else {
                throw ConversationError.noSuchConversation(id)
            }
            try transaction.run("DELETE FROM conversation WHERE id = ?", .text(id))
        }
    }

    package func deleteAll() async throws {
        try await database.write { try $0.run("DELETE FROM conversation") }
    }

    /// Makes a link to the conversation as it is now; it shows nothing of what comes later.
    package func share(_ id: String) async throws -> Share {
        let token = Self.identifier()
        let now = Self.now()
        return try await database.write { transaction in
            guard let row = try transaction.rows("\(Self.head) WHERE id = ?", .text(id)).first else {
                throw ConversationError.noSuchConversation(id)
            }
            let turns = try Self.turns(of: id, transaction).filter { $0.answer.status != .answering }
            let snapshot = SharedConversation(title: Self.head(row).title, createdAt: now, turns: turns)
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
            return try JSONDecoder().decode(SharedConversation.self, from: Data(json.utf8))
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

    private static let head = """
        SELECT *, (SELECT count(*) FROM turn WHERE conversation_id = conversation.id) AS turns,
            EXISTS (SELECT 1 FROM turn WHERE conversation_id = conversation.id AND status = 'answering') AS answering
        FROM conversation
        """

    private static func head(_ row: SQLRow) -> ConversationHead {
        ConversationHead(
            id: row.text("id") ?? "",
            title: row.text("title") ?? "",
            createdAt: row.text("created_at") ?? "",
            updatedAt: row.text("updated_at") ?? "",
            turns: row.integer("turns") ?? 0,
            answering: row.integer("answering") == 1
        )
    }

    private static func turns(of id: String, _ transaction: any SQLTransaction) throws -> [Turn] {
        try transaction.rows("SELECT * FROM turn WHERE conversation_id = ? ORDER BY ordinal", .text(id)).map(turn)
    }

    private static func turn(_ row: SQLRow) throws -> Turn {
        Turn(
            id: row.text("id") ?? "",
            question: row.text("question") ?? "",
            createdAt: row.text("created_at") ?? "",
            answer: try JSONDecoder().decode(Answer.self, from: Data((row.text("answer") ?? "").utf8))
        )
    }

    /// The words around the first place in a conversation's turns where the text stands.
    private static func match(_ text: String, in id: String, _ transaction: any SQLTransaction) throws -> String? {
        for turn in try turns(of: id, transaction) {
            for candidate in [turn.question, turn.answer.text] {
                guard let found = candidate.range(of: text, options: .caseInsensitive) else { continue }
                let start = candidate.index(found.lowerBound, offsetBy: -40, limitedBy: candidate.startIndex)
                let end = candidate.index(found.upperBound, offsetBy: 60, limitedBy: candidate.endIndex)
                return String(candidate[(start ?? candidate.startIndex)..<(end ?? candidate.endIndex)])
            }
        }
        return nil
    }

    /// A title of at most 80 characters, from the first line of the question.
    private static func title(for question: String) -> String {
        let line = question.split(whereSeparator: \.isNewline).first.map(String.init) ?? question
        return line.count <= 80 ? line : line.prefix(79) + "…"
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    /// 128 random bits that nobody guesses.
    private static func identifier() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 36)
            return String(repeating: "0", count: 13 - digits.count) + digits
        }.joined()
    }

    /// Down to the millisecond, so that what happens in one second keeps its order.
    private static func now() -> String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

/// What can be wrong with what is asked of a conversation.
package enum ConversationError: Error, Equatable, CustomStringConvertible {
    case noSuchConversation(String)
    case noSuchTurn(String)
    case noSuchShare

    package var description: String {
        switch self {
        case .noSuchConversation(let id): "There is no conversation \(id); it may have been deleted."
        case .noSuchTurn(let id): "There is no question \(id); it may have been edited or deleted."
        case .noSuchShare: "This link shows nothing any more: it was revoked or never existed."
        }
    }
}
