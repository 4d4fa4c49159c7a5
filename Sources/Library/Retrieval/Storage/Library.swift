// A library: documents and their passages in one SQLite file, added and removed in transactions, searched while
// being written. Start here: `Library+Adding`, `Library+Searching` and `Library+Reading` hold what it does.

internal import Foundation
internal import GRDB

/// Documents in, ranked passages out.
///
/// The file is in WAL mode: one writer, any number of readers, and the last committed transaction survives the end of
/// the process at any moment.
package final class Library: Sendable {
    let database: DatabasePool
    let index: any PassageIndex
    package let analyzer: BilingualAnalyzer

    /// Opens the library in the file, making it where there is none.
    ///
    /// - Throws: `LibraryError.cannotOpen`.
    package init(path: String) throws {
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            configuration.maximumReaderCount = 4
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768")
            }
            database = try DatabasePool(path: path, configuration: configuration)
            try LibrarySchema.migrator.migrate(database)
        } catch {
            let reason = (error as? DatabaseError)?.message ?? error.localizedDescription
            throw LibraryError.cannotOpen(path: path, reason: reason)
        }
        analyzer = BilingualAnalyzer()
        index = FTS5PassageIndex()
        try database.write { [index] in try index.prepare($0) }
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
        try await database.read { database in
            Statistics(
                documentCount: try Int.fetchOne(database, sql: "SELECT count(*) FROM document") ?? 0,
                passageCount: try Int.fetchOne(database, sql: "SELECT passage_count FROM statistic") ?? 0,
                languages: try Self.languages(database)
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
