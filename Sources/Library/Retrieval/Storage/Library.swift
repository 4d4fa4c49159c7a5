// A library: documents and their passages in one SQLite file, the passages' index in segments beside it, added and removed
// in transactions, searched while being written. Start here: `Library+Adding`, `Library+Searching` and `Library+Reading`
// hold what it does.

internal import Foundation
internal import GRDB
internal import InvertedIndex

/// Documents in, ranked passages out.
///
/// The file is in WAL mode: one writer, any number of readers, and the last committed transaction survives the end of
/// the process at any moment. The index can be made anew from the file at any time.
package final class Library: Sendable {
    let database: DatabasePool
    let index: PassageIndex
    let writerLock: WriterLock
    let merging = BackgroundTask()
    package let analyzer: BilingualAnalyzer
    let synonyms: Synonyms.File
    /// The folder of the index.
    let indexPath: String

    /// Opens the library in the file, making it where there is none.
    ///
    /// A library without its index, of an older version or copied without it, gets it first.
    ///
    /// - Throws: `LibraryError`.
    package init(path: String) throws {
        let file = URL(fileURLWithPath: path)
        analyzer = BilingualAnalyzer()
        synonyms = Synonyms.File(
            file.deletingLastPathComponent().appendingPathComponent("synonyms.txt"),
            analyzer: analyzer
        )
        let segments = file.deletingPathExtension().appendingPathExtension("index")
        indexPath = segments.path
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            configuration.maximumReaderCount = 4
            configuration.prepareDatabase { database in
                // Files of the index are removed once a transaction without them is committed: that has to last.
                try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -32768")
            }
            database = try DatabasePool(path: path, configuration: configuration)
            try LibrarySchema.migrator.migrate(database)
            index = try PassageIndex(segments)
        } catch {
            let reason = (error as? DatabaseError)?.message ?? "\(error)"
            throw LibraryError.cannotOpen(path: path, reason: reason)
        }
        writerLock = WriterLock(segments.appendingPathComponent("writer"))
        try indexIfNeeded()
    }

    /// How much the library holds.
    package struct Statistics: Sendable, Equatable {
        package var documentCount: Int
        package var passageCount: Int
        /// The languages of its documents, most frequent first.
        package var languages: [String]
    }

    /// Counts documents, passages and languages.
    package func statistics() async throws -> Statistics {
        try await reading { database, index in
            Statistics(
                documentCount: try Int.fetchOne(database, sql: "SELECT count(*) FROM document") ?? 0,
                passageCount: index.snapshot.statistics.passageCount,
                languages: index.languages
            )
        }
    }

    static func languages(_ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT language FROM document WHERE language IS NOT NULL
                GROUP BY language ORDER BY count(*) DESC, language
                """
        )
    }
}
