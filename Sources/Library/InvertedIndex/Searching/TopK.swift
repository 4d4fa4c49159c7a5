// The best hits so far, best first. Lists are short, so an array in order does, and whoever reads it sees it at once.

/// A passage with its score in whole numbers.
struct Candidate: Equatable {
    var score: UInt32
    var passageID: Int64
    var documentID: Int64
    var place: PassagePlace

    /// Whether this one stands before the other: by score, then by id.
    @inline(__always)
    func precedes(_ other: Candidate) -> Bool {
        score > other.score || (score == other.score && passageID < other.passageID)
    }
}

/// Keeps the best `limit` candidates, of each document only the best where it groups.
struct TopK {
    let limit: Int
    let groupsByDocument: Bool
    private(set) var best: [Candidate] = []

    init(limit: Int, groupsByDocument: Bool = false) {
        self.limit = max(0, limit)
        self.groupsByDocument = groupsByDocument
    }

    /// A candidate with a lower score cannot come in; one with this score may.
    var threshold: UInt32 { best.count < limit ? 0 : best.last?.score ?? .max }

    mutating func insert(_ candidate: Candidate) {
        if best.count == limit {
            guard let worst = best.last, candidate.precedes(worst) else { return }
        }
        // A passage may be offered twice.
        if best.contains(where: { $0.place == candidate.place }) { return }
        if groupsByDocument, let known = best.firstIndex(where: { $0.documentID == candidate.documentID }) {
            guard candidate.precedes(best[known]) else { return }
            best.remove(at: known)
        } else if best.count == limit {
            best.removeLast()
        }
        let place = best.firstIndex { candidate.precedes($0) } ?? best.count
        best.insert(candidate, at: place)
    }
}
