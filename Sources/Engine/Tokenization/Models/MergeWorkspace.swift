// Carries merges out on one piece: always the pair of lowest rank, of equals the leftmost, until none is left. Short pieces
// are looked through again for each merge; long ones keep a heap, so that a megabyte of one letter takes no longer than a
// megabyte of words.

/// Symbols of a piece while they are merged; kept between pieces so that its memory is used again.
struct MergeWorkspace: Sendable {
    /// Up to this many symbols, looking at all of them is faster than a heap.
    static let shortPiece = 96

    /// The symbols; after `merge` the first `count` are the result.
    private(set) var symbols: [Int32] = []
    /// By place, the rank of the merge with the next symbol and what it makes.
    private var ranks: [UInt32] = []
    private var results: [Int32] = []
    private var merges: [MergeTable.Merge] = []
    private var previous: [Int32] = []
    private var next: [Int32] = []
    private var heap = MergeHeap()

    /// By place, the rank at which a character that was taken whole comes to be.
    private var births: [UInt32] = []

    mutating func removeAll() {
        symbols.removeAll(keepingCapacity: true)
        births.removeAll(keepingCapacity: true)
    }

    mutating func append(_ symbol: Int32) {
        symbols.append(symbol)
        births.append(0)
    }

    /// Appends a symbol that takes part in merges only once all merges below a rank are done, as if its parts had been
    /// merged.
    mutating func append(_ symbol: Int32, bornAt rank: UInt32) {
        symbols.append(Self.unborn + symbol)
        births.append(rank)
    }

    /// Symbols not yet born are that many below their numbers, where no merge finds them.
    private static let unborn = Int32.min
    private static let gone = Int32.min / 2

    @inline(__always)
    private static func isUnborn(_ symbol: Int32) -> Bool { symbol < gone }

    mutating func merge(by table: MergeTable) {
        if symbols.count <= Self.shortPiece { mergeShort(by: table) } else { mergeLong(by: table) }
    }

    /// Each round finds the best pair, or the next birth, and closes the gap that a merge leaves.
    mutating func mergeShort(by table: MergeTable) {
        var count = symbols.count
        if ranks.count < count {
            ranks = Array(repeating: .max, count: max(count, 2 * Self.shortPiece))
            results = Array(repeating: 0, count: ranks.count)
        }
        Self.mergeShort(&symbols, births, &ranks, &results, &count, table)
        symbols.removeSubrange(count...)
    }

    private static func mergeShort(
        _ symbols: inout [Int32],
        _ births: [UInt32],
        _ ranks: inout [UInt32],
        _ results: inout [Int32],
        _ count: inout Int,
        _ table: MergeTable
    ) {
        var symbols = symbols.mutableSpan
        var ranks = ranks.mutableSpan
        var results = results.mutableSpan
        for index in 0..<count {
            if isUnborn(symbols[index]) {
                (ranks[index], results[index]) = (births[index], symbols[index] - unborn)
            } else {
                let merge = index + 1 < count ? table.merge(symbols[index], symbols[index + 1]) : .none
                (ranks[index], results[index]) = (merge.rank, merge.symbol)
            }
        }
        while true {
            // Of equal ranks the leftmost merges first.
            var (lowest, place) = (UInt32.max, 0)
            for index in 0..<count where ranks[index] < lowest { (lowest, place) = (ranks[index], index) }
            if lowest == .max { return }
            let isBirth = isUnborn(symbols[place])
            symbols[place] = results[place]
            if !isBirth {
                count -= 1
                for index in place + 1..<max(count, place + 1) {
                    symbols[index] = symbols[index + 1]
                    (ranks[index], results[index]) = (ranks[index + 1], results[index + 1])
                }
            }
            let merge = place + 1 < count ? table.merge(symbols[place], symbols[place + 1]) : .none
            (ranks[place], results[place]) = (merge.rank, merge.symbol)
            if place > 0, !isUnborn(symbols[place - 1]) {
                let merge = table.merge(symbols[place - 1], symbols[place])
                (ranks[place - 1], results[place - 1]) = (merge.rank, merge.symbol)
            }
        }
    }

    /// The symbols are a doubly linked list; the heap holds pairs and births, some of them long gone, which are passed over.
    mutating func mergeLong(by table: MergeTable) {
        let count = symbols.count
        merges = Array(repeating: .none, count: count)
        previous = (0..<Int32(count)).map { $0 - 1 }
        next = (1...Int32(count)).map { $0 == count ? -1 : $0 }
        heap.removeAll()
        for index in 0..<count {
            if Self.isUnborn(symbols[index]) {
                merges[index] = MergeTable.Merge(rank: Int(births[index]), symbol: symbols[index] - Self.unborn)
                heap.push(rank: births[index], place: index)
            } else {
                consider(index, table)
            }
        }
        while let (rank, place) = heap.popLowest() {
            let merge = merges[place]
            guard merge != .none, merge.rank == rank else { continue }
            let isBirth = Self.isUnborn(symbols[place])
            symbols[place] = merge.symbol
            if !isBirth { removeNext(of: place) }
            consider(place, table)
            if previous[place] >= 0, !Self.isUnborn(symbols[Int(previous[place])]) {
                consider(Int(previous[place]), table)
            }
        }
        symbols.removeAll { $0 == Self.gone }
    }

    private mutating func removeNext(of place: Int) {
        let right = Int(next[place])
        merges[right] = .none
        symbols[right] = Self.gone
        next[place] = next[right]
        if next[right] >= 0 { previous[Int(next[right])] = Int32(place) }
    }

    /// Looks at the pair that begins at `place`.
    private mutating func consider(_ place: Int, _ table: MergeTable) {
        merges[place] = next[place] < 0 ? .none : table.merge(symbols[place], symbols[Int(next[place])])
        if merges[place] != .none { heap.push(rank: merges[place].rank, place: place) }
    }
}

/// A binary heap of pairs by rank, then place.
private struct MergeHeap: Sendable {
    private var entries: [UInt64] = []

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    mutating func push(rank: UInt32, place: Int) {
        let entry = UInt64(rank) << 32 | UInt64(place)
        var index = entries.count
        entries.append(entry)
        while index > 0, entries[(index - 1) / 2] > entry {
            entries[index] = entries[(index - 1) / 2]
            index = (index - 1) / 2
        }
        entries[index] = entry
    }

    mutating func popLowest() -> (rank: UInt32, place: Int)? {
        guard let lowest = entries.first, let last = entries.popLast() else { return nil }
        if !entries.isEmpty { sink(last) }
        return (UInt32(lowest >> 32), Int(lowest & 0xFFFF_FFFF))
    }

    private mutating func sink(_ entry: UInt64) {
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < entry else { break }
            entries[index] = entries[child]
            index = child
        }
        entries[index] = entry
    }
}
