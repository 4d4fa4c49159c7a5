// The bits of a set beside Swift's own sets.

import Randomness
import Testing

@testable import InvertedIndex

@Suite("A set of passages")
struct PassageSetTests {
    @Test("holds what was put in and not taken out", arguments: 0..<50)
    func members(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 1...500, using: &random)
        var (set, twin) = (PassageSet(passageCount: count), Set<Int>())
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let start = Int.random(in: 0..<count, using: &random)
            let range = start..<Int.random(in: start...count, using: &random)
            set.insert(range)
            twin.formUnion(range)
        }
        var deletions = DeletionSet(passageCount: count)
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let passage = Int.random(in: 0..<count, using: &random)
            deletions.insert(passage, length: LengthCode(1))
            twin.remove(passage)
        }
        set.remove(deletions)
        for passage in 0..<count {
            #expect(set.contains(UInt32(passage)) == twin.contains(passage), "seed \(seed), passage \(passage)")
            #expect(set.first(from: UInt32(passage)).map(Int.init) == twin.filter { $0 >= passage }.min())
            let sixteen = (0..<16).reduce(UInt16(0)) { $0 | (twin.contains(passage + $1) ? 1 << UInt16($1) : 0) }
            #expect(set.sixteen(from: passage) == sixteen, "seed \(seed), from \(passage)")
        }
        #expect(set.first(from: UInt32(count)) == nil)
    }
}
