// How the weights of a matrix are stored: the number formats of ggml that Kaiyuan reads, and the sizes of their blocks.
// The layouts are drawn in `codecs.h`; the bytes become floats in `WeightFormat+Codec.swift`.

/// A way to store weights; the raw value is ggml's type number, as a GGUF file writes it.
///
/// A row of weights is a sequence of whole blocks; formats of single numbers have blocks of one.
package enum WeightFormat: UInt32, CaseIterable, Sendable {
    case f32 = 0
    case f16 = 1
    case q4_0 = 2
    case q4_1 = 3
    case q5_0 = 6
    case q5_1 = 7
    case q8_0 = 8
    case q2_k = 10
    case q3_k = 11
    case q4_k = 12
    case q5_k = 13
    case q6_k = 14
    case iq4_nl = 20
    case iq4_xs = 23
    case bf16 = 30

    /// The format with ggml's type number, or nil when Kaiyuan does not read it.
    package init?(ggmlType: UInt32) {
        self.init(rawValue: ggmlType)
    }

    /// The number of weights in a block.
    package var blockSize: Int {
        switch self {
        case .f32, .f16, .bf16: 1
        case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .iq4_nl: 32
        case .q2_k, .q3_k, .q4_k, .q5_k, .q6_k, .iq4_xs: 256
        }
    }

    /// The number of bytes of a block.
    package var blockByteCount: Int {
        switch self {
        case .f32: 4
        case .f16, .bf16: 2
        case .q4_0, .iq4_nl: 18
        case .q4_1: 20
        case .q5_0: 22
        case .q5_1: 24
        case .q8_0: 34
        case .q2_k: 84
        case .q3_k: 110
        case .q4_k: 144
        case .q5_k: 176
        case .q6_k: 210
        case .iq4_xs: 136
        }
    }

    /// The name people know it by, such as `Q4_K`.
    package var name: String {
        switch self {
        case .f32: "F32"
        case .f16: "F16"
        case .bf16: "BF16"
        case .q4_0: "Q4_0"
        case .q4_1: "Q4_1"
        case .q5_0: "Q5_0"
        case .q5_1: "Q5_1"
        case .q8_0: "Q8_0"
        case .q2_k: "Q2_K"
        case .q3_k: "Q3_K"
        case .q4_k: "Q4_K"
        case .q5_k: "Q5_K"
        case .q6_k: "Q6_K"
        case .iq4_nl: "IQ4_NL"
        case .iq4_xs: "IQ4_XS"
        }
    }

    /// The bytes of a row of so many weights; nil when they are not whole blocks, or more than an `Int` counts.
    package func rowByteCount(_ columns: Int) -> Int? {
        guard columns >= 0, columns.isMultiple(of: blockSize) else { return nil }
        let (bytes, overflow) = (columns / blockSize).multipliedReportingOverflow(by: blockByteCount)
        return overflow ? nil : bytes
    }
}
