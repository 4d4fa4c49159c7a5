// The keys and values of tokens that a model has seen, in blocks of equal size: a sequence has a table of blocks, which
// need not be neighbours (PagedAttention, arXiv 2309.06180). Who has which block is decided elsewhere.

internal import Foundation

/// Memory for the keys and values of all layers.
///
/// The memory is reserved at once and taken from the system as blocks are first written.
@safe package final class KeyValueCache: @unchecked Sendable {
    // Sendable although the memory is not guarded: only the executor reads and writes it, one step at a time.

    /// The number of tokens in a block.
    package static let blockTokenCount = 32

    package let layerCount: Int
    package let keyValueHeadCount: Int
    package let headSize: Int
    package let blockCount: Int

    /// Block after block; in a block layer after layer, keys then values, head after head, token after token.
    private let memory: UnsafeMutablePointer<Float>
    private let byteCount: Int

    /// Reserves memory for so many tokens, rounded up to whole blocks.
    package init(layerCount: Int, keyValueHeadCount: Int, headSize: Int, tokenCount: Int) throws(KeyValueCacheError) {
        self.layerCount = layerCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headSize = headSize
        blockCount = max(1, (tokenCount + Self.blockTokenCount - 1) / Self.blockTokenCount)
        let blockFloats = Self.floatCount(layerCount, keyValueHeadCount, headSize) * Self.blockTokenCount
        let (bytes, overflow) = (blockFloats * 4).multipliedReportingOverflow(by: blockCount)
        byteCount = bytes
        let address =
            unsafe overflow
            ? nil
            : mmap(nil, max(1, bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw KeyValueCacheError(tokenCount: tokenCount)
        }
        unsafe memory = address.bindMemory(to: Float.self, capacity: bytes / 4)
    }

    deinit { unsafe munmap(memory, max(1, byteCount)) }

    /// The floats that one token takes.
    private static func floatCount(_ layerCount: Int, _ keyValueHeadCount: Int, _ headSize: Int) -> Int {
        layerCount * 2 * keyValueHeadCount * headSize
    }

    /// The bytes that one token takes.
    package static func bytesPerToken(layerCount: Int, keyValueHeadCount: Int, headSize: Int) -> Int {
        floatCount(layerCount, keyValueHeadCount, headSize) * 4
    }

    /// The keys of a head in a block: `[blockTokenCount, headSize]`.
    func keys(block: Int32, layer: Int, head: Int) -> UnsafeMutablePointer<Float> {
        unsafe place(block: block, layer: layer, part: 0, head: head)
    }

    /// The values of a head in a block: `[blockTokenCount, headSize]`.
    func values(block: Int32, layer: Int, head: Int) -> UnsafeMutablePointer<Float> {
        unsafe place(block: block, layer: layer, part: 1, head: head)
    }

    private func place(block: Int32, layer: Int, part: Int, head: Int) -> UnsafeMutablePointer<Float> {
        precondition(block >= 0 && block < blockCount && layer < layerCount && head < keyValueHeadCount)
        let index = ((Int(block) * layerCount + layer) * 2 + part) * keyValueHeadCount + head
        // Inside of the mapping: each factor is below its count, as just checked.
        return unsafe memory + index * Self.blockTokenCount * headSize
    }
}

/// The system does not give the memory that a cache asks for.
package struct KeyValueCacheError: Error, CustomStringConvertible {
    let tokenCount: Int

    package var description: String {
        "There is no memory for the keys and values of \(tokenCount) tokens; ask for a smaller context."
    }
}
