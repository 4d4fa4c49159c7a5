import Foundation
import Testing

@testable import Store

@Suite("The SQLite database")
struct SQLiteDatabaseTests {
    private static let migrations = [
        Migration("1", "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, weight REAL)")
    ]

    private static func withPath(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appendingPathComponent("things.sqlite").path)
    }

    @Test("values come back as they went in")
    func values() async throws {
        try await Self.withPath { path in
            let database = try SQLiteDatabase(path: path, migrations: Self.migrations)
            try await database.write { transaction in
                try transaction.run("INSERT INTO thing(id, name, weight) VALUES (?, ?, ?)", 7, "桥", .real(1.5))
                try transaction.run("INSERT INTO thing(id, name, weight) VALUES (?, ?, ?)", 8, .null, .null)
            }
            let rows = try await database.read { try $0.rows("SELECT * FROM thing ORDER BY id") }
            #expect(rows.map { $0.integer("id") } == [7, 8])
            #expect(rows.map { $0.text("name") } == ["桥", nil])
            #expect(rows.map { $0.real("weight") } == [1.5, nil])
        }
    }

    @Test("a transaction that throws changes nothing")
    func rollback() async throws {
        struct Stop: Error {}
        try await Self.withPath { path in
            let database = try SQLiteDatabase(path: path, migrations: Self.migrations)
            await #expect(throws: Stop.self) {
                try await database.write { transaction in
                    try transaction.run("INSERT INTO thing(id) VALUES (1)")
                    throw Stop()
                }
            }
            #expect(try await database.read { try $0.rows("SELECT * FROM thing") }.isEmpty)
        }
    }

    @Test("later steps of a schema are applied to what an earlier version wrote")
    func migration() async throws {
        try await Self.withPath { path in
            let old = try SQLiteDatabase(path: path, migrations: Self.migrations)
            try await old.write { try $0.run("INSERT INTO thing(id) VALUES (1)") }
            let next = Migration("2", "ALTER TABLE thing ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")
            let new = try SQLiteDatabase(path: path, migrations: Self.migrations + [next])
            let rows = try await new.read { try $0.rows("SELECT colour FROM thing") }
            #expect(rows.map { $0.text("colour") } == ["red"])
        }
    }
}
