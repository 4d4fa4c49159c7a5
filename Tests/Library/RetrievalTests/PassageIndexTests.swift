import Documents
import Foundation
import GRDB
import InvertedIndex
import Testing

@testable import Retrieval

@Suite("The index of a library")
struct PassageIndexTests {
    private static func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    @Test("a library of the time before segments gets its index when it is opened")
    func migration() async throws {
        try await Self.withFolder { folder in
            let path = folder.appendingPathComponent("library.sqlite").path
            do {
                let old = try DatabasePool(path: path)
                try LibrarySchema.migrator.migrate(old, upTo: "2 fingerprints of documents")
                try await old.write { database in
                    try database.execute(
                        sql: """
                            CREATE VIRTUAL TABLE passage_index USING fts5(title, headings, body, characters);
                            CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab(passage_index, 'row');
                            INSERT INTO source VALUES (1, '/docs', 'folder', 'own', '2024-01-01T00:00:00Z');
                            INSERT INTO document(id, source_id, address, folder, title, language, format, content_hash,
                                                 file_size, modified_at, added_at)
                            VALUES (7, 1, '/docs/a.txt', '/docs', 'Herons', 'en', 'txt', x'00', 1, 0, '2024-01-01');
                            INSERT INTO passage VALUES (9, 7, 0, 0, 23, 'Herons wait for fishes.', '[]', 'en', 0, 4);
                            """
                    )
                }
                try old.close()
            }
            let library = try Library(path: path)
            let results = try await library.search(try SearchQuery("fish")).results
            #expect(results.map(\.document.id) == [7])
            #expect(results.first?.passages.map(\.id) == [9])
            #expect(try await library.statistics().passageCount == 1)
        }
    }

    @Test("another process' lock is waited for, and then told of")
    func lock() async throws {
        try await Self.withFolder { folder in
            let url = folder.appendingPathComponent("writer")
            let first = WriterLock(url, patience: .milliseconds(50))
            let second = WriterLock(url, patience: .milliseconds(50))
            try await first.acquire()
            try await first.acquire()
            await #expect(throws: LibraryError.isBeingWritten(by: first.holder)) { try await second.acquire() }
            #expect(first.holder.hasPrefix("process \(ProcessInfo.processInfo.processIdentifier) ("))
            first.release()
            #expect(try !second.acquireNow())
            first.release()
            #expect(try second.acquireNow())
            second.release()
        }
    }

    @Test("what could not be committed is not found, and its files go")
    func rollback() async throws {
        struct Stop: Error {}
        try await Self.withFolder { folder in
            let library = try Library(path: folder.appendingPathComponent("library.sqlite").path)
            let document = IndexedDocument(
                attributes: .init(id: 1),
                passages: [IndexedPassage(id: 1, body: TermList(["heron"]))]
            )
            await #expect(throws: Stop.self) {
                try await library.change { _, change in
                    try change.add(document)
                    try change.flush()
                    throw Stop()
                }
            }
            #expect(try await library.frequencies(of: ["heron"]).frequencies == ["heron": 0])
            try await library.change { _, change in try change.add(document) }
            #expect(try await library.frequencies(of: ["heron"]).frequencies == ["heron": 1])
            let files = try FileManager.default.contentsOfDirectory(atPath: library.indexPath)
            #expect(files.filter { $0.hasSuffix(".segment") }.count == 1)
        }
    }

    /// Days by `date -u -d DATE +%s` divided by 86,400.
    @Test(
        "dates become days",
        arguments: [
            ("1970-01-01", 0, 0), ("2000-02", 10_988, 11_016), ("2023", 19_358, 19_722), ("2024-02-29", 19_782, 19_782),
            ("1899-12-31", -25_568, -25_568), ("2024-12", 20_058, 20_088),
        ]
    )
    func days(date: String, first: Int32, last: Int32) {
        #expect(CalendarDay.first(of: date) == first)
        #expect(CalendarDay.last(of: date) == last)
    }

    @Test("what is no date has no day", arguments: ["", "soon", "2024-13", "24th of May"])
    func noDays(date: String) {
        #expect(CalendarDay.first(of: date) == nil)
    }

    @Test("each format has a number of its own, and languages keep their letters apart")
    func codes() {
        let codes = DocumentFormat.allCases.map(DocumentAttributes.code(of:))
        #expect(Set(codes).count == codes.count && !codes.contains(0))
        #expect(DocumentAttributes.code(ofLanguage: "zh-Hant") == DocumentAttributes.code(ofLanguage: "zh"))
        #expect(Set(["en", "zh", "de", "deu", "yue"].map { DocumentAttributes.code(ofLanguage: $0) }).count == 5)
        #expect(DocumentAttributes.code(ofLanguage: "x-klingon") == nil)
    }
}
