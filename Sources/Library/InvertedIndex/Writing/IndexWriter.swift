// Takes documents in and out. What it makes are files that nothing refers to yet, and manifests that refer to them;
// both are of the past again if the caller does not commit the manifest.

internal import Foundation

/// Collects documents, and turns them into segments.
///
/// There is one writer to an index. A document that is added again takes the place of the one before only if that is
/// removed first.
package struct IndexWriter: Sendable {
    private let folder: IndexFolder
    private var buffer = PassageBuffer()
    /// Documents that are to be deleted from the segments there are.
    private var removed: Set<Int64> = []
    /// The buffer asks to be flushed when it takes up more than this.
    package let bufferByteLimit: Int

    package init(in folder: IndexFolder, bufferByteLimit: Int = 64 << 20) {
        (self.folder, self.bufferByteLimit) = (folder, bufferByteLimit)
    }

    /// Whether the buffer holds as much as it should.
    package var isFull: Bool { buffer.byteCount >= bufferByteLimit }
    package var isEmpty: Bool { buffer.passageCount == 0 && removed.isEmpty }

    /// Adds a document, with all its passages, to the buffer.
    ///
    /// - Throws: `IndexError.full` where a segment cannot hold more.
    package mutating func add(_ document: IndexedDocument) throws(IndexError) {
        guard buffer.passageCount + document.passages.count <= SegmentFormat.passageLimit else {
            throw .full(limit: SegmentFormat.passageLimit)
        }
        buffer.add(document)
    }

    /// Removes documents, buffered ones included; unknown ids are passed over.
    package mutating func remove(documentIDs: some Sequence<Int64>) {
        let ids = Set(documentIDs)
        removed.formUnion(ids)
        buffer.remove(ids)
    }

    /// Forgets what was added and removed since the last flush.
    package mutating func discard() {
        buffer = PassageBuffer()
        removed = []
    }

    /// Writes what was added and removed since the last flush.
    ///
    /// - Returns: the manifest to commit: the one given, which is the last committed, with the changes.
    package mutating func flush(onto manifest: Manifest) throws(IndexError) -> Manifest {
        var next = manifest
        if !removed.isEmpty { next = try folder.delete(removed, from: manifest) }
        let written = buffer.withoutRemoved()
        if written.passageCount > 0 { next.segments.append(try folder.write(written)) }
        discard()
        return next
    }
}
