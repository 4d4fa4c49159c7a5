// Stored weights and floats beside ggml: `Fixtures/make_fixtures.py` made the expected values with its own software.

import Foundation
import Testing
import Randomness

@testable import Tensors

@Suite("The plain codecs")
struct CodecTests {
    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: fixtures.appending(path: path)))
    }

    static func decode(_ format: WeightFormat, _ bytes: [UInt8]) -> [Float] {
        unsafe bytes.withUnsafeBytes { unsafe format.decode($0) }
    }

    @Test("decode every format to ggml's floats, to the last bit", arguments: WeightFormat.allCases)
    func decoding(format: WeightFormat) throws {
        let bytes = try Self.bytes("decoding/\(format.name).bin")
        let stored = try #require(format.rowByteCount(1024))
        let expected = Self.decode(.f32, Array(bytes[stored...]))
        let floats = Self.decode(format, Array(bytes[..<stored]))
        #expect(floats.count == 1024)
        // Zeros may differ in sign: -0.0 and 0.0 are the same weight.
        #expect(floats == expected)
    }

    @Test(
        "encode awkward blocks as ggml's reference quantisers do",
        arguments: [WeightFormat.q4_0, .q5_0, .q5_1, .q8_0, .q4_k, .q5_k, .q6_k]
    )
    func encoding(format: WeightFormat) throws {
        let floats = Self.decode(.f32, try Self.bytes("encoding/floats.bin"))
        let expected = try Self.bytes("encoding/\(format.name).bin")
        let stored = try #require(format.encode(floats))
        try #require(stored.count == expected.count)
        for block in 0..<stored.count / format.blockByteCount {
            let range = block * format.blockByteCount..<(block + 1) * format.blockByteCount
            #expect(stored[range] == expected[range], "block \(block)")
        }
    }

    @Test("give back every half, whose values follow from its bits")
    func halves() throws {
        let patterns = (0...UInt16.max).map { $0 }
        let bytes = patterns.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let floats = Self.decode(.f16, bytes)
        let encoded = try #require(WeightFormat.f16.encode(floats))
        for (index, pattern) in patterns.enumerated() {
            let exponent = Int(pattern >> 10 & 31)
            let fraction = Double(pattern & 1023)
            let magnitude =
                switch exponent {
                case 0: fraction * 0x1p-24
                case 31: fraction == 0 ? Double.infinity : .nan
                default: (1024 + fraction) * exp2(Double(exponent - 25))
                }
            let again = UInt16(encoded[2 * index]) | UInt16(encoded[2 * index + 1]) << 8
            if magnitude.isNaN {
                #expect(floats[index].isNaN && again & 0x7FFF > 0x7C00)
            } else {
                #expect(Double(floats[index]) == (pattern >> 15 == 1 ? -magnitude : magnitude))
                #expect(again == pattern)
            }
        }
    }

    @Test(
        "round to the nearest half, ties to even",
        arguments: [
            (1 + 0x1p-11, 0x3C00), (1 + 0x1.8p-10, 0x3C02), (1 + 0x1.004p-11, 0x3C01), (65519, 0x7BFF),
            (65520, 0x7C00), (0x1p-25, 0), (0x1.000002p-25, 1), (0x1.8p-24, 2), (1e-10, 0), (-65520, 0xFC00),
            (2047.0 / 2048 * 0x1p-14, 0x0400),
        ] as [(Float, UInt16)]
    )
    func halfRounding(value: Float, expected: UInt16) {
        #expect(WeightFormat.f16.encode([value]) == [UInt8(truncatingIfNeeded: expected), UInt8(expected >> 8)])
    }

    @Test(
        "round to the nearest bfloat16, ties to even",
        arguments: [
            (1, 0x3F80), (1 + 0x1p-8, 0x3F80), (1 + 0x1.8p-7, 0x3F82), (1 + 0x1.0002p-8, 0x3F81), (-2, 0xC000),
            (.infinity, 0x7F80), (.greatestFiniteMagnitude, 0x7F80),
        ] as [(Float, UInt16)]
    )
    func bfloatRounding(value: Float, expected: UInt16) {
        #expect(WeightFormat.bf16.encode([value]) == [UInt8(truncatingIfNeeded: expected), UInt8(expected >> 8)])
    }

    @Test("keep what is no number")
    func noNumber() throws {
        for format in [WeightFormat.f16, .bf16] {
            let bytes = try #require(format.encode([.nan, Float(bitPattern: 0x7F80_0001)]))
            let floats = Self.decode(format, bytes)
            #expect(floats.count == 2 && floats.allSatisfy(\.isNaN))
        }
    }

    @Test("refuse to write blocks of what a half cannot scale", arguments: [Float.nan, .infinity, -65505, 1e30])
    func refused(value: Float) {
        for format in WeightFormat.allCases where format.isWritable && format.blockSize > 1 {
            var floats = [Float](repeating: 0.5, count: 256)
            floats[200] = value
            #expect(format.encode(floats) == nil)
        }
    }

    @Test("decode any bytes without harm, and encode any small numbers", arguments: [1, 2, 3] as [UInt64])
    func anything(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for format in WeightFormat.allCases {
            let bytes = (0..<8 * format.blockByteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Self.decode(format, bytes).count == 8 * format.blockSize)
            guard format.isWritable else { continue }
            for exponent in stride(from: -140, through: 10, by: 10) {
                let size = exp2(Float(exponent))
                let floats = (0..<512).map { _ in Float.random(in: -size...size, using: &random) }
                let decoded = Self.decode(format, try #require(format.encode(floats)))
                // Half a step of 15 over the whole width, and half a step of the smallest half times 63 times 31.
                for (x, y) in zip(floats, decoded) { #expect(abs(x - y) <= size / 7 + 0x1p-14, "\(format) \(size)") }
            }
        }
    }
}
