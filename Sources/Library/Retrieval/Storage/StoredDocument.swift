// A document as the library knows it: its particulars without its text.

internal import Foundation
package import Documents

/// How much a source is trusted, from the reader's own documents outward.
package enum TrustLayer: String, Sendable, Codable, CaseIterable {
    case own, author, reference, web
}

/// A document's row: what a list or a citation shows of it.
package struct StoredDocument: Sendable, Equatable, Identifiable {
    package var id: Int64
    /// The file's path.
    package var address: String
    package var folder: String
    /// The stated title, or the file's name where the document states none.
    package var title: String
    package var author: String?
    /// ISO 8601, as precise as the document states it.
    package var date: String?
    package var language: String?
    package var format: DocumentFormat
    package var canonicalAddress: String?
    package var layer: TrustLayer
    package var byteCount: Int
    package var addedAt: String
    package var passageCount: Int
    package var pageCount: Int
}

/// Where a document comes from and how its file looked when it was read.
package struct DocumentOrigin: Sendable, Equatable {
    package var address: String
    package var folder: String
    /// SHA-256 of the file's bytes.
    package var contentHash: [UInt8]
    package var byteCount: Int
    /// Seconds since 1970.
    package var modifiedAt: Double

    package init(address: String, folder: String, contentHash: [UInt8], byteCount: Int, modifiedAt: Double) {
        self.address = address
        self.folder = folder
        self.contentHash = contentHash
        self.byteCount = byteCount
        self.modifiedAt = modifiedAt
    }
}

/// What documents are added as: a folder that is walked again, single files, files that came over the wire, or what
/// lies on the web.
package struct Source: Sendable, Equatable, Identifiable {
    package enum Kind: String, Sendable, Codable {
        case folder, file, uploads
        /// One page; the pages of one host; what a feed announces; the files of a git repository.
        case page, site, feed, repository
        /// What a search engine on the web found for questions.
        case search
    }

    package var id: Int64
    package var address: String
    package var kind: Kind
    package var layer: TrustLayer
    package var addedAt: String
    package var documentCount: Int
}
