// The part of a document that is looked at to say what it is about: all of it, or of a long one windows all over it.

internal import Documents
internal import Retrieval

/// Blocks of a document, in order.
struct DocumentSample {
    var document: StoredDocument
    var blocks: [Library.StoredBlock]
    /// Whether these are all.
    var isWhole: Bool

    private static let windowCount = 8
    private static let blocksPerWindow = 300
    /// Of text, in all.
    private static let largestByteCount = 1 << 20

    /// Reads the sample.
    ///
    /// - Throws: `LibraryError.noSuchDocument`.
    init(of documentID: Int64, in library: Library) async throws {
        document = try await library.document(documentID)
        let count = try await library.blockCount(of: documentID)
        isWhole = count <= Self.windowCount * Self.blocksPerWindow
        blocks = []
        let stride = isWhole ? max(1, count) : count / Self.windowCount
        let size = isWhole ? count : Self.blocksPerWindow
        var byteCount = 0
        for start in Swift.stride(from: 0, to: count, by: stride) {
            for block in try await library.blocks(of: documentID, in: start..<min(count, start + size)) {
                byteCount += block.text.utf8.count
                guard byteCount <= Self.largestByteCount else {
                    isWhole = false
                    return
                }
                blocks.append(block)
            }
        }
    }
}
