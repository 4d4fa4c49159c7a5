// The codes of numbers: packing, variable length, length codes, checksums.

import Foundation
import Testing
import Randomness

@testable import InvertedIndex

@Suite("Numbers in bytes")
struct NumberTests {
    @Test("128 numbers of every width are unpacked as they were packed", arguments: 0...32)
    func packing(width: Int) {
        var random = SeededGenerator(seed: UInt64(width))
        let limit: UInt32 = width == 32 ? .max : (1 << UInt32(width)) - 1
        let numbers = (0..<128).map { _ in UInt32.random(in: 0...limit, using: &random) }
        var buffer = ByteBuffer()
        buffer.append(UInt8(7))  // packed blocks begin anywhere
        BitPacking.pack(numbers, width: width, into: &buffer)
        #expect(buffer.count == 1 + 16 * width)
        let bytes = unsafe buffer.bytes.span.bytes
        var unpacked = [UInt32](repeating: 0, count: 128)
        do {
            var span = unpacked.mutableSpan
            BitPacking.unpack(bytes, offset: 1, width: width, base: 3, into: &span)
        }
        #expect(unpacked == numbers.map { $0 &+ 3 })
        for index in 0..<128 {
            #expect(BitPacking.number(at: index, in: bytes, offset: 1, width: width) == numbers[index])
        }
        do {
            var span = unpacked.mutableSpan
            BitPacking.unpackGaps(bytes, offset: 1, width: width, before: .max, into: &span)
        }
        var last = UInt32.max
        let sums = numbers.map { gap in
            last = last &+ gap &+ 1
            return last
        }
        #expect(unpacked == sums)
    }

    @Test(
        "variable-length numbers take seven bits a byte",
        arguments: [
            (0, [0]), (127, [0x7F]), (128, [0x80, 1]), (300, [0xAC, 2]),
            (.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
        ] as [(UInt64, [UInt8])]
    )
    func variable(value: UInt64, bytes: [UInt8]) throws {
        var buffer = ByteBuffer()
        buffer.appendVariable(value)
        #expect(buffer.bytes == bytes)
        var reader = ByteReader(0..<bytes.count)
        #expect(try reader.variable(in: unsafe bytes.span.bytes) == value)
        var cut = ByteReader(0..<bytes.count - 1)
        #expect(throws: Damage.self) { try cut.variable(in: unsafe bytes.span.bytes) }
    }

    @Test("a number that does not end is refused")
    func endless() {
        let bytes = [UInt8](repeating: 0xFF, count: 20)
        var reader = ByteReader(0..<20)
        #expect(throws: Damage.self) { try reader.variable(in: unsafe bytes.span.bytes) }
    }

    @Test("length codes are exact to 63, near above, and in order")
    func lengthCodes() {
        for length in 0...63 { #expect(LengthCode(length).length == length) }
        for length in 64...4_000 {
            #expect(abs(Double(LengthCode(length).length) / Double(length) - 1) <= 1.0 / 64)
            #expect(LengthCode(length - 1).rawValue <= LengthCode(length).rawValue)
        }
        #expect(LengthCode(1_000_000).rawValue == 255)
        for code in UInt8.min...UInt8.max { #expect(LengthCode(LengthCode(rawValue: code).length).rawValue == code) }
    }

    @Test(
        "checksums are XXH64",
        arguments: [
            // From the reference implementation, seed 0.
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)]
    )
    func checksum(text: String, expected: UInt64) {
        #expect(Checksum.of(Array(text.utf8)) == expected)
    }

    @Test("a checksum does not depend on how the bytes are cut", arguments: [1, 2, 3] as [UInt64])
    func checksumInParts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<1_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        var checksum = Checksum()
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Int.random(in: 0...90, using: &random)))
            unsafe checksum.update(part.span.bytes)
            rest = rest.dropFirst(part.count)
        }
        #expect(checksum.value == Checksum.of(bytes), "seed \(seed)")
    }
}
