// Merging: short and long pieces by the plainest twin there is, whole characters by bytes, and pieces that are huge.

import Randomness
import Testing

@testable import Tokenization

@Suite("Byte pair encoding")
struct MergingTests {
    /// Merges as the definition says: the lowest rank, of equals the leftmost, one at a time.
    private func plain(_ symbols: [Int32], _ table: MergeTable) -> [Int32] {
        var symbols = symbols
        while true {
            var best: (rank: UInt32, place: Int)?
            for place in symbols.indices.dropLast() {
                let merge = table.merge(symbols[place], symbols[place + 1])
                if merge != .none, merge.rank < best?.rank ?? .max { best = (merge.rank, place) }
            }
            guard let best else { return symbols }
            symbols[best.place] = table.merge(symbols[best.place], symbols[best.place + 1]).symbol
            symbols.remove(at: best.place + 1)
        }
    }

    /// Random merges over few symbols, some of equal rank, cyclic ones (a b → a) among them.
    private func table(_ generator: inout SeededGenerator) -> MergeTable {
        var table = MergeTable(capacity: 40)
        for _ in 0..<40 {
            let symbols = (0..<3).map { _ in Int32.random(in: 0..<12, using: &generator) }
            table.add(
                symbols[0],
                symbols[1],
                .init(rank: Int.random(in: 0..<20, using: &generator), symbol: symbols[2])
            )
        }
        return table
    }

    @Test("short and long ways merge as the definition says", arguments: 0..<300)
    func twins(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let table = table(&generator)
        let symbols = (0..<Int.random(in: 2...120, using: &generator)).map { _ in
            Int32.random(in: 0..<6, using: &generator)
        }
        var (short, long) = (MergeWorkspace(), MergeWorkspace())
        for symbol in symbols {
            short.append(symbol)
            long.append(symbol)
        }
        short.mergeShort(by: table)
        long.mergeLong(by: table)
        let expected = plain(symbols, table)
        #expect(short.symbols == expected, "seed \(seed)")
        #expect(long.symbols == expected, "seed \(seed)")
    }

    @Test("characters taken whole give what their bytes give")
    func wholeCharacters() throws {
        // A vocabulary in which parts of characters merge with their neighbours, made by chance.
        var generator = SeededGenerator(seed: 5)
        let alphabet = Array("的一是了 é，ab".unicodeScalars)
        func text(_ length: Int) -> [UInt8] {
            (0..<length).flatMap { _ in
                Array(String(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]).utf8)
            }
        }
        for _ in 0..<40 {
            var tokens = TokenTable(capacity: 600)
            for byte in UInt8.min...UInt8.max { tokens.append([byte]) }
            for _ in 0..<200 {
                let bytes = text(3)
                let start = Int.random(in: 0..<bytes.count - 1, using: &generator)
                let end = Int.random(in: start + 2...bytes.count, using: &generator)
                if tokens.id(of: Array(bytes[start..<end])) == nil { tokens.append(Array(bytes[start..<end])) }
            }
            let ranked = (0..<Int32(tokens.count)).map { (bytes: Array(tokens[$0]), id: $0, rank: Int($0)) }
            let fast = Vocabulary.bytePairs(tokens, Vocabulary.splits(of: ranked, tokens))
            var plain = fast
            plain.wholeCharacters = WholeCharacters()
            var workspace = MergeWorkspace()
            for _ in 0..<200 {
                let bytes = text(12)
                var (first, second): ([Int32], [Int32]) = ([], [])
                fast.encode(bytes.span, 0..<bytes.count, into: &first, &workspace)
                plain.encode(bytes.span, 0..<bytes.count, into: &second, &workspace)
                #expect(first == second, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    @Test("a million of one letter is one piece that merges")
    func hugePiece() throws {
        var tokens = TokenTable(capacity: 300)
        for byte in UInt8.min...UInt8.max { tokens.append([byte]) }
        for length in [2, 4, 8, 16] { tokens.append(Array(repeating: UInt8(ascii: "a"), count: length)) }
        let ranked = (0..<Int32(tokens.count)).map { (bytes: Array(tokens[$0]), id: $0, rank: Int($0)) }
        let model = Vocabulary.bytePairs(tokens, Vocabulary.splits(of: ranked, tokens))
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_001)
        var workspace = MergeWorkspace()
        var ids: [Int32] = []
        model.encode(bytes.span, 0..<bytes.count, into: &ids, &workspace)
        // 62,500 of sixteen, and one a.
        #expect(ids == Array(repeating: 259, count: 62_500) + [97])
    }
}
