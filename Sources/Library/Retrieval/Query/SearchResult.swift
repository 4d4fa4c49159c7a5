// What a search yields: documents in order, each with its best passages.

/// A document that matches, with the passages that made it match.
package struct SearchResult: Sendable, Equatable {
    package var document: StoredDocument
    /// Best first.
    package var passages: [PassageHit]
    /// Documents that hold the best passage too, word for word or nearly so.
    package var duplicates: [StoredDocument]
    /// What its place in the list rests on.
    package var explanation: ScoreExplanation

    package var score: Double { explanation.score }
}

/// A passage that matches.
package struct PassageHit: Sendable, Equatable, Identifiable {
    package var id: Int64
    package var documentID: Int64
    package var ordinal: Int
    /// UTF-8 offsets in the document's text.
    package var range: Range<Int>
    package var text: String
    package var headings: [String]
    package var language: String?
    package var score: Double
}

/// What a search found, and what the index knows of its words.
package struct SearchResults: Sendable, Equatable {
    package var results: [SearchResult]
    /// How many passages the library holds.
    package var passageCount: Int
    /// The query's terms with the number of passages each stands in.
    package var frequencies: [String: Int]
}
