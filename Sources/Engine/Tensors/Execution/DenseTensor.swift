// The executor's tensors: matrices of floats.

/// A matrix of floats `[rows, columns]`, row after row.
@safe package struct DenseTensor {
    package let rows: Int
    package let columns: Int
    private let buffer: FloatBuffer

    /// A matrix whose values are not yet set.
    init(rows: Int, columns: Int, in buffer: FloatBuffer) {
        precondition(rows * columns <= buffer.capacity)
        self.rows = rows
        self.columns = columns
        self.buffer = buffer
    }

    /// The values; valid while this tensor lives.
    var values: UnsafeMutablePointer<Float> { unsafe buffer.base }

    /// The values of a row; valid while this tensor lives.
    func row(_ index: Int) -> UnsafeMutablePointer<Float> { unsafe buffer.base + index * columns }

    /// A copy of the values of a row; misuse, a row that is not there, traps.
    package func values(inRow index: Int) -> [Float] {
        precondition(index >= 0 && index < rows)
        defer { withExtendedLifetime(buffer) {} }
        return unsafe Array(UnsafeBufferPointer(start: row(index), count: columns))
    }

    /// A copy of all values.
    package var allValues: [Float] {
        defer { withExtendedLifetime(buffer) {} }
        return unsafe Array(UnsafeBufferPointer(start: buffer.base, count: rows * columns))
    }

    /// Lends the values of a row; misuse, a row that is not there, traps.
    package func withRow<Result>(_ index: Int, _ body: (Span<Float>) throws -> Result) rethrows -> Result {
        precondition(index >= 0 && index < rows)
        defer { withExtendedLifetime(buffer) {} }
        return try unsafe body(Span(_unsafeStart: row(index), count: columns))
    }
}
