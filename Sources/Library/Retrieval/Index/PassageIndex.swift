// The seam behind which passages are indexed: SQLite's FTS5 today, an index of our own and PostgreSQL later.

internal import GRDB

/// A passage's terms, field by field, ready for an index.
struct PassageTerms: Sendable {
    var passageID: Int64
    var title: [String]
    var headings: [String]
    var body: [String]
    /// The single characters of scripts without blanks, each once: they are searched alone, and count how common
    /// a character is, but they do not rank.
    var characters: [String]
}

/// What to find: passages that hold any of `anyOf`, all of `required`, none of `excluded`, within `filter`.
struct IndexQuery: Sendable {
    /// One word of the query, in every form in which it may be indexed.
    struct Word: Sendable, Hashable {
        var forms: [String]
        var field: Field = .any
        /// In how many passages its most frequent form stands.
        var frequency = 0
    }

    enum Field: Sendable, Hashable { case any, title }

    /// Words that must follow each other.
    struct Phrase: Sendable, Hashable {
        var words: [Word]
        var field: Field = .any
    }

    var anyOf: [Word] = []
    var required: [Phrase] = []
    var excluded: [Phrase] = []
    var filter = DocumentFilter()
    /// How many passages the library holds.
    var passageCount = 0
}

/// A passage that matches, with the score the index gave it; higher is better.
struct IndexHit: Sendable, Equatable {
    var passageID: Int64
    var score: Double
}

/// Holds the terms of passages, in the same transactions as their rows.
protocol PassageIndex: Sendable {
    /// Makes what the index needs in the library's file, if it is not there.
    func prepare(_ database: Database) throws
    func add(_ passage: PassageTerms, in database: Database) throws
    func remove(passageIDs: [Int64], in database: Database) throws
    /// The terms with which the passages were added, in the order of the ids; unknown ids are left out.
    func terms(of passageIDs: [Int64], in database: Database) throws -> [PassageTerms]
    /// The best `limit` passages, best first; ties by passage id.
    func search(_ query: IndexQuery, limit: Int, in database: Database) throws -> [IndexHit]
    /// In how many passages each term stands; 0 for unknown terms.
    func documentFrequencies(of terms: some Sequence<String>, in database: Database) throws -> [String: Int]
}
