// Builds GGUF files byte by byte, as the format's page describes them: with whatever mistake a test wants.

@testable import ModelFiles

struct GGUFBytes {
    private(set) var bytes: [UInt8] = []

    /// The mark, the version and the two counts.
    init(version: UInt32 = 3, tensors: UInt64, keys: UInt64) {
        bytes = Array("GGUF".utf8)
        add(version)
        add(tensors)
        add(keys)
    }

    mutating func add(_ number: some FixedWidthInteger) { bytes.appendLittleEndian(number) }

    mutating func add(_ string: String) {
        add(UInt64(string.utf8.count))
        bytes += string.utf8
    }

    mutating func add(raw: [UInt8]) { bytes += raw }

    mutating func key(_ name: String, _ value: UInt32) {
        add(name)
        add(UInt32(4))
        add(value)
    }

    mutating func key(_ name: String, _ value: String) {
        add(name)
        add(UInt32(8))
        add(value)
    }

    mutating func tensor(_ name: String, _ dimensions: [UInt64], type: UInt32 = 0, offset: UInt64) {
        add(name)
        add(UInt32(dimensions.count))
        for dimension in dimensions { add(dimension) }
        add(type)
        add(offset)
    }

    mutating func pad(to alignment: Int = 32) {
        while !bytes.count.isMultiple(of: alignment) { bytes.append(0) }
    }

    mutating func floats(_ values: [Float]) {
        for value in values { add(value.bitPattern) }
        pad()
    }

    /// A file with a key of every type and two tensors.
    static func example(version: UInt32 = 3) -> [UInt8] {
        var file = GGUFBytes(version: version, tensors: 2, keys: 15)
        file.key("general.architecture", "llama")
        func number(_ name: String, _ type: UInt32, _ value: some FixedWidthInteger) {
            file.add(name)
            file.add(type)
            file.add(value)
        }
        number("u8", 0, UInt8(200))
        number("i8", 1, Int8(-2))
        number("u16", 2, UInt16(60000))
        number("i16", 3, Int16(-3))
        number("u32", 4, UInt32(4_000_000_000))
        number("i32", 5, Int32(-4))
        number("f32", 6, Float(0.5).bitPattern)
        number("bool", 7, UInt8(1))
        number("u64", 10, UInt64.max)
        number("i64", 11, Int64(-5))
        number("f64", 12, Double(0.25).bitPattern)
        file.add("strings")
        file.add(UInt32(9))
        file.add(UInt32(8))
        file.add(UInt64(3))
        for string in ["", "开元", "b"] { file.add(string) }
        file.add("numbers")
        file.add(UInt32(9))
        file.add(UInt32(5))
        file.add(UInt64(2))
        file.add(Int32(-1))
        file.add(Int32(7))
        file.add("scores")
        file.add(UInt32(9))
        file.add(UInt32(6))
        file.add(UInt64(1))
        file.add(Float(-1.5).bitPattern)
        file.tensor("matrix", [3, 2], offset: 0)
        file.tensor("half", [2], type: 1, offset: 32)
        file.pad()
        file.floats([1, 2, 3, 4, 5, 6])
        file.add(UInt16(0x3C00))
        file.add(UInt16(0xC000))
        return file.bytes
    }
}
