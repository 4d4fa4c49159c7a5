// The list of an index's segments. It is a value: the caller keeps it in the transaction that holds the documents, and
// an index is what its last committed manifest says.

/// The segments that make up an index.
package struct Manifest: Sendable, Hashable, Codable {
    /// A segment's file, and the file of what is deleted from it.
    package struct Segment: Sendable, Hashable, Codable {
        /// Made of the checksum of the segment's directory, which holds the checksums of its parts.
        package var name: String
        package var byteCount: Int
        /// Deleted ones included.
        package var passageCount: Int
        /// Sum of the lengths of its passages, deleted ones included.
        package var totalLength: Int
        package var deletions: Deletions?

        /// Passages that are not deleted.
        package var liveCount: Int { passageCount - (deletions?.count ?? 0) }
        package var liveLength: Int { totalLength - (deletions?.totalLength ?? 0) }
    }

    /// What is deleted from a segment.
    package struct Deletions: Sendable, Hashable, Codable {
        /// Made of the checksum of the file.
        package var name: String
        package var count: Int
        package var totalLength: Int
    }

    package var segments: [Segment]

    /// The manifest of an empty index.
    package init() { segments = [] }

    /// Passages that are not deleted.
    package var passageCount: Int { segments.reduce(0) { $0 + $1.liveCount } }
    package var byteCount: Int { segments.reduce(0) { $0 + $1.byteCount } }

    /// The names of all files that the manifest needs.
    package var fileNames: Set<String> { Set(segments.flatMap { [$0.name] + ($0.deletions.map { [$0.name] } ?? []) }) }
}
