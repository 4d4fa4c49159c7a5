// What the library holds, read back: lists, a document's blocks and text, the boxes of its words.

package import Documents
internal import Foundation
internal import GRDB

extension Library {
    /// A page of a list of documents.
    package struct DocumentList: Sendable {
        package var documents: [StoredDocument]
        package var totalCount: Int
    }

    /// Documents that pass the filter and whose title or address contains `text`, newest first.
    ///
    /// `before` is the id of the last document of the list before, to go on where that one ended.
    package func documents(
        containing text: String? = nil,
        filter: DocumentFilter = DocumentFilter(),
        before: Int64? = nil,
        limit: Int = 50
    ) async throws -> DocumentList {
        try await database.read { database in
            var (conditions, arguments) = filter.sql
            if let text, !text.isEmpty {
                conditions.append("(instr(lower(document.title), ?) > 0 OR instr(lower(document.address), ?) > 0)")
                arguments += [text.lowercased(), text.lowercased()]
            }
            let all = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
            let total =
                try Int.fetchOne(database, sql: "SELECT count(*) FROM document \(all)", arguments: arguments) ?? 0
            if let before {
                conditions.append("document.id < ?")
                arguments += [before]
            }
            let page = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
            let documents = try Self.documents(
                database,
                clause: "\(page) ORDER BY document.id DESC LIMIT ?",
                arguments: arguments + [limit]
            )
            return DocumentList(documents: documents, totalCount: total)
        }
    }

    /// The document with that id.
    ///
    /// - Throws: `LibraryError.noSuchDocument`.
    package func document(_ id: Int64) async throws -> StoredDocument {
        try await database.read { database in
            try Self.documents(database, clause: "WHERE document.id = ?", arguments: [id]).first
                .unwrap(or: .noSuchDocument(String(id)))
        }
    }

    /// The document read from that address, or nil.
    package func document(at address: String) async throws -> StoredDocument? {
        try await database.read { database in
            try Self.documents(database, clause: "WHERE document.address = ?", arguments: [address]).first
        }
    }

    /// The document made of a file with these contents, or nil.
    package func document(withHash hash: [UInt8]) async throws -> StoredDocument? {
        try await database.read { database in
            try Self.documents(database, clause: "WHERE document.content_hash = ? LIMIT 1", arguments: [Data(hash)])
                .first
        }
    }

    /// The addresses of a source's documents with their ids.
    package func addresses(in source: Source) async throws -> [String: Int64] {
        try await database.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT address, id FROM document WHERE source_id = ?",
                arguments: [source.id]
            )
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["address"], $0["id"]) })
        }
    }

    /// All sources, oldest first.
    package func sources() async throws -> [Source] {
        try await database.read { try Self.sources($0) }
    }

    /// Folders that hold documents, with how many stand directly in each.
    package func folders() async throws -> [(path: String, documentCount: Int)] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT folder, count(*) AS n FROM document GROUP BY folder ORDER BY folder"
            ).map { ($0["folder"], $0["n"]) }
        }
    }

    /// A block with its place in the order of the document's blocks, from 0, and its text.
    package struct StoredBlock: Sendable, Equatable {
        package var ordinal: Int
        package var block: Block
        package var text: String
    }

    /// The number of blocks of a document.
    package func blockCount(of documentID: Int64) async throws -> Int {
        try await database.read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM block WHERE document_id = ?",
                arguments: [documentID]
            ) ?? 0
        }
    }

    /// The blocks of a document with these ordinals.
    package func blocks(of documentID: Int64, in ordinals: Range<Int>) async throws -> [StoredBlock] {
        try await database.read { database in
            let blocks = try Self.blocks(
                database,
                clause: "document_id = ? AND ordinal >= ? AND ordinal < ?",
                arguments: [documentID, ordinals.lowerBound, ordinals.upperBound]
            )
            guard let first = blocks.first, let last = blocks.last else { return [] }
            let start = first.block.range.lowerBound
            let text = try Self.text(database, of: documentID, in: start..<last.block.range.upperBound).utf8
            return blocks.map { stored in
                let slice = text.dropFirst(stored.block.range.lowerBound - start).prefix(stored.block.range.count)
                return StoredBlock(ordinal: stored.ordinal, block: stored.block, text: String(Substring(slice)))
            }
        }
    }

    /// The texts of a document's first headings.
    package func headings(of documentID: Int64, limit: Int) async throws -> [String] {
        try await database.read { database in
            let blocks = try Self.blocks(
                database,
                clause: "document_id = ? AND kind LIKE '{\"heading\"%' ORDER BY ordinal LIMIT ?",
                arguments: [documentID, limit]
            )
            return try blocks.map { try Self.text(database, of: documentID, in: $0.block.range) }
        }
    }

    /// The ordinal of the block in which that UTF-8 offset of the document's text stands.
    package func ordinal(of documentID: Int64, at offset: Int) async throws -> Int? {
        try await database.read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT ordinal FROM block WHERE document_id = ? AND start <= ? ORDER BY start DESC LIMIT 1",
                arguments: [documentID, offset]
            )
        }
    }

    /// For each document and range of UTF-8 offsets, the blocks that share text with it, in order, without their texts.
    package func blocks(covering places: [(documentID: Int64, range: Range<Int>)]) async throws -> [[Block]] {
        try await database.read { database in
            try places.map { documentID, range in
                try Self.blocks(
                    database,
                    clause: "document_id = ? AND end > ? AND start < ? ORDER BY start",
                    arguments: [documentID, range.lowerBound, range.upperBound]
                ).map(\.block)
            }
        }
    }

    /// The document's text in that range of UTF-8 offsets, cut to what there is.
    package func text(of documentID: Int64, in range: Range<Int>) async throws -> String {
        try await database.read { try Self.text($0, of: documentID, in: range) }
    }

    /// One page with the boxes of its words, or nil where the document has no such page.
    package func page(_ number: Int, of documentID: Int64) async throws -> PageLayout? {
        try await database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT width, height, words FROM page WHERE document_id = ? AND number = ?",
                arguments: [documentID, number]
            ).map { row in
                PageLayout(
                    number: number,
                    width: row["width"],
                    height: row["height"],
                    words: PageWords.decode(row["words"])
                )
            }
        }
    }

    static func documents(
        _ database: Database,
        clause: String,
        arguments: StatementArguments
    ) throws -> [StoredDocument] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT document.*, source.layer AS layer,
                    (SELECT count(*) FROM passage WHERE passage.document_id = document.id) AS passages,
                    (SELECT count(*) FROM page WHERE page.document_id = document.id) AS pages
                FROM document JOIN source ON source.id = document.source_id \(clause)
                """
        )
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            StoredDocument(
                id: row["id"],
                address: row["address"],
                folder: row["folder"],
                title: row["title"],
                author: row["author"],
                date: row["date"],
                language: row["language"],
                format: DocumentFormat(rawValue: row["format"]) ?? .plainText,
                canonicalAddress: row["canonical_address"],
                layer: TrustLayer(rawValue: row["layer"]) ?? .own,
                byteCount: row["file_size"],
                addedAt: row["added_at"],
                passageCount: row["passages"],
                pageCount: row["pages"]
            )
        }
    }

    static func sources(_ database: Database) throws -> [Source] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT source.*, (SELECT count(*) FROM document WHERE source_id = source.id) AS documents
                FROM source ORDER BY id
                """
        ).map { row in
            Source(
                id: row["id"],
                address: row["address"],
                kind: Source.Kind(rawValue: row["kind"]) ?? .file,
                layer: TrustLayer(rawValue: row["layer"]) ?? .own,
                addedAt: row["added_at"],
                documentCount: row["documents"]
            )
        }
    }

    static func blocks(
        _ database: Database,
        clause: String,
        arguments: StatementArguments
    ) throws -> [(ordinal: Int, block: Block)] {
        let decoder = JSONDecoder()
        func decode<Value: Decodable>(_ json: String) throws -> Value {
            try decoder.decode(Value.self, from: Data(json.utf8))
        }
        let statement = try database.cachedStatement(sql: "SELECT * FROM block WHERE \(clause)")
        return try Row.fetchAll(statement, arguments: arguments).map { row in
            let block = Block(
                kind: try decode(row["kind"]),
                range: (row["start"] as Int)..<(row["end"] as Int),
                headings: try decode(row["headings"]),
                anchor: try decode(row["anchor"])
            )
            return (row["ordinal"], block)
        }
    }

    static func text(_ database: Database, of documentID: Int64, in range: Range<Int>) throws -> String {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT start, text FROM passage WHERE document_id = ? AND end > ? AND start < ? ORDER BY ordinal",
            arguments: [documentID, range.lowerBound, range.upperBound]
        )
        guard let first = rows.first else { return "" }
        let start: Int = first["start"]
        let joined = rows.map { $0["text"] as String }.joined().utf8
        return String(Substring(joined.dropFirst(max(0, range.lowerBound - start)).prefix(range.count)))
    }
}
