// A matrix of weights as the executor computes with it, and the products of activations with it.

internal import CKernels

/// Weights in place, or copied where the place does not suit: what `Executor.matrix(_:)` makes of stored ones.
package struct PreparedMatrix {
    let stored: StoredMatrix

    /// Decodes so many rows at once, to be multiplied with all tokens: a tile that stays in the nearest cache.
    static let tileRowCount = 16

    init(_ stored: StoredMatrix) {
        let isMisaligned = unsafe UInt(bitPattern: stored.bytes) % 4 != 0
        guard stored.format == .f32, isMisaligned else {
            self.stored = stored
            return
        }
        // Floats are read in place, so a file that starts them at an odd address is copied once.
        let count = stored.rows * stored.columns
        let values = unsafe [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            if let base = buffer.baseAddress {
                // Both are `count` floats long.
                unsafe UnsafeMutableRawPointer(base).copyMemory(from: stored.bytes, byteCount: count * 4)
            }
            initializedCount = count
        }
        self.stored = StoredMatrix(rows: stored.rows, columns: stored.columns, values: values)
    }

    var rows: Int { stored.rows }
    var columns: Int { stored.columns }

    /// Writes the floats of a row; there is room for as many as there are columns.
    func decode(row: Int, into values: UnsafeMutablePointer<Float>) {
        precondition(row >= 0 && row < rows)
        // A row of the stored bytes, and room for its floats.
        unsafe stored.format.decode(
            UnsafeRawBufferPointer(start: stored.bytes + row * stored.rowByteCount, count: stored.rowByteCount),
            into: UnsafeMutableBufferPointer(start: values, count: columns)
        )
    }

    /// y[t, r] = x[t]·W[r] for all tokens and the rows in the range.
    ///
    /// `tile` has room for `tileRowCount` rows; y and x have strides of their whole rows.
    func multiply(
        _ x: DenseTensor,
        into y: DenseTensor,
        rows range: Range<Int>,
        tile: UnsafeMutablePointer<Float>,
        using kernels: ky_operations
    ) {
        precondition(x.columns == columns && y.columns == rows && x.rows == y.rows && range.upperBound <= rows)
        if stored.format == .f32 {
            let weights = unsafe stored.bytes.assumingMemoryBound(to: Float.self) + range.lowerBound * columns
            return unsafe kernels.product_f32(
                y.values + range.lowerBound,
                rows,
                x.values,
                columns,
                weights,
                columns,
                x.rows,
                range.count,
                columns
            )
        }
        var first = range.lowerBound
        while first < range.upperBound {
            let count = min(Self.tileRowCount, range.upperBound - first)
            for row in 0..<count { unsafe decode(row: first + row, into: tile + row * columns) }
            unsafe kernels.product_f32(
                y.values + first,
                rows,
                x.values,
                columns,
                tile,
                columns,
                x.rows,
                count,
                columns
            )
            first += count
        }
    }
}
