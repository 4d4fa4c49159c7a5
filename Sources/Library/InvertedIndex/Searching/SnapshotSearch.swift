// A query's way through the segments: lists of its terms, rarity over all segments, one scale for all scores; then the
// segments one after the other, each with the threshold that the ones before have set.

internal import Foundation

/// A search on a snapshot.
struct SnapshotSearch {
    private let snapshot: IndexSnapshot
    private let query: IndexQuery
    private let scorers: [TermScorer]
    /// For each segment and each term, the lists of its forms.
    private let lists: [[[PostingList]]]
    private let scale: Double
    /// For each segment, the passages to look at; nil for all.
    private let accepted: [PassageSet?]

    /// Lists with fewer postings in all are scored without a table.
    private static let tabledCount = 4096

    init(_ query: IndexQuery, _ weights: RankingWeights, on snapshot: IndexSnapshot) throws(IndexError) {
        self.query = query
        self.snapshot = snapshot
        let keys = query.anyOf.map { term in Array(Set(term.forms)).map(\.key) }
        var lists: [[[PostingList]]] = []
        var counts = keys.map { [Int](repeating: 0, count: $0.count) }
        for part in snapshot.parts {
            lists.append(
                try part.reading { segment, bytes throws(Damage) in
                    var terms: [[PostingList]] = []
                    for (term, forms) in keys.enumerated() {
                        var known: [PostingList] = []
                        for (form, key) in forms.enumerated() {
                            guard let list = try segment.dictionary.list(of: key, in: bytes) else { continue }
                            counts[term][form] += list.count
                            known.append(list)
                        }
                        terms.append(known)
                    }
                    return terms
                }
            )
        }
        self.lists = lists
        accepted = snapshot.parts.map {
            PassageSet.accepted(by: query.filter, deletions: $0.deletions, on: $0.segment)
        }
        let statistics = snapshot.statistics
        let telling = zip(query.anyOf, counts).map { term, counts in
            max(0, term.weight) * (counts.map(statistics.inverseFrequency).min() ?? 0)
        }
        let scale = TermScorer.scale(weights: telling, named: weights.named)
        let norms = TermScorer.norms(weights, averageLength: statistics.averageLength)
        self.scale = scale
        scorers = zip(telling, counts).map { weight, counts in
            TermScorer(
                weight: weight * scale,
                named: weights.named,
                norms: norms,
                isTabled: counts.reduce(0, +) >= Self.tabledCount
            )
        }
    }

    func hit(_ candidate: Candidate) -> IndexHit {
        IndexHit(
            passageID: candidate.passageID,
            documentID: candidate.documentID,
            score: Double(candidate.score) / scale,
            place: candidate.place
        )
    }

    /// The best matches.
    func best(limit: Int, groupsByDocument: Bool) throws(IndexError) -> [Candidate] {
        var best = TopK(limit: limit, groupsByDocument: groupsByDocument)
        for (number, part) in snapshot.parts.enumerated() {
            try part.reading { segment, bytes throws(Damage) in
                guard var search = try blockMaxScore(number, part, bytes) else { return }
                let ranges = Self.ranges(segment, query.filter, bytes)
                if query.required.isEmpty {
                    for range in ranges { try search.search(range, into: &best, in: bytes) }
                } else {
                    let passages = try passagesWithRequiredWords(segment, bytes)
                    for range in ranges {
                        try search.search(among: Self.slice(passages, range), into: &best, in: bytes)
                    }
                }
            }
        }
        return best.best
    }

    /// For each of the candidates, the best matches of its document.
    func passages(ofDocumentsOf candidates: [Candidate], limit: Int) throws(IndexError) -> [[Candidate]] {
        var all = candidates.map { [$0] }
        for (number, part) in snapshot.parts.enumerated() {
            let here = candidates.indices.filter { candidates[$0].place.segment == number }
                .sorted { candidates[$0].place.passage < candidates[$1].place.passage }
            guard !here.isEmpty else { continue }
            try part.reading { segment, bytes throws(Damage) in
                guard var search = try blockMaxScore(number, part, bytes) else { return }
                let passages = query.required.isEmpty ? [] : try passagesWithRequiredWords(segment, bytes)
                for index in here {
                    let document = segment.document(ofPassage: candidates[index].place.passage, in: bytes)
                    let numbers = segment.passages(ofDocument: document, in: bytes)
                    let range = UInt32(numbers.lowerBound)..<UInt32(numbers.upperBound)
                    var best = TopK(limit: limit)
                    if query.required.isEmpty {
                        try search.search(range, into: &best, in: bytes)
                    } else {
                        try search.search(among: Self.slice(passages, range), into: &best, in: bytes)
                    }
                    all[index] = best.best.isEmpty ? all[index] : best.best
                }
            }
        }
        return all
    }

    /// The search on one segment, or nil where nothing of it can match.
    private func blockMaxScore(
        _ number: Int,
        _ part: IndexSnapshot.Part,
        _ bytes: RawSpan
    ) throws(Damage) -> BlockMaxScore? {
        let segment = part.segment
        var terms: [TermCursor] = []
        for (term, known) in lists[number].enumerated() {
            var cursors: [PostingCursor] = []
            for list in known { cursors.append(try segment.cursor(list, in: bytes)) }
            if let cursor = TermCursor(cursors, scorer: scorers[term], on: segment, in: bytes) { terms.append(cursor) }
        }
        var required: [PhraseMatcher] = []
        for phrase in query.required {
            let matcher = try PhraseMatcher(phrase, on: segment, in: bytes)
            if matcher.isEmpty { return nil }
            required.append(matcher)
        }
        if terms.isEmpty && required.isEmpty { return nil }
        var excluded: [PhraseMatcher] = []
        for phrase in query.excluded {
            let matcher = try PhraseMatcher(phrase, on: segment, in: bytes)
            if !matcher.isEmpty { excluded.append(matcher) }
        }
        return BlockMaxScore(
            terms,
            required: required,
            excluded: excluded,
            accepted: accepted[number],
            on: segment,
            number: number
        )
    }

    /// The passages, in order, that hold all words of the required phrases.
    private func passagesWithRequiredWords(_ segment: Segment, _ bytes: RawSpan) throws(Damage) -> [UInt32] {
        var common: [UInt32]?
        for phrase in query.required {
            var matcher = try PhraseMatcher(phrase, on: segment, in: bytes)
            let passages = try matcher.passagesWithWords(in: bytes)
            common =
                common.map { known in
                    let set = Set(passages)
                    return known.filter(set.contains)
                } ?? passages
        }
        return common ?? []
    }

    /// The part of the passages that lies in the range.
    private static func slice(_ passages: [UInt32], _ range: Range<UInt32>) -> ArraySlice<UInt32> {
        let start = passages.partitioningIndex { $0 >= range.lowerBound }
        return passages[start..<max(start, passages.partitioningIndex { $0 >= range.upperBound })]
    }

    /// The passages to look at, in order: all, or those of the documents that the filter names.
    private static func ranges(_ segment: Segment, _ filter: PassageFilter, _ bytes: RawSpan) -> [Range<UInt32>] {
        guard let wanted = filter.documentIDs else { return [0..<UInt32(segment.passageCount)] }
        var ranges: [Range<UInt32>] = []
        for document in 0..<segment.documentCount where wanted.contains(segment.documentID(document, in: bytes)) {
            let numbers = segment.passages(ofDocument: document, in: bytes)
            if numbers.lowerBound >= Int(ranges.last?.upperBound ?? 0), !numbers.isEmpty {
                ranges.append(UInt32(numbers.lowerBound)..<UInt32(numbers.upperBound))
            }
        }
        return ranges
    }
}

extension Array {
    /// The index of the first element of which the condition holds; it holds of all behind it.
    func partitioningIndex(_ condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
