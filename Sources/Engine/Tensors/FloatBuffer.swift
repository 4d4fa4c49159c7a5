// Memory for floats: allocated once, freed with the last value that uses it.

/// An uninitialised block of floats, aligned to a cache line.
@safe final class FloatBuffer: @unchecked Sendable {
    // Sendable although the memory is not guarded: whoever writes holds the only tensor on it, as Operations makes new
    // tensors and never changes one that it was given.

    let base: UnsafeMutablePointer<Float>
    let capacity: Int

    init(capacity: Int) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, capacity) * 4, alignment: 64)
        unsafe base = memory.bindMemory(to: Float.self, capacity: max(1, capacity))
        self.capacity = capacity
    }

    deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }
}
