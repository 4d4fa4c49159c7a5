// Which results say what a better one has said already: the same passage, or the same document cut elsewhere. Fingerprints
// find candidates, the terms themselves decide.

internal import GRDB

/// The results of one search so far, and what repeats them.
struct NearDuplicates {
    /// The best passage of a document.
    struct Candidate {
        var documentID: Int64
        var terms: PassageTerms
        var passage: Fingerprint
        /// Of the whole document; nil in one that was added before there were any.
        var document: Fingerprint?
    }

    /// Passages of a document that are compared.
    private static let passageLimit = 40

    /// Pairs of whole documents that one search compares: each costs reading both.
    private static let comparisonLimit = 8

    private let index: any PassageIndex
    private var comparisonCount = 0
    private var shown: [Candidate] = []

    init(index: any PassageIndex) { self.index = index }

    /// Notes the next result.
    mutating func show(_ candidate: Candidate) { shown.append(candidate) }

    /// The place of the result that the candidate repeats, or nil.
    mutating func twin(of candidate: Candidate, in database: Database) throws -> Int? {
        for (place, other) in shown.enumerated() {
            if other.passage.isNear(candidate.passage),
                Self.repeats(Set(other.terms.body), Set(candidate.terms.body))
            {
                return place
            }
            guard comparisonCount < Self.comparisonLimit, let whole = candidate.document,
                other.document?.isNear(whole) ?? false
            else { continue }
            comparisonCount += 1
            let others = try terms(of: other.documentID, in: database)
            if Self.repeats(others, try terms(of: candidate.documentID, in: database)) { return place }
        }
        return nil
    }

    private func terms(of documentID: Int64, in database: Database) throws -> Set<String> {
        let ids = try Int64.fetchAll(
            database,
            sql: "SELECT id FROM passage WHERE document_id = ? ORDER BY ordinal LIMIT ?",
            arguments: [documentID, Self.passageLimit]
        )
        return Set(try index.terms(of: ids, in: database).flatMap(\.body))
    }

    /// Whether two texts say the same, but for a few words; what differs in a number says something else.
    private static func repeats(_ a: Set<String>, _ b: Set<String>) -> Bool {
        let shared = a.intersection(b).count
        guard shared * 20 >= min(a.count, b.count) * 18, shared * 10 >= max(a.count, b.count) * 7 else { return false }
        return !a.symmetricDifference(b).contains { $0.utf8.contains { (0x30...0x39).contains($0) } }
    }
}
