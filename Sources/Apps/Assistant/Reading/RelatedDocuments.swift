// What else the library holds on what a document is about, old pieces too.

internal import Foundation
internal import Retrieval

/// Finds documents that share with another what sets it apart.
struct RelatedDocuments {
    let library: Library

    private static let queryTermCount = 12
    private static let reasonCount = 4
    private static let documentCount = 5
    private static let olderCount = 2

    /// The related documents, nearest first, at least some older ones among them where there are such.
    func find(for document: StoredDocument, _ profile: DocumentProfile) async throws -> [DocumentOverview.Related] {
        let terms = profile.terms.prefix(Self.queryTermCount).map(\.term)
        guard !terms.isEmpty else { return [] }
        let text = terms.map(\.text).joined(separator: " ")
        let year = Self.year(of: document.date) ?? Calendar(identifier: .gregorian).component(.year, from: .now)
        var found = try await search(text, terms, for: document, year, DocumentFilter(), limit: Self.documentCount)
        let missing = Self.olderCount - found.count(where: \.isOlder)
        if missing > 0 {
            var earlier = DocumentFilter()
            earlier.until = String(year - 1)
            let older = try await search(text, terms, for: document, year, earlier, limit: Self.documentCount)
            let known = Set(found.map(\.document.id))
            found += older.filter { !known.contains($0.document.id) }.prefix(missing)
        }
        return found
    }

    private func search(
        _ text: String,
        _ terms: [CountedTerm],
        for document: StoredDocument,
        _ year: Int,
        _ filter: DocumentFilter,
        limit: Int
    ) async throws -> [DocumentOverview.Related] {
        // One more: the document itself is the nearest of all.
        let results = try await library.search(SearchQuery(plain: text, filter: filter, limit: limit + 1)).results
        return results.filter { $0.document.id != document.id }.prefix(limit).compactMap { result in
            guard let passage = result.passages.first else { return nil }
            let words = result.passages.map(\.text).joined(separator: "\n")
            let held = Set(library.analyzer.terms(of: words, language: result.document.language).map(\.text))
            let shared = terms.filter { $0.keys.allSatisfy(held.contains) }.map(\.text)
            // One word in common is chance, unless there are hardly more.
            guard shared.count >= min(2, terms.count) else { return nil }
            return DocumentOverview.Related(
                document: result.document,
                range: passage.range,
                terms: Array(shared.prefix(Self.reasonCount)),
                isOlder: Self.year(of: result.document.date).map { $0 < year } ?? false
            )
        }
    }

    private static func year(of date: String?) -> Int? { date.flatMap { Int($0.prefix(4)) } }
}
