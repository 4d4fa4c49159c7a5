// A query's way through the library: terms, candidates from the index, ranking, near-duplicates, grouping.

internal import Documents
internal import Foundation
internal import GRDB

extension Library {
    /// How many passages the index hands to the ranking.
    private static let candidateCount = 200

    /// The documents that match, best first, each with its best passages.
    package func search(_ query: SearchQuery) async throws -> SearchResults {
        try await database.read { [self] database in
            let size = try Self.size(database)
            let languages = try Self.languages(database)
            let terms = QueryTerms(query.rankingText, analyzer: analyzer, languages: languages)
            if terms.terms.isEmpty, !query.filter.isEmpty {
                return SearchResults(
                    results: try Self.newest(query, in: database),
                    passageCount: size.passageCount,
                    frequencies: [:]
                )
            }
            let frequencies = try index.documentFrequencies(of: terms.wanted, in: database)
            let hits = try index.search(
                indexQuery(query, terms, languages, frequencies, passageCount: size.passageCount),
                limit: max(Self.candidateCount, query.limit),
                in: database
            )
            let ranker = PassageRanker(
                terms,
                statistics: .init(
                    passageCount: size.passageCount,
                    averageLength: Double(size.termCount) / Double(max(1, size.passageCount)),
                    frequencies: frequencies
                )
            )
            let ranked = try index.terms(of: hits.map(\.passageID), in: database)
                .map { (terms: $0, score: ranker.score($0)) }
                .sorted { ($0.score, $1.terms.passageID) > ($1.score, $0.terms.passageID) }
            return SearchResults(
                results: try grouped(ranked, query, in: database),
                passageCount: size.passageCount,
                frequencies: frequencies
            )
        }
    }

    /// What passes the filter of a query that asks for nothing else: the newest documents, each with its beginning.
    private static func newest(_ query: SearchQuery, in database: Database) throws -> [SearchResult] {
        let (conditions, arguments) = query.filter.sql
        let documents = try documents(
            database,
            clause: "WHERE \(conditions.joined(separator: " AND ")) ORDER BY document.id DESC LIMIT ?",
            arguments: arguments + [query.limit]
        )
        return try documents.compactMap { document in
            try Row.fetchOne(
                database,
                sql: "SELECT * FROM passage WHERE document_id = ? ORDER BY ordinal LIMIT 1",
                arguments: [document.id]
            ).map {
                SearchResult(document: document, passages: [try hit($0, score: 0)], duplicates: [], score: 0)
            }
        }
    }

    /// How rare terms are.
    package struct Frequencies: Sendable, Equatable {
        /// How many passages the library holds.
        package var passageCount: Int
        /// In how many of them each term stands.
        package var frequencies: [String: Int]
        /// The mean number of terms in a passage's body.
        package var averageLength: Double
    }

    /// In how many passages each of the analyzer's terms stands.
    package func frequencies(of terms: Set<String>) async throws -> Frequencies {
        try await database.read { [index] database in
            let size = try Self.size(database)
            return Frequencies(
                passageCount: size.passageCount,
                frequencies: try index.documentFrequencies(of: terms, in: database),
                averageLength: Double(size.termCount) / Double(max(1, size.passageCount))
            )
        }
    }

    private func indexQuery(
        _ query: SearchQuery,
        _ terms: QueryTerms,
        _ languages: [String],
        _ frequencies: [String: Int],
        passageCount: Int
    ) -> IndexQuery {
        func phrase(_ text: String, _ field: IndexQuery.Field = .any) -> IndexQuery.Phrase? {
            let words = QueryTerms.forms(of: text, analyzer: analyzer, languages: languages)
                .map { IndexQuery.Word(forms: $0, field: field) }
            return words.isEmpty ? nil : IndexQuery.Phrase(words: words, field: field)
        }
        var asked = IndexQuery()
        asked.anyOf = terms.terms.map { term in
            IndexQuery.Word(forms: term.forms, frequency: term.forms.map { frequencies[$0] ?? 0 }.max() ?? 0)
        }
        asked.required = query.phrases.compactMap { phrase($0) } + query.titles.compactMap { phrase($0, .title) }
        asked.excluded =
            query.excluded.compactMap { phrase($0) } + query.excludedTitles.compactMap { phrase($0, .title) }
        asked.filter = query.filter
        asked.passageCount = passageCount
        return asked
    }

    /// How many passages there are, and how many terms all their bodies have.
    private static func size(_ database: Database) throws -> (passageCount: Int, termCount: Int) {
        let row = try Row.fetchOne(database, sql: "SELECT passage_count, term_count FROM statistic")
        return (row?["passage_count"] ?? 0, row?["term_count"] ?? 0)
    }

    /// Groups ranked passages by document, folds near-duplicates into the better one, and reads what is shown.
    private func grouped(
        _ ranked: [(terms: PassageTerms, score: Double)],
        _ query: SearchQuery,
        in database: Database
    ) throws -> [SearchResult] {
        var results: [SearchResult] = []
        var placeOf: [Int64: Int] = [:]
        var folded: Set<Int64> = []
        var duplicates = NearDuplicates(index: index)
        let statement = try database.cachedStatement(
            sql: """
                SELECT passage.*, document.fingerprint AS whole FROM passage
                JOIN document ON document.id = passage.document_id WHERE passage.id = ?
                """
        )
        for (terms, score) in ranked {
            guard let row = try Row.fetchOne(statement, arguments: [terms.passageID]) else { continue }
            let documentID: Int64 = row["document_id"]
            if folded.contains(documentID) { continue }
            if let place = placeOf[documentID] {
                if results[place].passages.count < query.passagesPerDocument {
                    results[place].passages.append(try Self.hit(row, score: score))
                }
                continue
            }
            let candidate = NearDuplicates.Candidate(
                documentID: documentID,
                terms: terms,
                passage: Fingerprint(storedValue: row["fingerprint"]),
                document: (row["whole"] as Int64?).map(Fingerprint.init(storedValue:))
            )
            let twin = try duplicates.twin(of: candidate, in: database)
            guard twin != nil || results.count < query.limit,
                let document = try Self.documents(
                    database,
                    clause: "WHERE document.id = ?",
                    arguments: [documentID]
                ).first
            else { continue }
            if let twin {
                folded.insert(documentID)
                results[twin].duplicates.append(document)
                continue
            }
            placeOf[documentID] = results.count
            duplicates.show(candidate)
            results.append(
                SearchResult(
                    document: document,
                    passages: [try Self.hit(row, score: score)],
                    duplicates: [],
                    score: score
                )
            )
        }
        return results
    }

    private static func hit(_ row: Row, score: Double) throws -> PassageHit {
        PassageHit(
            id: row["id"],
            documentID: row["document_id"],
            ordinal: row["ordinal"],
            range: (row["start"] as Int)..<(row["end"] as Int),
            text: row["text"],
            headings: try JSONDecoder().decode([String].self, from: Data((row["headings"] as String).utf8)),
            language: row["language"],
            score: score
        )
    }
}
