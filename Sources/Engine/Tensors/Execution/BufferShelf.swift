// Where the memory of a step's tensors goes when they are gone, to be used again by the next ones.

/// Buffers by capacity; one is free when nobody else holds it.
struct BufferShelf {
    private var buffers: [Int: [FloatBuffer]] = [:]

    /// A buffer for at least so many floats that nobody else uses.
    mutating func buffer(for count: Int) -> FloatBuffer {
        let capacity = Self.capacity(for: count)
        for index in buffers[capacity, default: []].indices
        where isKnownUniquelyReferenced(&buffers[capacity, default: []][index]) {
            return buffers[capacity, default: []][index]
        }
        let buffer = FloatBuffer(capacity: capacity)
        buffers[capacity, default: []].append(buffer)
        return buffer
    }

    /// Frees what nobody uses.
    mutating func clear() { buffers = [:] }

    /// Few sizes, so that a buffer fits again; at most an eighth goes unused.
    private static func capacity(for count: Int) -> Int {
        let magnitude = Int.bitWidth - max(1, count).leadingZeroBitCount
        let grain = max(256, (1 << magnitude) >> 4)
        return (count + grain - 1) / grain * grain
    }
}
