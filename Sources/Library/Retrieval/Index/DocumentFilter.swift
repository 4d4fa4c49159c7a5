// Which documents a search looks at.

package import Documents

/// Conditions on documents; all that are set must hold.
package struct DocumentFilter: Sendable, Hashable {
    package var documentIDs: Set<Int64> = []
    package var excludedDocumentIDs: Set<Int64> = []
    package var sourceID: Int64?
    /// A folder and all that lies below it.
    package var folder: String?
    package var formats: Set<DocumentFormat> = []
    package var language: String?
    /// ISO 8601 dates, inclusive; a document without a date matches neither.
    package var since: String?
    package var until: String?

    package init() {}

    package var isEmpty: Bool { self == DocumentFilter() }
}
