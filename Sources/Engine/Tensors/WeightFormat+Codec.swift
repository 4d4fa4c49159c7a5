// Stored weights become floats, and floats stored weights: the plain conversions of `codecs.h` behind checked sizes.

import CKernels

extension WeightFormat {
    /// Writes the floats of stored weights, as many as `floats` has room for.
    ///
    /// The count is a whole number of blocks and `bytes` holds exactly these blocks; else this traps.
    package func decode(_ bytes: UnsafeRawBufferPointer, into floats: UnsafeMutableBufferPointer<Float>) {
        // Every kernel reads `count / blockSize` blocks and writes `count` floats; both buffers are checked to be that long.
        precondition(rowByteCount(floats.count) == bytes.count)
        guard let stored = bytes.baseAddress, let x = floats.baseAddress else { return }
        let count = floats.count
        switch self {
        case .f32: unsafe UnsafeMutableRawPointer(x).copyMemory(from: stored, byteCount: bytes.count)
        case .f16: unsafe ky_decode_f16_scalar(x, stored, count)
        case .bf16: unsafe ky_decode_bf16_scalar(x, stored, count)
        case .q4_0: unsafe ky_decode_q4_0_scalar(x, stored, count)
        case .q4_1: unsafe ky_decode_q4_1_scalar(x, stored, count)
        case .q5_0: unsafe ky_decode_q5_0_scalar(x, stored, count)
        case .q5_1: unsafe ky_decode_q5_1_scalar(x, stored, count)
        case .q8_0: unsafe ky_decode_q8_0_scalar(x, stored, count)
        case .q2_k: unsafe ky_decode_q2_k_scalar(x, stored, count)
        case .q3_k: unsafe ky_decode_q3_k_scalar(x, stored, count)
        case .q4_k: unsafe ky_decode_q4_k_scalar(x, stored, count)
        case .q5_k: unsafe ky_decode_q5_k_scalar(x, stored, count)
        case .q6_k: unsafe ky_decode_q6_k_scalar(x, stored, count)
        case .iq4_nl: unsafe ky_decode_iq4_nl_scalar(x, stored, count)
        case .iq4_xs: unsafe ky_decode_iq4_xs_scalar(x, stored, count)
        }
    }

    /// The floats of stored weights; `bytes` holds whole blocks, else this traps.
    package func decode(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        precondition(bytes.count.isMultiple(of: blockByteCount))
        let count = bytes.count / blockByteCount * blockSize
        return unsafe [Float](unsafeUninitializedCapacity: count) { floats, initialized in
            unsafe decode(bytes, into: UnsafeMutableBufferPointer(rebasing: floats[..<count]))
            initialized = count
        }
    }

    /// Whether Kaiyuan can write the format.
    package var isWritable: Bool {
        switch self {
        case .f32, .f16, .bf16, .q4_0, .q5_0, .q5_1, .q8_0, .q4_k, .q5_k, .q6_k: true
        case .q4_1, .q2_k, .q3_k, .iq4_nl, .iq4_xs: false
        }
    }

    /// The floats as stored weights; nil when blocks are asked for and one of the floats is beyond the range of half
    /// precision, infinite or no number.
    ///
    /// The format is writable and the count a whole number of blocks; else this traps.
    package func encode(_ floats: [Float]) -> [UInt8]? {
        guard let byteCount = rowByteCount(floats.count), isWritable else {
            preconditionFailure("\(floats.count) floats cannot be written as \(name)")
        }
        guard blockSize == 1 || floats.allSatisfy({ $0.magnitude <= 65504 }) else { return nil }
        let count = floats.count
        // Every kernel reads `count` floats and writes `count / blockSize` blocks, which is the capacity.
        return unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { bytes, initialized in
            guard let stored = UnsafeMutableRawPointer(bytes.baseAddress), count > 0 else { return }
            unsafe floats.withUnsafeBufferPointer { floats in
                guard let x = floats.baseAddress else { return }
                switch self {
                case .f16: unsafe ky_encode_f16_scalar(stored, x, count)
                case .bf16: unsafe ky_encode_bf16_scalar(stored, x, count)
                case .q4_0: unsafe ky_encode_q4_0_scalar(stored, x, count)
                case .q5_0: unsafe ky_encode_q5_0_scalar(stored, x, count)
                case .q5_1: unsafe ky_encode_q5_1_scalar(stored, x, count)
                case .q8_0: unsafe ky_encode_q8_0_scalar(stored, x, count)
                case .q4_k: unsafe ky_encode_q4_k_scalar(stored, x, count)
                case .q5_k: unsafe ky_encode_q5_k_scalar(stored, x, count)
                case .q6_k: unsafe ky_encode_q6_k_scalar(stored, x, count)
                default: unsafe stored.copyMemory(from: x, byteCount: byteCount)
                }
            }
            initialized = byteCount
        }
    }
}
