// What lies in the folder: files that are whole, that are needed, and that survive whatever happens between two commits.

import Dispatch
import Foundation
import Synchronization
import Testing

@testable import InvertedIndex

@Suite("The folder of an index")
struct IndexFolderTests {
    private static func document(_ id: Int64, _ words: String, passages: Int = 1) -> IndexedDocument {
        IndexedDocument(
            attributes: DocumentAttributes(id: id),
            passages: (0..<passages).map {
                IndexedPassage(id: id * 100 + Int64($0), body: TermList(words.split(separator: " ").map(String.init)))
            }
        )
    }

    private func ids(_ word: String, _ folder: IndexFolder, _ manifest: Manifest) throws -> [Int64] {
        let query = IndexQuery(anyOf: [.init([.word(word)])])
        return try folder.snapshot(of: manifest).search(query, limit: 100).map(\.documentID).sorted()
    }

    private func names(_ url: URL) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: url.path))
    }

    @Test("a batch is found once its manifest is committed, and the one before is as it was")
    func manifests() throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            try writer.add(Self.document(1, "alpha beta"))
            let first = try writer.flush(onto: Manifest())
            try writer.add(Self.document(2, "beta"))
            writer.remove(documentIDs: [1])
            let second = try writer.flush(onto: first)
            #expect(try ids("beta", folder, first) == [1])
            #expect(try ids("beta", folder, second) == [2])
            #expect(try ids("alpha", folder, second) == [])
            let stored = try JSONDecoder().decode(Manifest.self, from: JSONEncoder().encode(second))
            #expect(stored == second)
        }
    }

    @Test("files go when the manifest no longer needs them, and an open snapshot still finds what it found")
    func cleaning() throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            try writer.add(Self.document(1, "alpha"))
            let first = try writer.flush(onto: Manifest())
            folder.removeUnneeded(keeping: first)
            let snapshot = try folder.snapshot(of: first)
            writer.remove(documentIDs: [1])
            try writer.add(Self.document(2, "alpha"))
            let second = try writer.flush(onto: first)
            folder.removeUnneeded(keeping: second)
            #expect(try names(url) == second.fileNames)
            let found = try snapshot.search(IndexQuery(anyOf: [.init([.word("alpha")])]), limit: 5)
            #expect(found.map(\.documentID) == [1])
        }
    }

    @Test("a flush that is not committed leaves nothing, and what another process left half written goes")
    func abandoned() throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            try writer.add(Self.document(1, "alpha"))
            let first = try writer.flush(onto: Manifest())
            try writer.add(Self.document(2, "beta"))
            let lost = try writer.flush(onto: first)
            folder.removeUnneeded(keeping: first)
            #expect(try names(url) == lost.fileNames, "not yet committed, not yet given up")
            folder.abandon(lost)
            try Data([1, 2, 3]).write(to: url.appendingPathComponent("99999-1.partial"))
            try Data([1, 2, 3]).write(to: url.appendingPathComponent("unrelated.txt"))
            folder.removeUnneeded(keeping: first)
            #expect(try names(url) == first.fileNames.union(["unrelated.txt"]))
        }
    }

    @Test("the committed state is there after a stop at any moment of writing, deleting and merging")
    func stopsAnywhere() throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url.appendingPathComponent("whole"))
            var writer = IndexWriter(in: folder)
            for id in 1...6 as ClosedRange<Int64> { try writer.add(Self.document(id, "alpha w\(id)", passages: 3)) }
            let first = try writer.flush(onto: Manifest())
            let before = try names(folder.url)
            for id in 7...9 as ClosedRange<Int64> { try writer.add(Self.document(id, "alpha w\(id)", passages: 3)) }
            writer.remove(documentIDs: [2])
            let second = try writer.flush(onto: first)
            let third = try folder.apply(try folder.merge(Merge(segments: second.segments)), to: second)
            // A process that is stopped leaves, of the files that it was about to write, some whole and one cut short
            // under its partial name; the names they get in the end are not there yet.
            for written in try names(folder.url).subtracting(before).sorted() {
                let bytes = try Data(contentsOf: folder.url.appendingPathComponent(written))
                for count in [0, 1, bytes.count / 2, bytes.count] {
                    let copy = url.appendingPathComponent("stopped-\(written)-\(count)")
                    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
                    for name in before {
                        try FileManager.default.copyItem(
                            at: folder.url.appendingPathComponent(name),
                            to: copy.appendingPathComponent(name)
                        )
                    }
                    try bytes.prefix(count).write(to: copy.appendingPathComponent("1-1.partial"))
                    let restarted = try IndexFolder(copy)
                    #expect(try ids("alpha", restarted, first).count == 18)
                    restarted.removeUnneeded(keeping: first)
                    #expect(try names(copy) == first.fileNames)
                }
            }
            #expect(try ids("alpha", folder, second).count == 24)
            #expect(try ids("alpha", folder, third).count == 24)
            #expect(try ids("w2", folder, third) == [])
        }
    }

    @Test("a folder that cannot be written to says so, and the manifest is as it was")
    func unwritable() throws {
        try withTemporaryFolder { url in
            let inner = url.appendingPathComponent("index")
            let folder = try IndexFolder(inner)
            var writer = IndexWriter(in: folder)
            try writer.add(Self.document(1, "alpha"))
            try FileManager.default.removeItem(at: inner)
            #expect(throws: IndexError.self) { try writer.flush(onto: Manifest()) }
        }
    }

    @Test("snapshots share a segment that is mapped already")
    func sharing() throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            try writer.add(Self.document(1, "alpha"))
            let manifest = try writer.flush(onto: Manifest())
            let (first, second) = (try folder.snapshot(of: manifest), try folder.snapshot(of: manifest))
            #expect(first.parts[0].segment === second.parts[0].segment)
        }
    }

    @Test("deleting and adding everything ten times leaves no growth")
    func noGrowth() throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            var manifest = Manifest()
            var sizes: [Int] = []
            for _ in 0..<10 {
                writer.remove(documentIDs: 1...40)
                for id in 1...40 as ClosedRange<Int64> {
                    try writer.add(Self.document(id, "alpha w\(id)", passages: 5))
                }
                manifest = try writer.flush(onto: manifest)
                folder.removeUnneeded(keeping: manifest)
                sizes.append(manifest.byteCount)
                #expect(try names(url) == manifest.fileNames)
            }
            #expect(Set(sizes).count == 1)
            #expect(manifest.passageCount == 200)
        }
    }

    @Test("searches run at once on one snapshot")
    func concurrentSearches() async throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("index-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let folder = try IndexFolder(url)
        var writer = IndexWriter(in: folder)
        var library = RandomLibrary(seed: 3)
        for _ in 0..<100 { try writer.add(library.document()) }
        let snapshot = try folder.snapshot(of: try writer.flush(onto: Manifest()))
        let queries = (0..<20).map { _ in library.query() }
        let expected = try queries.map { try snapshot.search($0, limit: 10) }
        try await withThrowingTaskGroup(of: [[IndexHit]].self) { group in
            for _ in 0..<4 { group.addTask { try queries.map { try snapshot.search($0, limit: 10) } } }
            for try await found in group { #expect(found == expected) }
        }
    }

    @Test("what a merge has written stays, however often the folder is cleaned meanwhile")
    func cleaningBesideMerging() throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            var base = Manifest()
            for id in 1...3 {
                try writer.add(Self.document(Int64(id), "alpha beta"))
                base = try writer.flush(onto: base)
            }
            let isDone = Mutex(false)
            let cleaned = DispatchSemaphore(value: 0)
            DispatchQueue.global().async { [base] in
                while !isDone.withLock({ $0 }) { folder.removeUnneeded(keeping: base) }
                cleaned.signal()
            }
            defer {
                isDone.withLock { $0 = true }
                cleaned.wait()
            }
            for _ in 0..<200 {
                let merged = try folder.merge(Merge(segments: base.segments))
                let next = try folder.apply(merged, to: base)
                #expect(try folder.snapshot(of: next).statistics.passageCount == 3)
                folder.abandon(next)
            }
        }
    }
}
