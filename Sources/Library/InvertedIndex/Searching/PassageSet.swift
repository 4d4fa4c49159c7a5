// Which passages of a segment a search looks at: a bit for each. Made once for a filter and a segment and remembered, so
// that a search asks for a bit where it would have to look up document, source and date.

internal import Foundation
internal import Synchronization

/// Passages of a segment.
struct PassageSet: Sendable, Equatable {
    /// One word more than there are passages, for `sixteen`.
    private var words: [UInt64]

    /// None.
    init(passageCount: Int) { words = [UInt64](repeating: 0, count: passageCount / 64 + 2) }

    @inline(__always)
    func contains(_ passage: UInt32) -> Bool { words[Int(passage >> 6)] &>> UInt64(passage & 63) & 1 == 1 }

    /// A bit for each of sixteen passages, the lowest for the first, which is one of the segment's.
    @inline(__always)
    func sixteen(from passage: Int) -> UInt16 {
        let (word, shift) = (passage &>> 6, UInt64(truncatingIfNeeded: passage & 63))
        var bits = words[word] &>> shift
        if shift > 48 { bits |= words[word &+ 1] &<< (64 &- shift) }
        return UInt16(truncatingIfNeeded: bits)
    }

    /// The first of the passages that is not before this one; nil where there is none.
    func first(from passage: UInt32) -> UInt32? {
        var word = Int(passage >> 6)
        guard word < words.count else { return nil }
        var bits = words[word] & (.max << UInt64(passage & 63))
        while bits == 0 {
            word += 1
            guard word < words.count else { return nil }
            bits = words[word]
        }
        return UInt32(64 * word + bits.trailingZeroBitCount)
    }

    mutating func insert(_ passages: Range<Int>) {
        var passage = passages.lowerBound
        while passage < passages.upperBound {
            let (word, shift) = (passage >> 6, passage & 63)
            let count = min(64 - shift, passages.upperBound - passage)
            words[word] |= (count == 64 ? .max : (1 << UInt64(count)) - 1) << UInt64(shift)
            passage += count
        }
    }

    mutating func remove(_ deletions: DeletionSet) {
        for (word, deleted) in deletions.words.enumerated() { words[word] &= ~deleted }
    }
}

extension PassageSet {
    /// The passages of the segment that pass the filter and are not deleted; nil for all.
    static func accepted(by filter: PassageFilter, deletions: DeletionSet?, on segment: Segment) -> PassageSet? {
        guard !filter.isEmpty || deletions != nil else { return nil }
        var set = segment.filtered.set(for: filter) { PassageSet(filter, on: segment) }
        if let deletions { set.remove(deletions) }
        return set
    }

    private init(_ filter: PassageFilter, on segment: Segment) {
        self.init(passageCount: segment.passageCount)
        if filter.isEmpty {
            insert(0..<segment.passageCount)
            return
        }
        let bytes = segment.data.bytes
        let onlySource = filter.sourceIDs.flatMap { $0.count == 1 ? $0.first : nil }
        let hasDates = filter.since != nil || filter.until != nil
        let (since, until) = (filter.since ?? .min, filter.until ?? .max)
        var rest = filter
        if onlySource != nil { rest.sourceIDs = nil }
        (rest.since, rest.until) = (nil, nil)
        let hasRest = !rest.isEmpty
        // Documents lie one after the other; what a damaged column says otherwise must not cost time.
        var reached = 0
        for document in 0..<segment.documentCount {
            // Most filters ask for these two, which cost little.
            if let onlySource, segment.sourceID(document, in: bytes) != onlySource { continue }
            if hasDates {
                guard let date = segment.date(document, in: bytes), since <= date, date <= until else { continue }
            }
            if hasRest, !filter.accepts(segment.attributes(document, in: bytes)) { continue }
            let passages = segment.passages(ofDocument: document, in: bytes)
            guard passages.lowerBound >= reached else { continue }
            insert(passages)
            reached = passages.upperBound
        }
    }
}

/// The sets of the filters that a segment was last searched with: people ask again within the same source.
final class FilteredPassages: Sendable {
    private static let limit = 4
    private let known = Mutex<[(filter: PassageFilter, set: PassageSet)]>([])

    /// The set of the filter, made where it is not known.
    ///
    /// Filters that name documents are not remembered: they may be long, and are seldom the same.
    func set(for filter: PassageFilter, _ make: () -> PassageSet) -> PassageSet {
        guard filter.documentIDs == nil, filter.excludedDocumentIDs.isEmpty else { return make() }
        if let set = known.withLock({ known in known.first { $0.filter == filter }?.set }) { return set }
        let set = make()
        known.withLock { known in
            if known.count == Self.limit { known.removeFirst() }
            known.append((filter, set))
        }
        return set
    }
}
