// A query's way through the library: terms, the best passages of the index, nearness, grouping, near-duplicates.

internal import Documents
internal import Foundation
internal import GRDB
internal import InvertedIndex

extension Library {
    /// How many documents the index hands to the closer ranking, and how many passages of each.
    private static let candidateCount = 100
    private static let candidatePassages = 3

    /// The documents that match, best first, each with its best passages.
    package func search(_ query: SearchQuery) async throws -> SearchResults {
        try await reading { [analyzer, synonyms] database, index in
            let terms = QueryTerms(
                query.rankingText,
                analyzer: analyzer,
                languages: index.languages,
                synonyms: synonyms.synonyms
            )
            let size = index.snapshot.statistics.passageCount
            if terms.terms.isEmpty, !query.filter.isEmpty {
                let newest = try Self.newest(query, in: database)
                return SearchResults(results: newest, passageCount: size, frequencies: [:])
            }
            var wanted = IndexQuery(terms, for: query, analyzer: analyzer, languages: index.languages)
            wanted.filter = try PassageFilter(query.filter, in: database)
            let found = try index.snapshot.searchDocuments(
                wanted,
                limit: max(Self.candidateCount, query.limit),
                passagesPerDocument: max(Self.candidatePassages, query.passagesPerDocument)
            )
            let documents = try Self.withWords(of: terms, found, index.snapshot)
            let frequencies = try index.frequencies(of: terms.wanted)
            let nearness = NearnessBonus(terms) {
                index.snapshot.statistics.inverseFrequency(frequencies[$0] ?? 0)
            }
            let ranked = try Self.ranked(documents, nearness, index.snapshot)
            let weighed = try Self.weighed(ranked, Weighing(query.text), in: database)
            return SearchResults(
                results: try Self.results(weighed, query, analyzer, in: database),
                passageCount: size,
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
                SearchResult(
                    document: document,
                    passages: [try hit($0, score: 0)],
                    duplicates: [],
                    explanation: ScoreExplanation(relevance: 0, nearness: 0)
                )
            }
        }
    }

    /// How rare terms are.
    package struct Frequencies: Sendable, Equatable {
        /// How many passages the library holds.
        package var passageCount: Int
        /// In how many of them each term stands.
        package var frequencies: [String: Int]
        /// The mean number of terms in a passage.
        package var averageLength: Double
    }

    /// In how many passages each of the analyzer's terms stands.
    package func frequencies(of terms: Set<String>) async throws -> Frequencies {
        try await reading { _, index in
            Frequencies(
                passageCount: index.snapshot.statistics.passageCount,
                frequencies: try index.frequencies(of: terms),
                averageLength: index.snapshot.statistics.averageLength
            )
        }
    }

    /// The documents without passages that hold single characters of the query only: those rank, but find nothing.
    private static func withWords(
        of terms: QueryTerms,
        _ documents: [DocumentHit],
        _ snapshot: IndexSnapshot
    ) throws -> [DocumentHit] {
        guard !terms.characters.isEmpty else { return documents }
        let words = terms.terms.flatMap(\.forms).map {
            QueryTerms.isCharacter($0) ? .character($0) : IndexTerm.word($0)
        }
        var holds = try snapshot.holds(anyOf: words, at: documents.flatMap(\.passages).map(\.place)).makeIterator()
        return documents.compactMap { document in
            var document = document
            document.passages = document.passages.filter { _ in holds.next() ?? false }
            return document.passages.isEmpty ? nil : document
        }
    }

    /// A document that matches, and what its place rests on.
    private struct Ranked {
        var hit: DocumentHit
        var explanation: ScoreExplanation
    }

    /// The documents with their passages' full scores, best passages first; ties by passage id.
    private static func ranked(
        _ documents: [DocumentHit],
        _ nearness: NearnessBonus,
        _ snapshot: IndexSnapshot
    ) throws -> [Ranked] {
        var bonuses = try nearness.bonuses(at: documents.flatMap(\.passages).map(\.place), in: snapshot).makeIterator()
        return documents.map { document in
            var document = document
            let nearness = document.passages.map { _ in bonuses.next() ?? 0 }
            let relevance = document.passages.map(\.score)
            for place in document.passages.indices { document.passages[place].score += nearness[place] }
            let order = document.passages.indices.sorted { isBetter(document.passages[$0], document.passages[$1]) }
            document.passages = order.map { document.passages[$0] }
            return Ranked(
                hit: document,
                explanation: ScoreExplanation(relevance: relevance[order[0]], nearness: nearness[order[0]])
            )
        }
    }

    private static func isBetter(_ a: IndexHit, _ b: IndexHit) -> Bool {
        (a.score, b.passageID) > (b.score, a.passageID)
    }

    /// The documents in the order in which they are shown.
    private static func weighed(
        _ documents: [Ranked],
        _ weighing: Weighing,
        in database: Database
    ) throws -> [Ranked] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT document.date, document.address, source.layer FROM document
                JOIN source ON source.id = document.source_id WHERE document.id = ?
                """
        )
        let weighed = try documents.compactMap { document -> (ranked: Ranked, site: String?)? in
            guard let row = try Row.fetchOne(statement, arguments: [document.hit.documentID]) else { return nil }
            var document = document
            document.explanation.trust = Weighing.trust(TrustLayer(rawValue: row["layer"]) ?? .own)
            document.explanation.freshness = weighing.freshness(of: row["date"])
            return (document, Weighing.site(of: row["address"]))
        }.sorted { a, b in
            let (first, second) = (a.ranked.explanation.score, b.ranked.explanation.score)
            return (first, b.ranked.hit.passages[0].passageID) > (second, a.ranked.hit.passages[0].passageID)
        }
        let (places, behind) = Weighing.order(weighed.map(\.site))
        return places.map { place in
            var document = weighed[place].ranked
            document.explanation.isBehindItsSite = behind.contains(place)
            return document
        }
    }

    /// Folds near-duplicates into the better one, and reads what is shown.
    private static func results(
        _ ranked: [Ranked],
        _ query: SearchQuery,
        _ analyzer: BilingualAnalyzer,
        in database: Database
    ) throws -> [SearchResult] {
        var results: [SearchResult] = []
        var duplicates = NearDuplicates(analyzer: analyzer)
        let passage = try database.cachedStatement(sql: "SELECT * FROM passage WHERE id = ?")
        for document in ranked {
            let found = document.hit
            guard let candidate = try NearDuplicates.Candidate(found, in: database) else { continue }
            let twin = try duplicates.twin(of: candidate, in: database)
            guard twin != nil || results.count < query.limit,
                let stored = try Self.documents(
                    database,
                    clause: "WHERE document.id = ?",
                    arguments: [found.documentID]
                ).first
            else { continue }
            if let twin {
                results[twin].duplicates.append(stored)
                continue
            }
            duplicates.show(candidate)
            let passages = try found.passages.prefix(query.passagesPerDocument).compactMap { hit in
                try Row.fetchOne(passage, arguments: [hit.passageID]).map { try Self.hit($0, score: hit.score) }
            }
            results.append(
                SearchResult(
                    document: stored,
                    passages: passages,
                    duplicates: [],
                    explanation: document.explanation
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
            headings: try headings(in: row),
            language: row["language"],
            score: score
        )
    }
}
