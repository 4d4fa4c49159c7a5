// A matrix of weights as it lies in memory, mostly inside a mapped file: what networks hand to an implementation of
// Operations, which makes of it what it computes with.

/// Rows of weights in one format, each row whole blocks, row after row without gaps.
@safe package struct StoredMatrix: @unchecked Sendable {
    // Sendable although a pointer is not: nobody writes the memory, and `owner`, which is Sendable, keeps it.

    package let format: WeightFormat
    package let rows: Int
    package let columns: Int

    /// The first byte, at any alignment; valid while this value lives.
    package let bytes: UnsafeRawPointer

    private let owner: any AnyObject & Sendable

    /// A matrix inside memory that lives as long as `owner`; misuse, a row that is not whole blocks, traps.
    package init(
        format: WeightFormat,
        rows: Int,
        columns: Int,
        bytes: UnsafeRawPointer,
        owner: any AnyObject & Sendable
    ) {
        precondition(format.rowByteCount(columns) != nil)
        self.format = format
        self.rows = rows
        self.columns = columns
        unsafe self.bytes = bytes
        self.owner = owner
    }

    /// A matrix of floats of its own, `[rows, columns]`.
    package init(rows: Int, columns: Int, values: [Float]) {
        precondition(values.count == rows * columns)
        let buffer = FloatBuffer(capacity: max(1, values.count))
        unsafe values.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            // The buffer has room for as many values as there are.
            unsafe buffer.base.update(from: base, count: source.count)
        }
        unsafe self.init(
            format: .f32,
            rows: rows,
            columns: columns,
            bytes: UnsafeRawPointer(buffer.base),
            owner: buffer
        )
    }

    /// The bytes of a row.
    package var rowByteCount: Int { format.rowByteCount(columns) ?? 0 }

    /// Some of the rows; misuse, rows that are not there, traps.
    package func slice(rows range: Range<Int>) -> StoredMatrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows)
        return unsafe StoredMatrix(
            format: format,
            rows: range.count,
            columns: columns,
            bytes: bytes + range.lowerBound * rowByteCount,
            owner: owner
        )
    }
}
