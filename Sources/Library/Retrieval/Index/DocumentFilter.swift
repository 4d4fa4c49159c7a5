// Which documents a search looks at.

package import Documents

/// Conditions on documents; all that are set must hold.
package struct DocumentFilter: Sendable, Hashable {
    package var documentIDs: Set<Int64> = []
    package var excludedDocumentIDs: Set<Int64> = []
    /// A source, by its address or the last name of it.
    package var source: String?
    /// A folder and all that lies below it: its path, or the end of its path.
    package var folder: String?
    package var formats: Set<DocumentFormat> = []
    package var language: String?
    /// ISO 8601 dates, inclusive; a document without a date matches neither.
    package var since: String?
    package var until: String?
    /// What a document must not be.
    package var excluding = Exclusions()

    /// Conditions of which none may hold.
    package struct Exclusions: Sendable, Hashable {
        package var sources: Set<String> = []
        package var folders: Set<String> = []
        package var formats: Set<DocumentFormat> = []
        package var languages: Set<String> = []
    }

    package init() {}

    package var isEmpty: Bool { self == DocumentFilter() }
}
