// Which blocks of the cache are free. A value: it knows numbers, not memory.

/// The free blocks of a cache.
struct BlockPool {
    private var free: [Int32]
    let blockCount: Int

    init(blockCount: Int) {
        self.blockCount = blockCount
        // The lowest numbers go first.
        free = (0..<Int32(blockCount)).reversed()
    }

    var freeCount: Int { free.count }

    /// Takes so many blocks, or none and nil when there are not enough.
    mutating func take(_ count: Int) -> [Int32]? {
        guard count <= free.count else { return nil }
        let taken = Array(free.suffix(count).reversed())
        free.removeLast(count)
        return taken
    }

    mutating func giveBack(_ blocks: [Int32]) { free.append(contentsOf: blocks.reversed()) }
}
