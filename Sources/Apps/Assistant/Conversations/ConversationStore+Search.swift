// The history as a list, and what is found in it by the words of questions and answers.

internal import Foundation
internal import Store

extension ConversationStore {
    /// Rows are filled this many at a time, so that nobody waits for a long history.
    private static let batchCount = 200

    /// Conversations, the last changed first: those whose title, questions or answers contain `text`, whatever the
    /// case and accents.
    ///
    /// `after` is the id of the last conversation of the list before.
    package func list(containing text: String?, after: String?, limit: Int) async throws -> [ConversationHead] {
        let wanted = text.map(SearchableText.folded).flatMap { $0.isEmpty ? nil : $0 }
        return try await database.read { transaction in
            var conditions: [String] = []
            var arguments: [SQLValue] = []
            if let wanted {
                conditions.append(
                    """
                    (instr(search_text, ?) > 0 OR EXISTS (SELECT 1 FROM turn WHERE conversation_id = conversation.id
                     AND instr(turn.search_text, ?) > 0))
                    """
                )
                arguments += Array(repeating: .text(wanted), count: 2)
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
                if let wanted { head.match = try Self.match(wanted, in: head.id, transaction) }
                return head
            }
        }
    }

    /// Makes what earlier versions kept searchable; called once at the start.
    package func prepareSearch() async throws {
        while try await fillTitles() + fillTurns() > 0 {}
    }

    private func fillTitles() async throws -> Int {
        try await database.write { transaction in
            let rows = try transaction.rows(
                "SELECT id, title FROM conversation WHERE search_text IS NULL LIMIT ?",
                .integer(Self.batchCount)
            )
            for row in rows {
                try transaction.run(
                    "UPDATE conversation SET search_text = ? WHERE id = ?",
                    .text(SearchableText.folded(row.text("title") ?? "")),
                    .text(row.text("id"))
                )
            }
            return rows.count
        }
    }

    private func fillTurns() async throws -> Int {
        try await database.write { transaction in
            let rows = try transaction.rows(
                "SELECT * FROM turn WHERE search_text IS NULL LIMIT ?",
                .integer(Self.batchCount)
            )
            for row in rows {
                // A row that cannot be read any more is still found by its question.
                let answer = (try? Self.turn(row))?.answer ?? Answer(status: .failed)
                try transaction.run(
                    "UPDATE turn SET search_text = ? WHERE id = ?",
                    .text(SearchableText.folded(row.text("question") ?? "", answer)),
                    .text(row.text("id"))
                )
            }
            return rows.count
        }
    }

    /// The words around the first place in a conversation's turns where the folded text stands.
    private static func match(_ wanted: String, in id: String, _ transaction: any SQLTransaction) throws -> String? {
        let turns = try transaction.rows(
            "SELECT * FROM turn WHERE conversation_id = ? AND instr(search_text, ?) > 0 ORDER BY ordinal LIMIT 1",
            .text(id),
            .text(wanted)
        ).map(turn)
        for turn in turns {
            for text in [turn.question] + SearchableText.texts(of: turn.answer) {
                let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                guard let found = line.range(of: wanted, options: SearchableText.options) else { continue }
                let start = line.index(found.lowerBound, offsetBy: -40, limitedBy: line.startIndex)
                let end = line.index(found.upperBound, offsetBy: 60, limitedBy: line.endIndex)
                return String(line[(start ?? line.startIndex)..<(end ?? line.endIndex)])
            }
        }
        return nil
    }
}
