// Conversations and their turns as rows. `ConversationStore+Search` finds them, `ConversationStore+Shares` keeps
// snapshots; nobody else names these tables.

internal import Foundation
package import Store

/// Keeps conversations.
package struct ConversationStore: Sendable {
    let database: any Database

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
        ),
        // NULL where an earlier version wrote the row; `prepareSearch` fills it.
        Migration(
            "2 searchable text",
            """
            ALTER TABLE conversation ADD COLUMN search_text TEXT;
            ALTER TABLE turn ADD COLUMN search_text TEXT;
            """
        ),
        // JSON; NULL where the whole library was asked.
        Migration("3 scope of a turn", "ALTER TABLE turn ADD COLUMN scope TEXT;"),
    ]

    /// Begins a turn, in a new conversation unless one is named.
    ///
    /// It takes the place of the turn `replaced` and of all that came after that one. Throws
    /// `ConversationError.noSuchConversation` or `.noSuchTurn`.
    package func begin(
        question: String,
        within scope: TurnScope? = nil,
        in conversationID: String?,
        replacing replaced: String?
    ) async throws -> AnswerStart {
        let now = Self.now()
        let turnID = "turn_" + Self.identifier()
        let answer = try Self.json(Answer(status: .answering))
        let scope = try scope.map(Self.json)
        return try await database.write { transaction in
            let id: String
            if let conversationID {
                guard try !transaction.rows("SELECT 1 FROM conversation WHERE id = ?", .text(conversationID)).isEmpty
                else { throw ConversationError.noSuchConversation(conversationID) }
                id = conversationID
            } else {
                id = "conv_" + Self.identifier()
                let title = Self.title(for: question)
                try transaction.run(
                    "INSERT INTO conversation(id, title, created_at, updated_at, search_text) VALUES (?, ?, ?, ?, ?)",
                    .text(id),
                    .text(title),
                    .text(now),
                    .text(now),
                    .text(SearchableText.folded(title))
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
                INSERT INTO turn(id, conversation_id, ordinal, question, created_at, status, answer, search_text, scope)
                VALUES (?, ?, ?, ?, ?, 'answering', ?, ?, ?)
                """,
                .text(turnID),
                .text(id),
                .integer(next ?? 0),
                .text(question),
                .text(now),
                .text(answer),
                .text(SearchableText.folded(question)),
                .text(scope)
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
            guard
                let question = try transaction.rows("SELECT question FROM turn WHERE id = ?", .text(turnID)).first?
                    .text("question")
            else { return }
            try transaction.run(
                "UPDATE turn SET status = ?, answer = ?, search_text = ? WHERE id = ?",
                .text(answer.status.rawValue),
                .text(json),
                .text(SearchableText.folded(question, answer)),
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
            try transaction.run(
                "UPDATE conversation SET title = ?, search_text = ? WHERE id = ?",
                .text(title),
                .text(SearchableText.folded(title)),
                .text(id)
            )
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

    static let head = """
        SELECT *, (SELECT count(*) FROM turn WHERE conversation_id = conversation.id) AS turns,
            EXISTS (SELECT 1 FROM turn WHERE conversation_id = conversation.id AND status = 'answering') AS answering
        FROM conversation
        """

    static func head(_ row: SQLRow) -> ConversationHead {
        ConversationHead(
            id: row.text("id") ?? "",
            title: row.text("title") ?? "",
            createdAt: row.text("created_at") ?? "",
            updatedAt: row.text("updated_at") ?? "",
            turns: row.integer("turns") ?? 0,
            answering: row.integer("answering") == 1
        )
    }

    static func turns(of id: String, _ transaction: any SQLTransaction) throws -> [Turn] {
        try transaction.rows("SELECT * FROM turn WHERE conversation_id = ? ORDER BY ordinal", .text(id)).map(turn)
    }

    static func turn(_ row: SQLRow) throws -> Turn {
        Turn(
            id: row.text("id") ?? "",
            question: row.text("question") ?? "",
            createdAt: row.text("created_at") ?? "",
            scope: try row.text("scope").map { try JSONDecoder().decode(TurnScope.self, from: Data($0.utf8)) },
            answer: try JSONDecoder().decode(Answer.self, from: Data((row.text("answer") ?? "").utf8))
        )
    }

    /// A title of at most 80 characters, from the first line of the question.
    private static func title(for question: String) -> String {
        let line = question.split(whereSeparator: \.isNewline).first.map(String.init) ?? question
        return line.count <= 80 ? line : line.prefix(79) + "…"
    }

    static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    /// 128 random bits that nobody guesses.
    static func identifier() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 36)
            return String(repeating: "0", count: 13 - digits.count) + digits
        }.joined()
    }

    /// Down to the millisecond, so that what happens in one second keeps its order.
    static func now() -> String {
        Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
