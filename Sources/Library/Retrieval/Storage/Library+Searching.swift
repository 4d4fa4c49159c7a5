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
            let frequencies = try index.documentFrequencies(of: terms.wanted, in: database)
            let hits = try index.search(
                indexQuery(query, terms, languages, frequencies),
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
                .map { RankedPassage(terms: $0, score: ranker.score($0)) }
                .sorted { ($0.score, $1.id) > ($1.score, $0.id) }
            return SearchResults(
                results: try grouped(ranked, query, in: database),
                passageCount: size.passageCount,
                frequencies: frequencies
            )
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
        _ frequencies: [String: Int]
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
        return asked
    }

    /// How many passages there are, and how many terms all their bodies have.
    private static func size(_ database: Database) throws -> (passageCount: Int, termCount: Int) {
        let row = try Row.fetchOne(database, sql: "SELECT passage_count, term_count FROM statistic")
        return (row?["passage_count"] ?? 0, row?["term_count"] ?? 0)
    }

    /// Groups ranked passages by document, folds near-duplicates into the better one, and reads what is shown.
    private func grouped(
        _ ranked: [RankedPassage],
        _ query: SearchQuery,
        in database: Database
    ) throws -> [SearchResult] {
        var results: [SearchResult] = []
        var placeOf: [Int64: Int] = [:]
        var shown: [(fingerprint: Fingerprint, passage: RankedPassage, result: Int)] = []
        let statement = try database.cachedStatement(sql: "SELECT * FROM passage WHERE id = ?")
        for passage in ranked {
            let score = passage.score
            guard let row = try Row.fetchOne(statement, arguments: [passage.id]) else { continue }
            let documentID: Int64 = row["document_id"]
            let fingerprint = Fingerprint(storedValue: row["fingerprint"])
            if let place = placeOf[documentID] {
                if results[place].passages.count < query.passagesPerDocument {
                    results[place].passages.append(try Self.hit(row, score: score))
                }
                continue
            }
            if let twin = shown.first(where: { $0.fingerprint.isNear(fingerprint) && $0.passage.repeats(passage) }) {
                let documents = try Self.documents(database, clause: "WHERE document.id = ?", arguments: [documentID])
                if !results[twin.result].duplicates.contains(where: { $0.id == documentID }) {
                    results[twin.result].duplicates += documents
                }
                continue
            }
            guard results.count < query.limit,
                let document = try Self.documents(
                    database,
                    clause: "WHERE document.id = ?",
                    arguments: [documentID]
                ).first
            else { continue }
            placeOf[documentID] = results.count
            shown.append((fingerprint, passage, results.count))
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

    /// A passage that the index found, with its place in the ranking.
    private struct RankedPassage {
        var terms: PassageTerms
        var score: Double

        var id: Int64 { terms.passageID }

        /// Whether the other one says the same, but for a few words: documents that are copies may be cut elsewhere. What
        /// differs in a number says something else.
        func repeats(_ other: RankedPassage) -> Bool {
            let (own, others) = (Set(terms.body), Set(other.terms.body))
            let shared = own.intersection(others).count
            guard shared * 20 >= min(own.count, others.count) * 17, shared * 10 >= max(own.count, others.count) * 7
            else { return false }
            return !own.symmetricDifference(others).contains {
                $0.unicodeScalars.contains { $0.properties.numericType != nil }
            }
        }
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
