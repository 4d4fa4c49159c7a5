// What a torn, decayed or hostile segment does: one sentence, or hits that are wrong, and nothing worse.

import Foundation
import Testing
import Randomness

@testable import InvertedIndex

@Suite("A damaged segment")
struct DamagedFileTests {
    /// A segment with long and short lists, in a folder of its own.
    private func withSegment(_ body: (IndexFolder, Manifest, URL, [UInt8]) throws -> Void) throws {
        try withTemporaryFolder { url in
            let folder = try IndexFolder(url)
            var writer = IndexWriter(in: folder)
            var library = RandomLibrary(seed: 5)
            for _ in 0..<150 { try writer.add(library.document(body: 5...30)) }
            let manifest = try writer.flush(onto: Manifest())
            let file = url.appendingPathComponent(manifest.segments[0].name)
            try body(folder, manifest, file, [UInt8](try Data(contentsOf: file)))
        }
    }

    /// Reads whatever can be read.
    private func exercise(_ folder: IndexFolder, _ manifest: Manifest, seed: UInt64) throws {
        let snapshot = try folder.snapshot(of: manifest)
        var library = RandomLibrary(seed: seed)
        library.nextDocument = 200
        var failure: IndexError?
        func attempt(_ body: () throws -> Void) throws {
            do { try body() } catch let error as IndexError {
                #expect(error.description.contains("is damaged"))
                failure = error
            }
        }
        for _ in 0..<6 {
            let query = library.query()
            try attempt { _ = try snapshot.search(query, limit: 20) }
            try attempt { _ = try snapshot.searchDocuments(query, limit: 3, passagesPerDocument: 3) }
        }
        try attempt { try snapshot.forEachWord { _, _ in true } }
        let words = (0..<8).map { IndexTerm.word("w\($0)") }
        let places = (0..<8).map { PassagePlace(segment: 0, passage: 17 * $0) }
        try attempt { _ = try snapshot.occurrences(of: words, at: places) }
        try attempt { _ = try folder.merge(Merge(segments: manifest.segments)) }
        if let failure { throw failure }
    }

    @Test("is refused or read without a crash, wherever its bytes are changed", arguments: 0..<40)
    func changedBytes(round: Int) throws {
        try withSegment { folder, manifest, file, bytes in
            var random = SeededGenerator(seed: UInt64(round))
            for _ in 0..<8 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                try Data(changed).write(to: file)
                do { try exercise(folder, manifest, seed: UInt64(round)) } catch is IndexError {}
            }
        }
    }

    @Test("is read without a crash where lists, terms and columns were forged", arguments: 0..<40)
    func forgedRegions(round: Int) throws {
        try withSegment { folder, manifest, file, bytes in
            let directory = try Segment(file).directory
            let regions = [directory.postings, directory.positions, directory.terms, directory.columns]
            var random = SeededGenerator(seed: UInt64(1_000 + round))
            for region in regions where region.byteCount > 0 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...200, using: &random) {
                    let byte: UInt8 = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
                    changed[Int.random(in: region.range, using: &random)] = byte
                }
                try Data(changed).write(to: file)
                do { try exercise(folder, manifest, seed: UInt64(round)) } catch is IndexError {}
                #expect(throws: IndexError.self) { try Segment(file).verify() }
            }
        }
    }

    @Test("is refused or read without a crash where its directory was forged, checksums and all", arguments: 0..<60)
    func forgedDirectory(round: Int) throws {
        try withSegment { folder, manifest, file, bytes in
            let whole = try Segment(file).directory
            let start = bytes.count - SegmentFormat.footerByteCount - SegmentDirectory.byteCount
            var random = SeededGenerator(seed: UInt64(2_000 + round))
            for _ in 0..<6 {
                var directory = whole
                for _ in 0..<Int.random(in: 1...3, using: &random) { forge(&directory, bytes.count, &random) }
                let index = directory.termIndex
                if index.offset <= bytes.count, index.byteCount <= bytes.count - index.offset {
                    directory.termIndex.checksum = Checksum.of(Array(bytes[index.range]))
                }
                let forged = directory.bytes
                var changed = bytes
                changed.replaceSubrange(start..<start + forged.count, with: forged)
                var checksum = ByteBuffer()
                checksum.append(Checksum.of(forged))
                changed.replaceSubrange(start + forged.count + 8..<start + forged.count + 16, with: checksum.bytes)
                try Data(changed).write(to: file)
                var told = manifest
                told.segments[0].passageCount = directory.passageCount
                do { try exercise(folder, told, seed: UInt64(round)) } catch is IndexError {}
            }
        }
    }

    /// Sets a number of the directory to one that its reader should be wary of.
    private func forge(_ directory: inout SegmentDirectory, _ byteCount: Int, _ random: inout SeededGenerator) {
        let places: [WritableKeyPath<SegmentDirectory, Int>] = [
            \.passageCount, \.documentCount, \.termCount, \.totalLength, \.postings.offset, \.postings.byteCount,
            \.positions.offset, \.positions.byteCount, \.terms.offset, \.terms.byteCount, \.termIndex.offset,
            \.termIndex.byteCount, \.columns.offset, \.columns.byteCount,
        ]
        let place = places[Int.random(in: places.indices, using: &random)]
        let old = directory[keyPath: place]
        let values = [
            0, 1, old &- 1, old &+ 1, 2 &* old, byteCount, SegmentFormat.passageLimit, .max >> 1, .max &- old, .max,
        ]
        directory[keyPath: place] = max(0, values[Int.random(in: values.indices, using: &random)])
    }

    @Test("cannot hide what its deletions say: those are compared with their checksum")
    func changedDeletions() throws {
        try withSegment { folder, manifest, _, _ in
            var writer = IndexWriter(in: folder)
            writer.remove(documentIDs: [1, 3, 5, 8])
            let changed = try writer.flush(onto: manifest)
            let name = try #require(changed.segments[0].deletions?.name)
            let file = folder.url.appendingPathComponent(name)
            let bytes = [UInt8](try Data(contentsOf: file))
            for place in bytes.indices {
                var damaged = bytes
                damaged[place] ^= 0x04
                for bytes in [damaged, Array(bytes[..<place])] {
                    try Data(bytes).write(to: file)
                    #expect(throws: IndexError.self, "byte \(place)") { try folder.snapshot(of: changed) }
                }
            }
        }
    }

    @Test("is refused when it is cut short")
    func truncated() throws {
        try withSegment { folder, manifest, file, bytes in
            for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 300)) {
                try Data(bytes[..<count]).write(to: file)
                #expect(throws: IndexError.self, "\(count) of \(bytes.count) bytes") {
                    try folder.snapshot(of: manifest)
                }
            }
        }
    }

    @Test("is refused when it is missing or another one")
    func missing() throws {
        try withSegment { folder, manifest, file, bytes in
            var other = manifest
            other.segments[0].passageCount += 1
            #expect(throws: IndexError.damaged(file: file.path, what: "it is not as the manifest says")) {
                try folder.snapshot(of: other)
            }
            try FileManager.default.removeItem(at: file)
            #expect(throws: IndexError.self) { try folder.snapshot(of: manifest) }
        }
    }

    @Test("is found by comparing checksums, every byte of it")
    func verified() throws {
        try withSegment { folder, manifest, file, bytes in
            try folder.snapshot(of: manifest).verify()
            // The header's own eight bytes are looked at when the file is opened.
            for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 400)) {
                var changed = bytes
                changed[place] ^= 0x10
                try Data(changed).write(to: file)
                #expect(throws: IndexError.self, "byte \(place)") { try folder.snapshot(of: manifest).verify() }
            }
        }
    }
}
