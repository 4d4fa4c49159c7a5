// The index beside its plain twin: random documents, deletes, merges and queries must give the very same passages and
// scores.

import Foundation
import Testing
import Randomness

@testable import InvertedIndex

@Suite("The index equals an exhaustive search")
struct ExhaustiveTwinTests {
    @Test("over random documents, deletes, merges and queries", arguments: [1, 2, 3] as [UInt64])
    func randomHistory(seed: UInt64) throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            var library = RandomLibrary(seed: seed)
            library.wordCount = [8, 60, 400][Int(seed % 3)]
            var twin = ExhaustiveIndex()
            var manifest = Manifest()
            for round in 0..<8 {
                try change(&manifest, &twin, &writer, &library)
                if round % 2 == 1 { try merge(&manifest, &twin, folder, &library.random) }
                folder.removeUnneeded(keeping: manifest)
                let snapshot = try folder.snapshot(of: manifest)
                try snapshot.verify()
                #expect(snapshot.statistics.passageCount == twin.stored.count { !$0.isDeleted })
                for number in 0..<12 {
                    let query = library.query()
                    try compare(query, snapshot, twin, "seed \(seed), round \(round), query \(number): \(query)")
                }
            }
        }
    }

    @Test("over thousands of passages, where blocks and windows are passed over", arguments: [11] as [UInt64])
    func manyPassages(seed: UInt64) throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            var library = RandomLibrary(seed: seed)
            library.wordCount = 3_000
            var twin = ExhaustiveIndex()
            var passages: [ExhaustiveIndex.Passage] = []
            for _ in 0..<2_800 {
                let document = library.document(passages: 1...12, body: 3...12)
                passages += ExhaustiveIndex.passages(of: document)
                try writer.add(document)
            }
            let manifest = try writer.flush(onto: Manifest())
            twin.segments[manifest.segments[0].name] = passages
            let snapshot = try folder.snapshot(of: manifest)
            #expect(manifest.passageCount > 2 * BlockMaxScore.windowSize, "enough for seeds and several windows")
            for number in 0..<15 {
                let query = library.query()
                try compare(query, snapshot, twin, "seed \(seed), query \(number): \(query)")
            }
        }
    }

    private func change(
        _ manifest: inout Manifest,
        _ twin: inout ExhaustiveIndex,
        _ writer: inout IndexWriter,
        _ library: inout RandomLibrary
    ) throws {
        let old = Set((0..<20).map { _ in Int64.random(in: 0...library.nextDocument, using: &library.random) })
        writer.remove(documentIDs: old)
        var passages: [ExhaustiveIndex.Passage] = []
        var added: [Int64] = []
        for _ in 0..<Int.random(in: 0...120, using: &library.random) {
            let document = library.document()
            passages += ExhaustiveIndex.passages(of: document)
            added.append(document.attributes.id)
            try writer.add(document)
        }
        // Some are removed while they are still in the buffer.
        let early = Set(added.filter { _ in Int.random(in: 0...9, using: &library.random) == 0 })
        writer.remove(documentIDs: early)
        passages.removeAll { early.contains($0.document.id) }
        twin.delete(old)
        let known = Set(manifest.segments.map(\.name))
        manifest = try writer.flush(onto: manifest)
        for segment in manifest.segments where !known.contains(segment.name) { twin.segments[segment.name] = passages }
        #expect(Set(manifest.segments.map(\.name)) == Set(twin.segments.keys))
    }

    private func merge(
        _ manifest: inout Manifest,
        _ twin: inout ExhaustiveIndex,
        _ folder: IndexFolder,
        _ random: inout SeededGenerator
    ) throws {
        let chosen = manifest.segments.filter { _ in Bool.random(using: &random) }
        guard !chosen.isEmpty else { return }
        let merged = try folder.merge(Merge(segments: chosen))
        twin.merge(chosen.map(\.name), into: merged.segment?.name)
        // While the merge ran, documents went.
        var writer = IndexWriter(in: folder)
        let gone = Set((0..<8).map { _ in Int64.random(in: 0...400, using: &random) })
        writer.remove(documentIDs: gone)
        let meanwhile = try writer.flush(onto: manifest)
        let applied = try folder.apply(merged, to: meanwhile)
        if meanwhile.segments.count(where: { segment in chosen.contains { $0.name == segment.name } }) == chosen.count {
            manifest = applied
            twin.delete(gone)
        } else {
            // A merged segment lost all its passages meanwhile: the merge is for nothing, and so this test's deletion.
            #expect(applied == meanwhile)
            manifest = try folder.apply(merged, to: manifest)
        }
    }

    private func compare(
        _ query: IndexQuery,
        _ snapshot: IndexSnapshot,
        _ twin: ExhaustiveIndex,
        _ message: String
    ) throws {
        let expected = twin.search(query)
        for limit in [1, 10, 200] {
            let found = try snapshot.search(query, limit: limit)
            #expect(found.map(\.passageID) == expected.prefix(limit).map(\.passage.id), "\(message), limit \(limit)")
            #expect(found.map(\.score) == expected.prefix(limit).map(\.score), "\(message), limit \(limit)")
            #expect(found.map(\.documentID) == expected.prefix(limit).map(\.passage.document.id))
        }
        try comparePositions(query, snapshot, expected.map(\.passage), message)
        // Documents by their best passages, each with its three best.
        var order: [Int64] = []
        for (passage, _) in expected where !order.contains(passage.document.id) { order.append(passage.document.id) }
        let found = try snapshot.searchDocuments(query, limit: 5, passagesPerDocument: 3)
        #expect(found.map(\.documentID) == Array(order.prefix(5)), "\(message), documents")
        for hit in found {
            let best = expected.filter { $0.passage.document.id == hit.documentID }.prefix(3).map(\.passage.id)
            #expect(hit.passages.map(\.passageID) == best, "\(message), document \(hit.documentID)")
        }
    }

    private func comparePositions(
        _ query: IndexQuery,
        _ snapshot: IndexSnapshot,
        _ expected: [ExhaustiveIndex.Passage],
        _ message: String
    ) throws {
        let terms = query.anyOf.flatMap(\.forms)
        let hits = try snapshot.search(query, limit: 20)
        let found = try snapshot.occurrences(of: terms, at: hits.map(\.place))
        for (passage, occurrences) in zip(expected, found) {
            for (term, occurrences) in zip(terms, occurrences) {
                #expect(occurrences == passage.occurrences(of: term), "\(message), \(term) in \(passage.id)")
            }
        }
        for (passage, hit) in zip(expected, hits) { #expect(snapshot.attributes(at: hit.place) == passage.document) }
    }
}
