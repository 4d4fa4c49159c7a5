// How documents and index stay one: transactions that change both, reading that sees both, merging in the background,
// and an index made anew from the passages' texts.

internal import Dispatch
internal import Foundation
internal import GRDB
internal import InvertedIndex

extension Library {
    /// Reads documents and index as one transaction left them.
    ///
    /// - Throws: `LibraryError.indexDamaged`, and what `body` throws.
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (Database, PassageIndex.State) throws -> Value
    ) async throws -> Value {
        var attempts = 5
        while true {
            do {
                return try await database.read { [index] in try body($0, try index.state(in: $0)) }
            } catch IndexError.cannotRead where attempts > 1 {
                // The writer has removed files between our seeing them listed and opening them: there is a newer list.
                attempts -= 1
            } catch let error as IndexError {
                throw LibraryError(error, indexPath: indexPath)
            }
        }
    }

    /// Changes documents and index in one transaction.
    ///
    /// - Throws: `LibraryError`, and what `body` throws; then nothing has changed.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (Database, inout IndexChange) throws -> Value
    ) async throws -> Value {
        try await holdingWriter {
            do {
                let value = try await database.writeWithoutTransaction { [index] database in
                    try index.change(database) { try body(database, &$0) }
                }
                mergeInBackground()
                return value
            } catch let error as IndexError {
                throw LibraryError(error, indexPath: indexPath)
            }
        }
    }

    /// Keeps other processes from writing while the work goes on.
    ///
    /// - Throws: `LibraryError.isBeingWritten`, and what `body` throws.
    func holdingWriter<Value>(_ body: () async throws -> Value) async throws -> Value {
        try await writerLock.acquire()
        defer { writerLock.release() }
        return try await body()
    }

    // MARK: Merging

    /// Waits until segments are merged as far as it pays; searches are quickest then.
    package func finishMerging() async {
        mergeInBackground()
        await merging.wait()
    }

    private func mergeInBackground() {
        merging.start { [weak self] in
            // Nobody waits for a merge: one that fails, as on a full disk, is planned again after the next change.
            try? await self?.merge()
        }
    }

    private func merge() async throws {
        try await holdingWriter {
            while let merge = MergePolicy().plan(try await database.read { [index] in try index.manifest(in: $0) }) {
                try Task.checkCancellation()
                let merged = try await Self.apart { [index] in try index.folder.merge(merge) }
                try await change { _, change in try change.apply(merged) }
            }
        }
    }

    /// Does work that takes long on a thread of its own.
    private static func apart<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "kaiyuan.merging", qos: .utility).async {
                continuation.resume(with: Result { try work() })
            }
        }
    }

    // MARK: Making the index anew

    /// Makes the index where the library has documents but no index, or one whose files are not there.
    func indexIfNeeded() throws {
        let isThere: Bool
        do {
            isThere = try database.read { database in
                let passages = try index.state(in: database).snapshot.statistics.passageCount
                return try passages > 0 || Int.fetchOne(database, sql: "SELECT 1 FROM passage LIMIT 1") == nil
            }
        } catch is IndexError {
            isThere = false
        }
        guard !isThere else { return }
        guard try writerLock.acquireNow() else { throw LibraryError.isBeingWritten(by: writerLock.holder) }
        defer { writerLock.release() }
        try database.writeWithoutTransaction { database in
            try index.change(database) { change in
                change.removeAll()
                let ids = try Int64.fetchAll(database, sql: "SELECT id FROM document ORDER BY id")
                for id in ids { try index(id, in: database, &change) }
            }
        }
    }

    /// Takes the document's rows into the index.
    func index(_ documentID: Int64, in database: Database, _ change: inout IndexChange) throws {
        guard
            let row = try Row.fetchOne(
                database,
                sql: "SELECT source_id, title, date, language, format FROM document WHERE id = ?",
                arguments: [documentID]
            )
        else { return }
        let passages = try Row.fetchAll(
            database,
            sql: "SELECT id, text, headings FROM passage WHERE document_id = ? ORDER BY ordinal",
            arguments: [documentID]
        )
        var analyzed = AnalyzedDocument(
            title: row["title"],
            language: row["language"],
            passages: try passages.map { ($0["text"], try Self.headings(in: $0)) },
            analyzer: analyzer
        )
        for (place, passage) in passages.enumerated() {
            analyzed.passages[place].id = passage["id"]
            try database.execute(
                sql: "UPDATE passage SET fingerprint = ? WHERE id = ?",
                arguments: [analyzed.fingerprints[place].storedValue, passage["id"] as Int64]
            )
        }
        try database.execute(
            sql: "UPDATE document SET fingerprint = ? WHERE id = ?",
            arguments: [analyzed.fingerprint.storedValue, documentID]
        )
        let attributes = DocumentAttributes(
            id: documentID,
            sourceID: row["source_id"],
            date: row["date"],
            language: row["language"],
            format: row["format"] as String
        )
        try change.add(IndexedDocument(attributes: attributes, title: analyzed.title, passages: analyzed.passages))
    }

    /// The headings above a passage.
    static func headings(in row: Row) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data((row["headings"] as String).utf8))
    }
}

extension LibraryError {
    init(_ error: IndexError, indexPath: String) {
        self =
            switch error {
            case .damaged, .cannotRead: .indexDamaged(folder: indexPath, reason: error.description)
            case .diskFull: .diskFull(reason: error.description)
            case .cannotWrite, .full: .indexNotWritten(reason: error.description)
            }
    }
}
