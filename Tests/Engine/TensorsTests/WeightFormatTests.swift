// The sizes of blocks, as ggml's `gguf.constants.GGML_QUANT_SIZES` lists them.

import Testing

@testable import Tensors

@Suite("Weight formats")
struct WeightFormatTests {
    @Test(
        "have the type number, block and byte sizes of ggml",
        arguments: [
            ("F32", 0, 1, 4), ("F16", 1, 1, 2), ("Q4_0", 2, 32, 18), ("Q4_1", 3, 32, 20), ("Q5_0", 6, 32, 22),
            ("Q5_1", 7, 32, 24), ("Q8_0", 8, 32, 34), ("Q2_K", 10, 256, 84), ("Q3_K", 11, 256, 110),
            ("Q4_K", 12, 256, 144), ("Q5_K", 13, 256, 176), ("Q6_K", 14, 256, 210), ("IQ4_NL", 20, 32, 18),
            ("IQ4_XS", 23, 256, 136), ("BF16", 30, 1, 2),
        ]
    )
    func sizes(name: String, type: UInt32, block: Int, bytes: Int) throws {
        let format = try #require(WeightFormat(ggmlType: type))
        #expect(format.name == name)
        #expect(format.blockSize == block)
        #expect(format.blockByteCount == bytes)
    }

    @Test("of removed and unknown type numbers are not read", arguments: [4, 5, 9, 15, 31, 99, UInt32.max])
    func unknown(type: UInt32) {
        #expect(WeightFormat(ggmlType: type) == nil)
    }

    @Test("count the bytes of a row of whole blocks only")
    func rows() {
        #expect(WeightFormat.q4_k.rowByteCount(512) == 288)
        #expect(WeightFormat.q4_k.rowByteCount(0) == 0)
        #expect(WeightFormat.q4_k.rowByteCount(300) == nil)
        #expect(WeightFormat.f32.rowByteCount(-1) == nil)
        #expect(WeightFormat.f32.rowByteCount(.max / 2) == nil)
    }
}
