// The blocks that stand below one heading, and the lists among them.

internal import Documents
internal import Foundation
internal import Retrieval

/// Blocks in order below the same headings.
struct Section {
    /// The document's place among the results.
    var rank: Int
    var document: StoredDocument
    /// Outermost first; without the document's title.
    var headings: [String]
    var blocks: [Library.StoredBlock]
}

extension ShapeEvidence {
    private static let windowCount = 40
    private static let largestSection = 160
    private static let sectionCount = 30

    /// The sections in which found passages stand, each whole, in the order of the documents.
    mutating func sections() async throws -> [Section] {
        var sections: [Section] = []
        for (rank, found) in try await blocks().enumerated() {
            var next = 0
            for stored in found.blocks where stored.ordinal >= next && !stored.block.isHeading {
                guard sections.count < Self.sectionCount else { return sections }
                let blocks = try await section(around: stored, of: found.document.id)
                next = (blocks.last?.ordinal ?? stored.ordinal) + 1
                sections.append(
                    Section(rank: rank, document: found.document, headings: stored.block.headings, blocks: blocks)
                )
            }
        }
        return sections
    }

    /// All blocks around this one below the same headings, as many as are looked at.
    private func section(
        around stored: Library.StoredBlock,
        of documentID: Int64
    ) async throws -> [Library.StoredBlock] {
        func belongs(_ other: Library.StoredBlock) -> Bool {
            other.block.headings == stored.block.headings && !other.block.isHeading
        }
        var blocks = [stored]
        while let first = blocks.first, first.ordinal > 0, blocks.count < Self.largestSection {
            let window = max(0, first.ordinal - Self.windowCount)..<first.ordinal
            let before = try await library.blocks(of: documentID, in: window)
            let own = before.reversed().prefix(while: belongs).reversed()
            blocks = own + blocks
            if own.count < before.count || before.isEmpty { break }
        }
        while let last = blocks.last, blocks.count < 2 * Self.largestSection {
            let window = last.ordinal + 1..<last.ordinal + 1 + Self.windowCount
            let behind = try await library.blocks(of: documentID, in: window)
            let own = behind.prefix(while: belongs)
            blocks += own
            if own.count < behind.count || behind.isEmpty { break }
        }
        return blocks
    }
}

extension Block {
    var isHeading: Bool {
        if case .heading = kind { return true }
        return false
    }
}
