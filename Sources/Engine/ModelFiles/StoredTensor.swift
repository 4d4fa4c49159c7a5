// A tensor as it lies in a file: its name, format and shape, and its bytes inside the mapping.
// What the readers of GGUF and safetensors hand to the networks, which decide what to do with the bytes.

package import Tensors

/// A tensor inside a mapped file; the mapping lives as long as the value does.
package struct StoredTensor: Sendable {
    package let name: String
    package let format: WeightFormat

    /// The dimensions, outermost first (ggml's `ne` reversed); empty for a single number.
    package let shape: [Int]

    /// The file that the bytes lie in.
    package let file: MappedFile

    /// Where they lie: within the file, as the reader has checked, and as many as shape and format ask for.
    package let byteRange: Range<Int>

    /// The length of a row: the innermost dimension, which is contiguous; always whole blocks.
    package var columnCount: Int { shape.last ?? 1 }

    /// The number of rows, over all outer dimensions.
    package var rowCount: Int { shape.dropLast().reduce(1, *) }

    /// The number of weights.
    package var elementCount: Int { shape.reduce(1, *) }

    /// The number of bytes.
    package var byteCount: Int { byteRange.count }

    /// Lends the bytes as they are stored, row after row without gaps.
    ///
    /// The pointer holds within the closure only. Its alignment is whatever the file has: read unaligned.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe file.withBytes(in: byteRange, body)
    }
}

extension StoredTensor {
    /// The weights of some rows as floats, row after row; a range outside of the rows traps.
    package func dequantizedRows(_ rows: Range<Int>) -> [Float] {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount)
        guard rowCount > 0 else { return [] }
        let rowByteCount = byteCount / rowCount
        let start = byteRange.lowerBound
        let range = start + rows.lowerBound * rowByteCount..<start + rows.upperBound * rowByteCount
        return unsafe file.withBytes(in: range) { unsafe format.decode($0) }
    }

    /// All weights as floats.
    package func dequantized() -> [Float] { dequantizedRows(0..<rowCount) }
}
