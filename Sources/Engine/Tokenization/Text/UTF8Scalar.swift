// Scalars out of UTF-8 bytes. The bytes come from Swift strings or were made by our own tables; a byte that begins no
// scalar counts as U+FFFD, one byte wide, so that nothing here can read beyond the end.

enum UTF8Scalar {
    /// The number of bytes of the scalar that begins with `byte`.
    @inline(__always)
    static func width(_ byte: UInt8) -> Int {
        byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }

    @inline(__always)
    static func decode(_ text: Span<UInt8>, at position: Int, end: Int) -> (value: UInt32, width: Int) {
        let byte = text[position]
        if byte < 0x80 { return (UInt32(byte), 1) }
        let width = width(byte)
        guard width > 1, position + width <= end else { return (0xFFFD, 1) }
        var value = UInt32(byte) & (0x7F >> UInt32(width))
        for offset in 1..<width { value = value << 6 | UInt32(text[position + offset] & 0x3F) }
        return (min(value, ScalarSet.largest), width)
    }
}
