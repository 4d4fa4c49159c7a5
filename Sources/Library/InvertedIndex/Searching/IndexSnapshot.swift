// What readers hold: the segments of one manifest, mapped, with what is deleted from them. A snapshot never changes;
// any number of searches run on it at once, without locks.

internal import Foundation

/// An index as it was when a manifest was committed.
package struct IndexSnapshot: Sendable {
    /// A segment and what is deleted from it.
    struct Part: Sendable {
        let segment: Segment
        let deletions: DeletionSet?
    }

    package let manifest: Manifest
    package let statistics: IndexStatistics
    let parts: [Part]

    init(_ manifest: Manifest, parts: [Part]) {
        (self.manifest, self.parts) = (manifest, parts)
        let live = manifest.passageCount
        statistics = IndexStatistics(
            passageCount: live,
            averageLength: live == 0 ? 0 : Double(manifest.segments.reduce(0) { $0 + $1.liveLength }) / Double(live),
            storedCount: parts.reduce(0) { $0 + $1.segment.passageCount }
        )
    }

    /// In how many of the stored passages the term stands, see `IndexStatistics.storedCount`.
    ///
    /// - Throws: `IndexError.damaged`, as all that reads segments.
    package func documentFrequency(of term: IndexTerm) throws(IndexError) -> Int {
        let key = term.key
        var sum = 0
        for part in parts {
            sum += try part.reading { segment, bytes throws(Damage) in
                try segment.dictionary.list(of: key, in: bytes)?.count ?? 0
            }
        }
        return sum
    }

    /// Compares every byte of the segments with its checksum; reads all of them.
    package func verify() throws(IndexError) {
        for part in parts { try part.segment.verify() }
    }

    /// The passages that match best, best first; ties by passage id.
    package func search(
        _ query: IndexQuery,
        limit: Int,
        weights: RankingWeights = RankingWeights()
    ) throws(IndexError) -> [IndexHit] {
        let search = try SnapshotSearch(query, weights, on: self)
        return try search.best(limit: limit, groupsByDocument: false).map(search.hit)
    }

    /// The documents whose best passages match best, best first, each with up to so many passages of its own.
    package func searchDocuments(
        _ query: IndexQuery,
        limit: Int,
        passagesPerDocument: Int,
        weights: RankingWeights = RankingWeights()
    ) throws(IndexError) -> [DocumentHit] {
        let search = try SnapshotSearch(query, weights, on: self)
        let best = try search.best(limit: limit, groupsByDocument: true)
        guard passagesPerDocument > 1 else {
            return best.map { DocumentHit(documentID: $0.documentID, passages: [search.hit($0)]) }
        }
        return try search.passages(ofDocumentsOf: best, limit: passagesPerDocument).map { passages in
            DocumentHit(documentID: passages[0].documentID, passages: passages.map(search.hit))
        }
    }

    /// What filters know of a passage's document.
    package func attributes(at place: PassagePlace) -> DocumentAttributes {
        let segment = parts[place.segment].segment
        let bytes = segment.data.bytes
        return segment.attributes(segment.document(ofPassage: place.passage, in: bytes), in: bytes)
    }

    /// Passes on the words that begin with the prefix, in byte order, until `take` gives false; a word may come once
    /// from each segment.
    package func forEachWord(
        withPrefix prefix: String = "",
        _ take: (_ word: String, _ documentFrequency: Int) -> Bool
    ) throws(IndexError) {
        let key = Array(prefix.utf8)
        for part in parts {
            try part.reading { segment, bytes throws(Damage) in
                var walk = try segment.dictionary.walk(from: key, in: bytes)
                while try walk.next(in: bytes), walk.term.starts(with: key), walk.term.first != IndexTerm.characterMark
                {
                    guard take(String(decoding: walk.term, as: UTF8.self), walk.list.count) else { return }
                }
            }
        }
    }
}

extension IndexSnapshot.Part {
    /// Lends the segment's bytes, and tells whose they are if they are damaged.
    @inline(__always)
    func reading<R>(_ body: (Segment, RawSpan) throws(Damage) -> R) throws(IndexError) -> R {
        do throws(Damage) { return try body(segment, segment.data.bytes) } catch {
            throw .damaged(file: segment.path, what: error.what)
        }
    }
}
