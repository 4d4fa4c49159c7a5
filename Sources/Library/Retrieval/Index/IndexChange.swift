// What one transaction of the library does to its index.

internal import InvertedIndex

/// Documents that come into the index and leave it together.
struct IndexChange {
    private let folder: IndexFolder
    private var writer: IndexWriter
    /// The list of segments with all that was flushed.
    private(set) var manifest: Manifest

    init(of manifest: Manifest, in folder: IndexFolder) {
        (self.folder, self.manifest) = (folder, manifest)
        writer = IndexWriter(in: folder)
    }

    /// Adds a document that the index does not hold.
    mutating func add(_ document: IndexedDocument) throws(IndexError) {
        try writer.add(document)
        if writer.isFull { try flush() }
    }

    /// Removes documents; unknown ids are passed over.
    mutating func remove(documentIDs: some Sequence<Int64>) { writer.remove(documentIDs: documentIDs) }

    /// Removes all there is.
    mutating func removeAll() {
        writer.discard()
        manifest = Manifest()
    }

    /// Puts a merged segment in place of those it was made of.
    mutating func apply(_ merged: MergedSegment) throws(IndexError) {
        try flush()
        manifest = try folder.apply(merged, to: manifest)
    }

    /// Writes what came and went since the last time.
    mutating func flush() throws(IndexError) {
        if !writer.isEmpty { manifest = try writer.flush(onto: manifest) }
    }
}
