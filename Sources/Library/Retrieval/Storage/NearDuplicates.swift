// Which results say what a better one has said already: the same passage, or the same document cut elsewhere. Fingerprints
// find candidates, the terms themselves decide.

internal import GRDB
internal import InvertedIndex

/// The results of one search so far, and what repeats them.
struct NearDuplicates {
    /// The best passage of a document.
    struct Candidate {
        var documentID: Int64
        var passageID: Int64
        var passage: Fingerprint
        var document: Fingerprint

        /// Nil where the document is not there.
        init?(_ found: DocumentHit, in database: Database) throws {
            (documentID, passageID) = (found.documentID, found.passages[0].passageID)
            let statement = try database.cachedStatement(
                sql: """
                    SELECT passage.fingerprint AS part, document.fingerprint AS whole FROM passage
                    JOIN document ON document.id = passage.document_id WHERE passage.id = ?
                    """
            )
            guard let row = try Row.fetchOne(statement, arguments: [passageID]) else { return nil }
            (passage, document) = (Fingerprint(storedValue: row["part"]), Fingerprint(storedValue: row["whole"]))
        }
    }

    /// Passages of a document that are compared.
    private static let passageLimit = 20
    /// Pairs that one search compares term by term: each costs analysing both texts.
    private static let comparisonLimit = 16

    private let analyzer: BilingualAnalyzer
    private var comparisonCount = 0
    private var shown: [Candidate] = []

    init(analyzer: BilingualAnalyzer) { self.analyzer = analyzer }

    /// Notes the next result.
    mutating func show(_ candidate: Candidate) { shown.append(candidate) }

    /// The place of the result that the candidate repeats, or nil.
    mutating func twin(of candidate: Candidate, in database: Database) throws -> Int? {
        for (place, other) in shown.enumerated() {
            let samePassage =
                try other.passage.isNear(candidate.passage)
                && repeats("id = ?", other.passageID, candidate.passageID, in: database)
            let sameDocument =
                try !samePassage && other.document.isNear(candidate.document)
                && repeats("document_id = ?", other.documentID, candidate.documentID, in: database)
            if samePassage || sameDocument { return place }
        }
        return nil
    }

    /// Whether two texts say the same, but for a few words; what differs in a number says something else.
    private mutating func repeats(
        _ condition: String,
        _ first: Int64,
        _ second: Int64,
        in database: Database
    ) throws -> Bool {
        guard comparisonCount < Self.comparisonLimit else { return false }
        comparisonCount += 1
        let a = try terms(condition, first, in: database)
        let b = try terms(condition, second, in: database)
        let shared = a.intersection(b).count
        guard shared * 20 >= min(a.count, b.count) * 18, shared * 10 >= max(a.count, b.count) * 7 else { return false }
        return !a.symmetricDifference(b).contains { $0.utf8.contains { (0x30...0x39).contains($0) } }
    }

    private func terms(_ condition: String, _ id: Int64, in database: Database) throws -> Set<String> {
        let statement = try database.cachedStatement(
            sql: "SELECT text, language FROM passage WHERE \(condition) ORDER BY ordinal LIMIT \(Self.passageLimit)"
        )
        return try Row.fetchAll(statement, arguments: [id]).reduce(into: []) { terms, row in
            terms.formUnion(analyzer.terms(of: row["text"], language: row["language"]).map(\.text))
        }
    }
}
