// The seam's SQLite side, through GRDB: one file in WAL mode, one writer, several readers.

internal import Foundation
internal import GRDB

/// A database in one file.
package struct SQLiteDatabase: Database {
    private let pool: DatabasePool

    /// Opens the file, making it where there is none, and brings it to the present schema.
    package init(path: String, migrations: [Migration]) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        pool = try DatabasePool(path: path, configuration: configuration)
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        try migrator.migrate(pool)
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await pool.read { try body(SQLiteTransaction(database: $0)) }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await pool.write { try body(SQLiteTransaction(database: $0)) }
    }
}

private struct SQLiteTransaction: SQLTransaction {
    let database: GRDB.Database

    func run(_ sql: String, _ arguments: [SQLValue]) throws {
        try database.execute(sql: sql, arguments: StatementArguments(arguments.map(\.databaseValue)))
    }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        try Row.fetchAll(database, sql: sql, arguments: StatementArguments(arguments.map(\.databaseValue))).map { row in
            SQLRow(Dictionary(uniqueKeysWithValues: row.map { ($0, SQLValue($1)) }))
        }
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        }
    }

    fileprivate init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .null, .blob: .null
            }
    }
}
