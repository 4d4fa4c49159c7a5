import Documents
import Foundation
import GRDB
import InvertedIndex
import Randomness
import Testing

@testable import Retrieval

@Suite("A library")
struct LibraryTests {
    /// A library in a folder of its own, which goes with the test.
    static func withLibrary<Value>(_ body: (Library, Source) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let library = try Library(path: folder.appendingPathComponent("library.sqlite").path)
        return try await body(library, try await library.source(at: "/docs", kind: .folder))
    }

    static func add(
        _ library: Library,
        _ source: Source,
        _ address: String,
        title: String? = nil,
        language: String = "en",
        date: String? = nil,
        _ paragraphs: String...
    ) async throws -> Int64 {
        var builder = DocumentBuilder()
        for paragraph in paragraphs { builder.add(.paragraph, paragraph) }
        var document = builder.document(format: .plainText)
        (document.title, document.language, document.date) = (title, language, date)
        let origin = DocumentOrigin(
            address: address,
            folder: URL(fileURLWithPath: address).deletingLastPathComponent().path,
            contentHash: Array(paragraphs.joined().utf8),
            byteCount: 1,
            modifiedAt: 0
        )
        return try await library.add([library.prepare(document, from: origin)], to: source)[0]
    }

    /// Bytes of the library's file, its log moved into it, and of its segments; and the number of these.
    private static func sizes(_ library: Library) async throws -> (rows: Int, index: Int, segments: Int) {
        try await library.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        func size(_ path: String) throws -> Int {
            try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: library.indexPath).filter { $0 != "writer" }
        return (
            try size(library.database.path), try files.reduce(0) { try $0 + size(library.indexPath + "/" + $1) },
            files.count
        )
    }

    @Test("taking everything out and in again ten times leaves nothing behind")
    func noGrowth() async throws {
        try await Self.withLibrary { library, source in
            var generator = SeededGenerator(seed: 1)
            let words = (0..<800).map { "word\($0)" }
            let texts = (0..<30).map { _ in
                (0..<600).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ") + "."
            }
            var first: (rows: Int, index: Int, segments: Int)?
            for round in 1...10 {
                var ids: [Int64] = []
                for (number, text) in texts.enumerated() {
                    ids.append(try await Self.add(library, source, "/docs/\(number).txt", text))
                }
                await library.finishMerging()
                let sizes = try await Self.sizes(library)
                let least = first ?? sizes
                first = least
                // SQLite's pages and the order of merges differ a little from round to round.
                #expect(Double(sizes.rows) <= 1.25 * Double(least.rows), "round \(round)")
                #expect(Double(sizes.index) <= 1.25 * Double(least.index), "round \(round)")
                #expect(sizes.segments < MergePolicy().factor, "round \(round): all are of the lowest tier")
                #expect(try await Self.found(library, "word7").isEmpty == false)
                try await library.remove(documentIDs: ids)
                await library.finishMerging()
                let empty = try await Self.sizes(library)
                #expect(empty.index == 0 && empty.segments == 0, "round \(round)")
                #expect(try await library.statistics().passageCount == 0)
            }
        }
    }

    private static func found(_ library: Library, _ query: String) async throws -> [String] {
        try await library.search(try SearchQuery(query)).results.map(\.document.address)
    }

    @Test("finds by words, phrases, exclusion, title and filters")
    func searching() async throws {
        try await Self.withLibrary { library, source in
            _ = try await Self.add(
                library,
                source,
                "/docs/a.txt",
                title: "Bridges",
                date: "2023-04-01",
                "The old bridge was built of stone."
            )
            _ = try await Self.add(
                library,
                source,
                "/docs/sub/b.txt",
                title: "Rivers",
                date: "2024-06-01",
                "The bridge is old, and the river is clean."
            )
            _ = try await Self.add(
                library,
                source,
                "/docs/c.txt",
                title: "Brücken",
                language: "de",
                "Eine alte Brücke über den Fluss."
            )
            #expect(Set(try await Self.found(library, "bridges")) == ["/docs/a.txt", "/docs/sub/b.txt"])
            #expect(try await Self.found(library, "\"old bridge\"") == ["/docs/a.txt"])
            #expect(try await Self.found(library, "bridge -stone") == ["/docs/sub/b.txt"])
            #expect(try await Self.found(library, "title:rivers old") == ["/docs/sub/b.txt"])
            #expect(try await Self.found(library, "bridge after:2024") == ["/docs/sub/b.txt"])
            #expect(try await Self.found(library, "bridge before:2023") == ["/docs/a.txt"])
            #expect(try await Self.found(library, "bridge folder:/docs/sub") == ["/docs/sub/b.txt"])
            #expect(try await Self.found(library, "Brücken") == ["/docs/c.txt"])
            #expect(try await Self.found(library, "zebra") == [])
        }
    }

    @Test("traditional, simplified and full-width forms find each other; one character is enough")
    func chinese() async throws {
        try await Self.withLibrary { library, source in
            _ = try await Self.add(library, source, "/docs/t.txt", language: "zh", "臺北看守所昨天抽查，國際標準ＩＳＯ９００１。")
            for query in ["国际标准", "國際標準", "iso9001", "標", "标", "查"] {
                #expect(try await Self.found(library, query) == ["/docs/t.txt"], "\(query)")
            }
            #expect(try await Self.found(library, "际国") == [])
        }
    }

    @Test("near-duplicates collapse into the better one")
    func duplicates() async throws {
        try await Self.withLibrary { library, source in
            let text = (0..<60).map { "Sentence number \($0) about the water of the river." }.joined(separator: " ")
            _ = try await Self.add(library, source, "/docs/a.txt", title: "Water", text)
            _ = try await Self.add(library, source, "/docs/b.txt", title: "Water", text + " ")
            let results = try await library.search(try SearchQuery("water river")).results
            #expect(results.count == 1)
            #expect(results[0].duplicates.count == 1)
        }
    }

    @Test("adding again replaces; removing leaves nothing")
    func replacing() async throws {
        try await Self.withLibrary { library, source in
            let first = try await Self.add(library, source, "/docs/a.txt", "An old text.")
            let second = try await Self.add(library, source, "/docs/a.txt", "A new text.")
            #expect(first != second)
            #expect(try await Self.found(library, "old") == [])
            #expect(try await Self.found(library, "new") == ["/docs/a.txt"])
            try await library.remove(documentIDs: [second])
            #expect(try await Self.found(library, "new") == [])
            let statistics = try await library.statistics()
            #expect(statistics == .init(documentCount: 0, passageCount: 0, languages: []))
        }
    }

    @Test("folders and sources are told by the end of their paths, and a minus leaves out")
    func filters() async throws {
        try await Self.withLibrary { library, source in
            let other = try await library.source(at: "/home/papers", kind: .folder)
            _ = try await Self.add(library, source, "/docs/notes/a.txt", title: "Old leave rules", "Leave is granted.")
            _ = try await Self.add(library, source, "/docs/b.txt", title: "New leave rules", "Leave must be asked for.")
            _ = try await Self.add(library, other, "/home/papers/c.txt", title: "Leaves", "Leave them on the tree.")
            #expect(Set(try await Self.found(library, "leave folder:notes")) == ["/docs/notes/a.txt"])
            #expect(Set(try await Self.found(library, "leave folder:/docs")) == ["/docs/notes/a.txt", "/docs/b.txt"])
            #expect(
                Set(try await Self.found(library, "leave -folder:notes")) == ["/docs/b.txt", "/home/papers/c.txt"]
            )
            #expect(try await Self.found(library, "folder:/docs") == ["/docs/b.txt", "/docs/notes/a.txt"])
            #expect(Set(try await Self.found(library, "leave source:papers")) == ["/home/papers/c.txt"])
            #expect(Set(try await Self.found(library, "leave -source:papers")).count == 2)
            #expect(
                Set(try await Self.found(library, "leave -title:old")) == ["/docs/b.txt", "/home/papers/c.txt"]
            )
        }
    }

    @Test("copies with a few words changed are one result, and another number is another document")
    func nearDuplicates() async throws {
        let sentences = (0..<60).map {
            "Clause \(["alpha", "beta", "gamma"][$0 % 3]) of the lease says that tenant number word\($0 * 7919 % 997) keeps the yard clean."
        }
        let text = sentences.joined(separator: " ")
        try await Self.withLibrary { library, source in
            _ = try await Self.add(library, source, "/docs/a.txt", title: "Lease", text)
            _ = try await Self.add(library, source, "/docs/b.txt", title: "Lease", "Draft version. " + text)
            _ = try await Self.add(
                library,
                source,
                "/docs/c.txt",
                title: "Lease",
                text.replacing("word0 ", with: "4711 ")
            )
            let results = try await library.search(try SearchQuery("lease tenant yard clean")).results
            #expect(results.count == 2)
            #expect(results.flatMap(\.duplicates).count == 1)
        }
    }

    @Test("text, blocks and their places come back as they were")
    func reading() async throws {
        try await Self.withLibrary { library, source in
            let paragraphs = (0..<50).map { "第\($0)段：这座桥建于\(1900 + $0)年。" }
            var builder = DocumentBuilder()
            builder.add(.heading(level: 1), "桥")
            for paragraph in paragraphs { builder.add(.paragraph, paragraph, at: .lines(first: 3, last: 4)) }
            let document = builder.document(format: .plainText)
            let origin = DocumentOrigin(
                address: "/docs/a",
                folder: "/docs",
                contentHash: [1],
                byteCount: 1,
                modifiedAt: 0
            )
            let id = try await library.add([library.prepare(document, from: origin)], to: source)[0]
            #expect(try await library.text(of: id, in: 0..<document.text.utf8.count) == document.text)
            let block = document.blocks[30]
            #expect(try await library.text(of: id, in: block.range) == paragraphs[29])
            let stored = try await library.blocks(of: id, in: 10..<31)
            #expect(stored.map(\.block) == Array(document.blocks[10..<31]))
            #expect(stored.map(\.text) == Array(paragraphs[9..<30]))
            #expect(try await library.ordinal(of: id, at: block.range.lowerBound + 2) == 30)
            #expect(try await library.headings(of: id, limit: 5) == ["桥"])
        }
    }

    @Test("what was committed is there when the file is opened again")
    func reopening() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("library.sqlite").path
        let first = try Library(path: path)
        _ = try await Self.add(first, try await first.source(at: "/docs", kind: .folder), "/docs/a.txt", "Kept.")
        let second = try Library(path: path)
        #expect(try await Self.found(second, "kept") == ["/docs/a.txt"])
    }
}
