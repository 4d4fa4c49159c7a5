// The best passages of a segment without scoring all of them. Passages are taken in windows. In each, every term has a
// bound: the best score that the blocks of its list allow there. Terms are put in the order of their bounds; the first
// ones, whose bounds do not reach the threshold even together, cannot bring in a passage by themselves (MaxScore:
// Turtle, Flood: Query evaluation, strategies and optimizations, 1995). Only the lists of the others are walked, all
// of a window at a time; the first ones are asked about the passages found, from the best bound down, while the sum of
// what is known and what the rest allows reaches the threshold. With the blocks' bounds: Ding, Suel 2011; by windows
// as in Lucene's MaxScoreBulkScorer.
//
// Scores are whole numbers (`Scoring`), so the sums do not depend on the order in which they are formed: the result is
// the very one of scoring everything.

/// Passages that may match and the scores known of them, in the order of their numbers.
struct CandidateList {
    struct Entry {
        var passage: UInt32
        var sum: UInt32
    }

    private(set) var entries: [Entry] = []

    var count: Int { entries.count }

    @inline(__always)
    mutating func append(_ passage: UInt32, _ sum: UInt32) { entries.append(Entry(passage: passage, sum: sum)) }

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    /// Keeps those of which `keep` gives a sum.
    @inline(__always)
    mutating func update(_ keep: (UInt32, UInt32) throws(Damage) -> UInt32?) throws(Damage) {
        let count = entries.count
        let kept = try Self.compact(&entries, keep)
        entries.removeLast(count - kept)
    }

    @inline(__always)
    private static func compact(
        _ entries: inout [Entry],
        _ keep: (UInt32, UInt32) throws(Damage) -> UInt32?
    ) throws(Damage) -> Int {
        let count = entries.count
        var entries = entries.mutableSpan
        var kept = 0
        for index in 0..<count {
            // kept ≤ index < count.
            let entry = unsafe entries[unchecked: index]
            guard let sum = try keep(entry.passage, entry.sum) else { continue }
            unsafe entries[unchecked: kept] = Entry(passage: entry.passage, sum: sum)
            kept &+= 1
        }
        return kept
    }
}

/// A search on one segment.
struct BlockMaxScore {
    private let segment: Segment
    private let segmentNumber: Int
    /// The passages that may come in; nil for all.
    private let accepted: PassageSet?
    private var terms: [TermCursor]
    private var required: [PhraseMatcher]
    private var excluded: [PhraseMatcher]

    private var sums = [UInt32](repeating: 0, count: Self.windowSize)
    private var candidates = CandidateList()
    /// The terms in the order of their bounds in the present window, and the bounds.
    private var order: [Int]
    private var bounds: [UInt32]

    /// A window has so many passages, whose sums take 32 KB; each costs a look at every term.
    static let windowSize = 8192

    init(
        _ terms: [TermCursor],
        required: [PhraseMatcher],
        excluded: [PhraseMatcher],
        accepted: PassageSet?,
        on segment: Segment,
        number: Int
    ) {
        (self.terms, self.required, self.excluded) = (terms, required, excluded)
        (self.segment, segmentNumber, self.accepted) = (segment, number, accepted)
        order = terms.indices.sorted { terms[$0].limit < terms[$1].limit }
        bounds = [UInt32](repeating: 0, count: terms.count)
    }

    /// Offers `best` the segment's matches with numbers in the range, the best at least.
    ///
    /// Ranges are searched in order.
    mutating func search(_ range: Range<UInt32>, into best: inout TopK, in bytes: RawSpan) throws(Damage) {
        guard best.limit > 0 else { return }
        if best.threshold == 0, range.count >= Self.seededCount { try seed(range, into: &best, bytes) }
        var start = range.lowerBound
        while let first = accepted == nil ? start : accepted?.first(from: start), first < range.upperBound {
            let window = first..<min(first &+ UInt32(Self.windowSize), range.upperBound)
            try search(window: window, &best, bytes)
            start = window.upperBound
        }
    }

    /// Offers `best` those of the passages that match; they hold the words of the required phrases.
    mutating func search(among passages: ArraySlice<UInt32>, into best: inout TopK, in bytes: RawSpan) throws(Damage) {
        guard best.limit > 0 else { return }
        var rest = passages
        while let first = rest.first {
            let window = first..<first &+ UInt32(Self.windowSize)
            candidates.removeAll()
            while let passage = rest.first, passage < window.upperBound {
                candidates.append(passage, 0)
                rest.removeFirst()
            }
            _ = try boundTerms(in: window, bytes)
            try finish(optional: terms.count, &best, bytes)
        }
    }

    /// Computes the terms' bounds and puts them in order; the sum of all.
    private mutating func boundTerms(in window: Range<UInt32>, _ bytes: RawSpan) throws(Damage) -> UInt32 {
        var sum: UInt32 = 0
        for term in terms.indices {
            bounds[term] = try terms[term].bound(in: window, segment, bytes)
            sum &+= bounds[term]
        }
        // The order hardly changes from window to window.
        for index in order.indices.dropFirst() {
            var place = index
            while place > 0, bounds[order[place]] < bounds[order[place - 1]] {
                order.swapAt(place, place - 1)
                place -= 1
            }
        }
        return sum
    }

    private mutating func search(
        window: Range<UInt32>,
        _ best: inout TopK,
        _ bytes: RawSpan
    ) throws(Damage) {
        let threshold = best.threshold
        guard try boundTerms(in: window, bytes) >= max(threshold, 1) else { return }
        // How many terms of `order` could not bring in a passage.
        var optionalCount = 0
        var optionalBound: UInt32 = 0
        while optionalCount < order.count, optionalBound + bounds[order[optionalCount]] < threshold {
            optionalBound += bounds[order[optionalCount]]
            optionalCount += 1
        }
        candidates.removeAll()
        let walked = order[optionalCount...].filter { bounds[$0] > 0 }
        if walked.count == 1 {
            try terms[walked[0]].collect(in: window, into: &candidates, segment, bytes)
        } else {
            for term in walked { try terms[term].add(in: window, to: &sums, segment, bytes) }
            collectSums(window, atLeast: max(1, threshold - optionalBound))
        }
        try finish(optional: optionalCount, &best, bytes)
    }

    /// Moves the sums of accepted passages that reach so much to the candidates, and clears all.
    private mutating func collectSums(_ window: Range<UInt32>, atLeast least: UInt32) {
        // Sums stay below 2³⁰, so that signed comparison, which every processor has, does.
        let below = SIMD4<Int32>(repeating: Int32(least) - 1)
        let accepted = self.accepted
        var found = candidates
        candidates = CandidateList()
        var span = sums.mutableSpan
        var output = unsafe span.mutableBytes
        var place = 0
        while place < window.count {
            // The size of windows is a multiple of 16, so the last sixteen lie within the sums too. A sum reaches
            // `least` where the difference is negative.
            var differences = SIMD4<Int32>.zero
            for four in 0..<4 {
                let offset = 4 &* place &+ 16 &* four
                let sums = unsafe output.unsafeLoad(fromUncheckedByteOffset: offset, as: SIMD4<Int32>.self)
                differences |= below &- sums
            }
            if differences[0] | differences[1] | differences[2] | differences[3] < 0 {
                var bits = accepted?.sixteen(from: Int(window.lowerBound) &+ place) ?? .max
                while bits != 0 {
                    let index = place &+ bits.trailingZeroBitCount
                    bits &= bits &- 1
                    let sum = unsafe output.unsafeLoad(fromUncheckedByteOffset: 4 &* index, as: UInt32.self)
                    if sum >= least { found.append(window.lowerBound &+ UInt32(truncatingIfNeeded: index), sum) }
                }
            }
            for four in 0..<4 {
                let offset = 4 &* place &+ 16 &* four
                unsafe output.storeBytes(of: .zero, toUncheckedByteOffset: offset, as: SIMD4<Int32>.self)
            }
            place &+= 16
        }
        candidates = found
    }

    /// Asks the first terms of the order about the candidates, and offers those that remain.
    private mutating func finish(optional: Int, _ best: inout TopK, _ bytes: RawSpan) throws(Damage) {
        let threshold = best.threshold
        var rest: UInt32 = 0
        for term in order[..<optional] { rest += bounds[term] }
        try candidates.update { passage, sum throws(Damage) in
            sum &+ rest >= threshold && accepted?.contains(passage) != false ? sum : nil
        }
        for term in order[..<optional].reversed() where bounds[term] > 0 {
            if candidates.count == 0 { return }
            let needed = threshold < rest ? 0 : threshold &- rest
            rest -= bounds[term]
            try Self.add(&terms[term], to: &candidates, ofAtLeast: needed, segment, bytes)
        }
        for entry in candidates.entries where entry.sum >= threshold {
            try offer(entry.passage, entry.sum, &best, bytes)
        }
    }

    /// Adds the term's scores to the sums that are high enough, and drops the others.
    private static func add(
        _ term: inout TermCursor,
        to candidates: inout CandidateList,
        ofAtLeast needed: UInt32,
        _ segment: Segment,
        _ bytes: RawSpan
    ) throws(Damage) {
        try candidates.update { passage, sum throws(Damage) in
            guard sum >= needed else { return nil }
            return sum &+ (try term.score(passage, segment, bytes))
        }
    }

    // MARK: A first threshold

    /// Ranges of fewer passages are searched without seeds.
    private static let seededCount = 2 * Self.windowSize
    /// So many postings are walked for the seeds at most.
    private static let seedPostings = 16_384
    private static let seedTerms = 4

    /// Offers `best` a few passages that have the terms that tell most.
    ///
    /// They are found anyway. Found first, they give a threshold near to the final one, before which all lists would
    /// have to be walked.
    private mutating func seed(_ range: Range<UInt32>, into best: inout TopK, _ bytes: RawSpan) throws(Damage) {
        var budget = Self.seedPostings
        var lists: [CandidateList] = []
        for term in order.reversed() where lists.count < Self.seedTerms && terms[term].count <= budget {
            budget -= terms[term].count
            var cursor = terms[term]
            var list = CandidateList()
            try cursor.collect(in: range, into: &list, segment, bytes)
            if let accepted { try list.update { accepted.contains($0) ? $1 : nil } }
            lists.append(list)
        }
        candidates.removeAll()
        // Of a document only one counts.
        let limit = best.groupsByDocument ? 2 * best.limit : best.limit
        for passage in Self.promising(lists, limit: limit) { candidates.append(passage, 0) }
        // The cursors of the search proper have to begin at the beginning.
        let (terms, bounds) = (self.terms, self.bounds)
        for term in self.terms.indices { self.bounds[term] = self.terms[term].limit }
        try finish(optional: order.count, &best, bytes)
        (self.terms, self.bounds) = (terms, bounds)
    }

    /// Of the passages in the lists, so many that have the highest sums, in the order of their numbers.
    private static func promising(_ lists: [CandidateList], limit: Int) -> [UInt32] {
        var places = [Int](repeating: 0, count: lists.count)
        var chosen: [(sum: UInt32, passage: UInt32)] = []
        while true {
            var passage = UInt32.max
            for (list, place) in places.enumerated() where place < lists[list].count {
                passage = min(passage, lists[list].entries[place].passage)
            }
            guard passage < .max else { break }
            var sum: UInt32 = 0
            for list in places.indices where places[list] < lists[list].count {
                let entry = lists[list].entries[places[list]]
                guard entry.passage == passage else { continue }
                sum += entry.sum
                places[list] += 1
            }
            if chosen.count == limit {
                guard let worst = chosen.last, sum > worst.sum else { continue }
                chosen.removeLast()
            }
            chosen.insert((sum, passage), at: chosen.firstIndex { sum > $0.sum } ?? chosen.count)
        }
        return chosen.map(\.passage).sorted()
    }

    // MARK: Hits

    /// Inserts the passage if it comes in and its phrases are as they should be.
    private mutating func offer(
        _ passage: UInt32,
        _ score: UInt32,
        _ best: inout TopK,
        _ bytes: RawSpan
    ) throws(Damage) {
        guard score >= best.threshold else { return }
        for phrase in required.indices where try !required[phrase].matches(passage, in: bytes) { return }
        for phrase in excluded.indices where try excluded[phrase].matches(passage, in: bytes) { return }
        let document = segment.document(ofPassage: Int(passage), in: bytes)
        best.insert(
            Candidate(
                score: score,
                passageID: segment.passageID(Int(passage), in: bytes),
                documentID: segment.documentID(document, in: bytes),
                place: PassagePlace(segment: segmentNumber, passage: Int(passage))
            )
        )
    }
}
