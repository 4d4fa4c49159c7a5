// A document's headings, each with where it stands: what a table of contents is made of.

internal import Documents
internal import GRDB

extension Library {
    /// A heading of a document.
    package struct OutlineHeading: Sendable, Equatable {
        /// The ordinal of its block, from 0.
        package var ordinal: Int
        /// From 1.
        package var level: Int
        package var text: String
    }

    /// The headings of a document in order, up to `limit` of them.
    package func outline(of documentID: Int64, limit: Int) async throws -> [OutlineHeading] {
        try await database.read { database in
            let blocks = try Self.blocks(
                database,
                clause: "document_id = ? AND kind LIKE '{\"heading\"%' ORDER BY ordinal LIMIT ?",
                arguments: [documentID, limit]
            )
            return try blocks.compactMap { stored in
                guard case .heading(let level) = stored.block.kind else { return nil }
                let text = try Self.text(database, of: documentID, in: stored.block.range)
                return OutlineHeading(ordinal: stored.ordinal, level: level, text: text)
            }
        }
    }
}
