// Passages in SQLite's FTS5. Our own terms go in, separated by blanks, and FTS5's `ascii` tokenizer hands them back
// unchanged, so that analysis stays in one place. The terms stay readable there, which is what ranking works on.

internal import Documents
internal import GRDB

/// The index behind a library that fits into SQLite.
struct FTS5PassageIndex: PassageIndex {
    /// Column weights of the first ranking; the passages found are ranked again by `PassageRanker`.
    private static let weights = "2.0, 1.5, 1.0, 0.0"
    /// A word is frequent when more than one passage in so many holds it.
    private static let frequentShare = 10

    func prepare(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE VIRTUAL TABLE IF NOT EXISTS passage_index USING fts5(
                    title, headings, body, characters, tokenize="ascii tokenchars '#+.''-_'"
                );
                CREATE VIRTUAL TABLE IF NOT EXISTS passage_vocabulary USING fts5vocab(passage_index, 'row');
                """
        )
    }

    func add(_ passage: PassageTerms, in database: Database) throws {
        try database.execute(
            literal: """
                INSERT INTO passage_index(rowid, title, headings, body, characters)
                VALUES (\(passage.passageID), \(joined(passage.title)), \(joined(passage.headings)),
                        \(joined(passage.body)), \(joined(passage.characters)))
                """
        )
    }

    func remove(passageIDs: [Int64], in database: Database) throws {
        let statement = try database.cachedStatement(sql: "DELETE FROM passage_index WHERE rowid = ?")
        for id in passageIDs { try statement.execute(arguments: [id]) }
    }

    func terms(of passageIDs: [Int64], in database: Database) throws -> [PassageTerms] {
        let statement = try database.cachedStatement(
            sql: "SELECT title, headings, body FROM passage_index WHERE rowid = ?"
        )
        return try passageIDs.compactMap { id in
            try Row.fetchOne(statement, arguments: [id]).map {
                PassageTerms(
                    passageID: id,
                    title: split($0[0]),
                    headings: split($0[1]),
                    body: split($0[2]),
                    characters: []
                )
            }
        }
    }

    func search(_ query: IndexQuery, limit: Int, in database: Database) throws -> [IndexHit] {
        guard let match = matchExpression(query, limit: limit) else { return [] }
        let (conditions, arguments) = query.filter.sql
        let sql = """
            SELECT passage_index.rowid AS id, -bm25(passage_index, \(Self.weights)) AS score
            FROM passage_index
            \(conditions.isEmpty ? "" : """
            JOIN passage ON passage.id = passage_index.rowid
            JOIN document ON document.id = passage.document_id
            """)
            WHERE passage_index MATCH ? \(conditions.map { "AND " + $0 }.joined(separator: " "))
            ORDER BY score DESC, id LIMIT ?
            """
        return try Row.fetchAll(database, sql: sql, arguments: [match] + arguments + [limit]).map {
            IndexHit(passageID: $0["id"], score: $0["score"])
        }
    }

    func documentFrequencies(of terms: some Sequence<String>, in database: Database) throws -> [String: Int] {
        let statement = try database.cachedStatement(sql: "SELECT doc FROM passage_vocabulary WHERE term = ?")
        var frequencies: [String: Int] = [:]
        for term in Set(terms) {
            frequencies[term] = try Int.fetchOne(statement, arguments: [term]) ?? 0
        }
        return frequencies
    }

    private func joined(_ terms: [String]) -> String { terms.joined(separator: " ") }

    private func split(_ terms: String) -> [String] {
        terms.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    }

    /// FTS5's own query language; nil when nothing is asked for.
    private func matchExpression(_ query: IndexQuery, limit: Int) -> String? {
        let optional = deciding(query, limit: limit).flatMap(expressions)
        let required = query.required.compactMap(expression)
        let excluded = query.excluded.compactMap(expression)
        var parts = required
        if !optional.isEmpty, required.isEmpty { parts = ["(" + optional.joined(separator: " OR ") + ")"] }
        guard !parts.isEmpty else { return nil }
        var match = parts.joined(separator: " AND ")
        for phrase in excluded { match = "(\(match)) NOT \(phrase)" }
        return match
    }

    /// The words that decide which passages are looked at: without those that stand in many of them, once the rarer ones
    /// yield what is wanted.
    ///
    /// A passage that holds only the frequent ones ranks below those; FTS5 would spend most of its time on it. Within
    /// filters every word counts, for how often it stands there is not known.
    private func deciding(_ query: IndexQuery, limit: Int) -> [IndexQuery.Word] {
        guard query.filter.isEmpty else { return query.anyOf }
        var deciding: [IndexQuery.Word] = []
        var yield = 0
        for word in query.anyOf.sorted(by: { $0.frequency < $1.frequency }) {
            if yield >= limit, word.frequency * Self.frequentShare > query.passageCount { break }
            deciding.append(word)
            yield += word.frequency
        }
        return deciding
    }

    private func expressions(_ word: IndexQuery.Word) -> [String] {
        word.forms.map { column(word.field) + quoted($0) }
    }

    /// The phrase in every combination of forms that matters: all in their first form, all in their second.
    private func expression(_ phrase: IndexQuery.Phrase) -> String? {
        guard let count = phrase.words.map(\.forms.count).max(), count > 0 else { return nil }
        let variants = (0..<count).map { variant -> String in
            let words = phrase.words.map { quoted($0.forms[min(variant, $0.forms.count - 1)]) }
            return column(phrase.field) + words.joined(separator: " + ")

        }
        return "(" + Array(Set(variants)).sorted().joined(separator: " OR ") + ")"
    }

    private func column(_ field: IndexQuery.Field) -> String { field == .title ? "title : " : "" }

    private func quoted(_ term: String) -> String {
        "\"" + term.replacing("\"", with: "\"\"") + "\""
    }
}
