// BM25 (Robertson, Zaragoza: The probabilistic relevance framework, 2009) with a bonus for terms in title or headings,
// summed up in whole numbers.
//
// A term's score in a passage of length l is
//
//     weight × idf / (1 + norm(l) / frequency)  [+ bonus × weight × idf, where it is named]
//     idf     = ln(1 + (N − n + 0.5) / (n + 0.5)), N passages, n of them with the term's most common form
//     norm(l) = k1 × (1 − b + b × l / mean length)
//
// times a scale, a power of two chosen for the query, rounded down, plus one. Whole numbers add up to the same sum in
// every order, so a search may add the terms of a passage in whatever order is quickest and find the very score that
// the plain sum finds. Each operation above is monotone in floating point too (IEEE 754 rounds monotonically), so no
// posting scores higher than the impact that beats it (`Impact.beats`): the bounds need no margin. A score is never 0,
// so a sum above 0 tells that some term is there.

internal import Foundation

/// The constants of the ranking.
package struct RankingWeights: Sendable, Hashable {
    package var k1 = 1.2
    package var b = 0.75
    /// What a term in title or headings adds, in units of its weight.
    package var named = 0.4

    package init() {}
}

/// The numbers of a whole index on which scores rest.
package struct IndexStatistics: Sendable, Hashable {
    /// Passages that are not deleted.
    package var passageCount: Int
    /// Mean length of passages that are not deleted: terms of the body, and distinct ones of title and headings.
    package var averageLength: Double
    /// All passages in the segments.
    ///
    /// Deleted ones are among them until their segment is merged, and so they are in `documentFrequency`; rarity is
    /// computed of these two.
    package var storedCount: Int

    /// How telling a term is that stands in so many of the stored passages.
    package func inverseFrequency(_ documentFrequency: Int) -> Double {
        let (total, count) = (Double(storedCount), Double(documentFrequency))
        return log(1 + (total - count + 0.5) / (count + 0.5))
    }
}

/// The scores of one term of a query.
struct TermScorer: Sendable {
    /// The scale is such that all terms' best scores stay below this in sum.
    static let scoreLimit = Double(1 << 30)
    /// Frequencies up to this one are looked up.
    static let tabledFrequency = 3

    private let weight: Double
    private let norms: [Double]
    /// For each frequency from 1, the scores of the 256 length codes; empty for terms that are too rare to be worth it.
    let table: [UInt32]
    /// What a named posting scores more.
    let bonus: UInt32
    /// No posting scores more.
    let limit: UInt32

    /// The norm of each length code.
    static func norms(_ weights: RankingWeights, averageLength: Double) -> [Double] {
        let mean = max(1, averageLength)
        return LengthCode.lengths.map { weights.k1 * (1 - weights.b + weights.b * (Double($0) / mean)) }
    }

    /// The power of two that brings the sum of the weights, bonuses included, near to but below `scoreLimit`.
    static func scale(weights: [Double], named: Double) -> Double {
        let sum = max(weights.reduce(0) { $0 + $1 * (1 + named) }, 1e-9)
        // Each term may add two more by rounding up.
        return exp2((log2((scoreLimit - Double(2 * weights.count)) / sum)).rounded(.down))
    }

    /// The scorer of a term.
    ///
    /// - Parameters:
    ///   - weight: weight × idf × scale.
    ///   - named: bonus of a named posting, in units of the weight.
    ///   - norms: of the length codes.
    ///   - isTabled: whether so many postings will be scored that it pays to have the scores at hand.
    init(weight: Double, named: Double, norms: [Double], isTabled: Bool) {
        self.weight = weight
        self.norms = norms
        bonus = UInt32(weight * named)
        limit = UInt32(weight) + 1 + bonus
        var table: [UInt32] = []
        if isTabled {
            table.reserveCapacity(256 * Self.tabledFrequency)
            for frequency in 1...Self.tabledFrequency {
                for norm in norms { table.append(UInt32(weight / (1 + norm / Double(frequency))) + 1) }
            }
        }
        self.table = table
    }

    /// The score of an unnamed posting.
    @inline(__always)
    func score(frequency: UInt32, length: LengthCode) -> UInt32 {
        let index = Int(frequency &- 1) &<< 8 | Int(length.rawValue)
        if index < table.count { return table[index] }
        return UInt32(weight / (1 + norms[Int(length.rawValue)] / Double(frequency))) &+ 1
    }

    /// The best score that the impacts of an entry allow, plain and named ones apart; 0 where there are none.
    @inline(__always)
    func bounds(of entry: BlockEntry, at offset: Int, in bytes: RawSpan) -> (plain: UInt32, named: UInt32) {
        var bounds: (plain: UInt32, named: UInt32) = (0, 0)
        let (plainCount, namedCount) = (Int(entry.plainCount), Int(entry.namedCount))
        let count = min(plainCount + namedCount, SegmentFormat.impactLimit)
        var place = offset + 16
        for index in 0..<count {
            // The cursor that loaded the entry compared its 32 bytes with the end of the list.
            let pair = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt16.self)
            place &+= 2
            let (frequency, length) = (UInt32(pair & 0xFF), LengthCode(rawValue: UInt8(pair >> 8)))
            // 255 stands for any greater frequency: only the limit bounds it.
            let score = frequency == 255 ? limit &- bonus : self.score(frequency: max(1, frequency), length: length)
            if index < plainCount {
                bounds.plain = max(bounds.plain, score)
            } else {
                bounds.named = max(bounds.named, score &+ bonus)
            }
        }
        return bounds
    }
}
