// The index of a library's passages and its tie to the library's file: segments lie in a folder beside it, the list of
// them in a row of it, so that documents and index change in one transaction.

internal import Foundation
internal import GRDB
internal import InvertedIndex
internal import Synchronization

/// The index of a library.
final class PassageIndex: Sendable {
    /// What a search needs besides rows; unchanging, and shared by all searches until the next change.
    struct State: Sendable {
        /// Counts the changes of the index.
        var version: Int64
        var snapshot: IndexSnapshot
        /// The languages of the library's documents, most frequent first.
        var languages: [String]
    }

    let folder: IndexFolder
    private let latest = Mutex<State?>(nil)

    /// The index in the folder, which is made where it is not there.
    ///
    /// - Throws: `IndexError.cannotWrite`.
    init(_ url: URL) throws(IndexError) { folder = try IndexFolder(url) }

    /// The index as the transaction sees it.
    ///
    /// - Throws: `IndexError` where a file is not there or damaged; see `Library.reading`.
    func state(in database: Database) throws -> State {
        let version = try Int64.fetchOne(database, sql: "SELECT version FROM passage_index") ?? 0
        if let known = latest.withLock({ $0 }), known.version == version { return known }
        let state = State(
            version: version,
            snapshot: try folder.snapshot(of: try manifest(in: database)),
            languages: try Library.languages(database)
        )
        // A reader that began before the last change must not put an older state in place of a newer one.
        latest.withLock { if version > $0?.version ?? -1 { $0 = state } }
        return state
    }

    /// The list of segments that the transaction sees.
    func manifest(in database: Database) throws -> Manifest {
        guard let json = try String.fetchOne(database, sql: "SELECT manifest FROM passage_index") else {
            return Manifest()
        }
        return try JSONDecoder().decode(Manifest.self, from: Data(json.utf8))
    }

    /// Carries out a transaction on documents and index, and removes what no longer belongs to the index.
    ///
    /// To be called where nobody else writes, and outside of a transaction.
    func change<Value>(
        _ database: Database,
        _ body: (_ change: inout IndexChange) throws -> Value
    ) throws -> Value {
        var change = IndexChange(of: Manifest(), in: folder)
        do {
            try database.beginTransaction(.immediate)
            let before = try manifest(in: database)
            change = IndexChange(of: before, in: folder)
            let value = try body(&change)
            try change.flush()
            if change.manifest != before { try save(change.manifest, in: database) }
            try database.commit()
            folder.removeUnneeded(keeping: change.manifest)
            return value
        } catch {
            folder.abandon(change.manifest)
            if database.isInsideTransaction { try database.rollback() }
            throw error
        }
    }

    private func save(_ manifest: Manifest, in database: Database) throws {
        let json = String(decoding: try JSONEncoder().encode(manifest), as: UTF8.self)
        try database.execute(
            literal: """
                INSERT INTO passage_index(id, version, manifest) VALUES (1, 1, \(json))
                ON CONFLICT(id) DO UPDATE SET version = version + 1, manifest = excluded.manifest
                """
        )
    }
}
