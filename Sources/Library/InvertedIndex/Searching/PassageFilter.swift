// Which documents' passages a search looks at.

/// Conditions on documents; all that are set must hold.
package struct PassageFilter: Sendable, Hashable {
    package var documentIDs: Set<Int64>?
    package var excludedDocumentIDs: Set<Int64> = []
    package var sourceIDs: Set<Int64>?
    package var formats: Set<UInt16>?
    package var languages: Set<UInt16>?
    /// Days since 1970, inclusive; a document without a date matches neither.
    package var since: Int32?
    package var until: Int32?

    package init() {}

    package var isEmpty: Bool { self == PassageFilter() }

    /// Whether the conditions hold for a document's attributes.
    package func accepts(_ document: DocumentAttributes) -> Bool {
        if let documentIDs, !documentIDs.contains(document.id) { return false }
        if let sourceIDs, !sourceIDs.contains(document.sourceID) { return false }
        if let formats, !formats.contains(document.format) { return false }
        if let languages, !languages.contains(document.language) { return false }
        if since != nil || until != nil {
            guard let date = document.date, since ?? .min <= date, date <= until ?? .max else { return false }
        }
        return excludedDocumentIDs.isEmpty || !excludedDocumentIDs.contains(document.id)
    }
}
