// Documents come in and go: each with its passages, boxes and place in the index in one transaction, or not at all.

package import Documents
internal import Foundation
internal import GRDB
internal import InvertedIndex

extension Library {
    /// A document cut and analysed, so that the transaction only writes.
    package struct PreparedDocument: Sendable {
        var document: Document
        var origin: DocumentOrigin
        var title: String
        var passages: [Passage]
        var analyzed: AnalyzedDocument
    }

    /// Cuts and analyses a document; the costly part of adding, done outside of any transaction.
    package func prepare(_ document: Document, from origin: DocumentOrigin) -> PreparedDocument {
        let fileName = URL(fileURLWithPath: origin.address).deletingPathExtension().lastPathComponent
        let title = document.title ?? fileName
        let passages = PassageCutter().passages(of: document)
        let analyzed = AnalyzedDocument(
            title: title,
            language: document.language,
            passages: passages.map { ($0.text, $0.headings) },
            analyzer: analyzer
        )
        return PreparedDocument(
            document: document,
            origin: origin,
            title: title,
            passages: passages,
            analyzed: analyzed
        )
    }

    /// Adds the documents to the source, replacing those of the same address, in one transaction.
    ///
    /// - Returns: the documents' ids, in their order.
    @discardableResult
    package func add(_ documents: [PreparedDocument], to source: Source) async throws -> [Int64] {
        try await change { database, change in
            try documents.map { try Self.write($0, sourceID: source.id, in: database, &change) }
        }
    }

    /// The source of that address, made if there is none.
    package func source(at address: String, kind: Source.Kind, layer: TrustLayer = .own) async throws -> Source {
        try await change { database, _ in try Self.source(at: address, kind: kind, layer: layer, in: database) }
    }

    /// The source that a file or folder belongs to: a file to the folder above it that was added, if there is one; a
    /// folder takes over the files below it that were added alone.
    package func source(holding path: String, kind: Source.Kind, layer: TrustLayer = .own) async throws -> Source {
        try await change { [self] database, change in
            if kind == .file {
                let folders = try Self.sources(database).filter {
                    $0.kind == .folder && path.hasPrefix($0.address == "/" ? "/" : $0.address + "/")
                }
                if let nearest = folders.max(by: { $0.address.count < $1.address.count }) { return nearest }
            }
            let source = try Self.source(at: path, kind: kind, layer: layer, in: database)
            if kind == .folder {
                let below = path == "/" ? "/" : path + "/"
                for inner in try Self.sources(database)
                where inner.kind == .file && inner.address.hasPrefix(below) {
                    let moved = try Self.documentIDs(of: inner, in: database)
                    try database.execute(
                        literal: "UPDATE document SET source_id = \(source.id) WHERE source_id = \(inner.id)"
                    )
                    try database.execute(literal: "DELETE FROM source WHERE id = \(inner.id)")
                    change.remove(documentIDs: moved)
                    for id in moved { try index(id, in: database, &change) }
                }
            }
            return source
        }
    }

    private static func source(
        at address: String,
        kind: Source.Kind,
        layer: TrustLayer,
        in database: Database
    ) throws -> Source {
        try database.execute(
            literal: """
                INSERT INTO source(address, kind, layer, added_at)
                VALUES (\(address), \(kind.rawValue), \(layer.rawValue), \(now()))
                ON CONFLICT(address) DO NOTHING
                """
        )
        return try sources(database).first { $0.address == address }.unwrap(or: .noSuchSource(address))
    }

    /// How the file of that address looked when it was last read, or nil if it is not in the library.
    package func origin(of address: String) async throws -> DocumentOrigin? {
        try await database.read { database in
            try Row.fetchOne(
                database,
                sql: "SELECT address, folder, content_hash, file_size, modified_at FROM document WHERE address = ?",
                arguments: [address]
            ).map { row in
                DocumentOrigin(
                    address: row["address"],
                    folder: row["folder"],
                    contentHash: [UInt8](row["content_hash"] as Data),
                    byteCount: row["file_size"],
                    modifiedAt: row["modified_at"]
                )
            }
        }
    }

    /// Notes that a file was touched but holds what it held.
    package func touch(_ address: String, modifiedAt: Double) async throws {
        try await database.write { database in
            try database.execute(
                literal: "UPDATE document SET modified_at = \(modifiedAt) WHERE address = \(address)"
            )
        }
    }

    /// Removes documents with all that belongs to them, in one transaction; unknown ids are passed over.
    package func remove(documentIDs: [Int64]) async throws {
        try await change { database, change in
            for id in documentIDs { try database.execute(literal: "DELETE FROM document WHERE id = \(id)") }
            change.remove(documentIDs: documentIDs)
        }
    }

    /// Removes a source and its documents.
    package func remove(_ source: Source) async throws {
        try await change { database, change in
            change.remove(documentIDs: try Self.documentIDs(of: source, in: database))
            try database.execute(literal: "DELETE FROM source WHERE id = \(source.id)")
        }
    }

    private static func documentIDs(of source: Source, in database: Database) throws -> [Int64] {
        try Int64.fetchAll(database, sql: "SELECT id FROM document WHERE source_id = ?", arguments: [source.id])
    }

    private static func write(
        _ prepared: PreparedDocument,
        sourceID: Int64,
        in database: Database,
        _ change: inout IndexChange
    ) throws -> Int64 {
        let (document, origin) = (prepared.document, prepared.origin)
        if let old = try Int64.fetchOne(
            database,
            sql: "SELECT id FROM document WHERE address = ?",
            arguments: [origin.address]
        ) {
            try database.execute(literal: "DELETE FROM document WHERE id = \(old)")
            change.remove(documentIDs: [old])
        }
        try database.execute(
            literal: """
                INSERT INTO document(source_id, address, folder, title, author, date, language, format,
                                     canonical_address, content_hash, file_size, modified_at, added_at, fingerprint)
                VALUES (\(sourceID), \(origin.address), \(origin.folder), \(prepared.title), \(document.author),
                        \(document.date), \(document.language), \(document.format.rawValue), \(document.address),
                        \(Data(origin.contentHash)), \(origin.byteCount), \(origin.modifiedAt), \(now()),
                        \(prepared.analyzed.fingerprint.storedValue))
                """
        )
        let id = database.lastInsertedRowID
        var (kinds, headings, anchors) = (
            ColumnEncoder<Block.Kind>(), ColumnEncoder<[String]>(), ColumnEncoder<Anchor>()
        )
        let insertBlock = try database.cachedStatement(
            sql: """
                INSERT INTO block(document_id, ordinal, start, end, kind, headings, anchor)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
        for (ordinal, block) in document.blocks.enumerated() {
            try insertBlock.execute(arguments: [
                id, ordinal, block.range.lowerBound, block.range.upperBound, try kinds.json(block.kind),
                try headings.json(block.headings), try anchors.json(block.anchor),
            ])
        }
        for page in document.pages {
            try database.execute(
                literal: """
                    INSERT INTO page(document_id, number, width, height, words)
                    VALUES (\(id), \(page.number), \(page.width), \(page.height), \(PageWords.encode(page.words)))
                    """
            )
        }
        var analyzed = prepared.analyzed
        let insertPassage = try database.cachedStatement(
            sql: """
                INSERT INTO passage(document_id, ordinal, start, end, text, headings, language, fingerprint)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for (ordinal, passage) in prepared.passages.enumerated() {
            try insertPassage.execute(arguments: [
                id, ordinal, passage.range.lowerBound, passage.range.upperBound, passage.text,
                try headings.json(passage.headings), document.language, analyzed.fingerprints[ordinal].storedValue,
            ])
            analyzed.passages[ordinal].id = database.lastInsertedRowID
        }
        let attributes = DocumentAttributes(
            id: id,
            sourceID: sourceID,
            date: document.date,
            language: document.language,
            format: document.format.rawValue
        )
        try change.add(IndexedDocument(attributes: attributes, title: analyzed.title, passages: analyzed.passages))
        return id
    }

    /// Encodes the values of a column, in which neighbours are often alike.
    private struct ColumnEncoder<Value: Encodable & Equatable> {
        private let encoder = JSONEncoder()
        private var last: (value: Value, json: String)?

        init() { encoder.outputFormatting = .withoutEscapingSlashes }

        mutating func json(_ value: Value) throws -> String {
            if let last, last.value == value { return last.json }
            let json = String(decoding: try encoder.encode(value), as: UTF8.self)
            last = (value, json)
            return json
        }
    }

    static func now() -> String { Date.now.formatted(.iso8601) }
}

extension Optional {
    /// The value, or the error.
    func unwrap(or error: @autoclosure () -> LibraryError) throws(LibraryError) -> Wrapped {
        guard let self else { throw error() }
        return self
    }
}
