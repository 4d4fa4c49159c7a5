import Documents
import Foundation
import GRDB
import Testing

@testable import Retrieval

@Suite("Sources on the web, in a library")
struct WebSourceTests {
    private static func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.appendingPathComponent("library.sqlite").path)
    }

    @Test("a library made before keeps its sources and documents, and takes sources on the web")
    func migration() async throws {
        try await Self.withFolder { path in
            let old = try DatabasePool(path: path)
            try LibrarySchema.migrator.migrate(old, upTo: "2 fingerprints of documents")
            try await old.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO source VALUES (7, '/docs', 'folder', 'author', '2025-01-01');
                        INSERT INTO document(id, source_id, address, folder, title, format, content_hash, file_size,
                                             modified_at, added_at)
                        VALUES (3, 7, '/docs/a.txt', '/docs', 'A', 'text', x'00', 1, 0, '2025-01-01');
                        """
                )
                #expect(throws: DatabaseError.self) {
                    try database.execute(sql: "INSERT INTO source VALUES (8, 'x', 'site', 'web', '2025-01-01')")
                }
            }
            try old.close()
            let library = try Library(path: path)
            let sources = try await library.sources()
            #expect(sources.map(\.id) == [7] && sources[0].layer == .author && sources[0].documentCount == 1)
            let source = try await library.webSource(
                at: "https://example.org",
                kind: .site,
                layer: nil,
                otherwise: .reference,
                plan: WebPlan(depth: 1, pageLimit: 2, interval: 3)
            )
            #expect(source.source.id == 8)
            // Deleting a source still takes its documents along: the reference points at the new table.
            try await library.remove(sources[0])
            #expect(try await library.documents().totalCount == 0)
            let violations = try library.database.read { database in
                try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
            }
            #expect(violations.isEmpty)
        }
    }

    @Test("visits and pages are noted, and go with their source")
    func visits() async throws {
        try await Self.withFolder { path in
            let library = try Library(path: path)
            let plan = WebPlan(depth: 2, pageLimit: 10, interval: 60)
            var source = try await library.webSource(
                at: "https://example.org",
                kind: .site,
                layer: nil,
                otherwise: .reference,
                plan: plan
            )
            #expect(source.plan == plan && source.visitedAt == nil && source.source.layer == .reference)
            // Named again, it keeps its layer unless another is said.
            for (layer, expected) in [(TrustLayer.author, TrustLayer.author), (nil, .author)] {
                source = try await library.webSource(
                    at: "https://example.org",
                    kind: .site,
                    layer: layer,
                    otherwise: .reference,
                    plan: plan
                )
                #expect(source.source.layer == expected)
            }
            var far = WebPage(address: "https://example.org/b", depth: 1, fetchedAt: 2)
            far.failure = WebFailure(code: "gone", reason: "It is gone.")
            try await library.record(far, of: source.source)
            try await library.record(
                WebPage(address: "https://example.org/", depth: 0, fetchedAt: 1),
                of: source.source
            )
            #expect(try await library.webPages(of: source.source.id).map(\.depth) == [0, 1])
            #expect(try await library.webPages(of: source.source.id, failedOnly: true) == [far])
            try await library.finishVisit(of: source, at: 100, dueAt: 160, failure: nil)
            #expect(try await library.webSources(dueAt: 159).isEmpty)
            #expect(try await library.webSources(dueAt: 160).map(\.failedPageCount) == [1])
            try await library.forgetPages(of: source.source, beyond: 1)
            #expect(try await library.webPages(of: source.source.id) == [far])
            try await library.remove(source.source)
            #expect(try await library.webSources().isEmpty)
            #expect(try await library.webPages(of: source.source.id).isEmpty)
        }
    }
}
