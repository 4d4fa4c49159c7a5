// Text into other encodings, by the system's iconv: the other direction of what is tested.

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

enum Iconv {
    /// The bytes of `text`, or nil when the encoding lacks a character.
    static func encode(_ text: String, as encoding: String) -> [UInt8]? {
        guard let converter = unsafe iconv_open(encoding, "UTF-8"), unsafe converter != iconv_t(bitPattern: -1) else {
            return nil
        }
        defer { unsafe iconv_close(converter) }
        var input = text.utf8.map { CChar(bitPattern: $0) }
        let capacity = input.count * 4 + 16
        var output = [CChar](repeating: 0, count: capacity)
        let left: Int? = unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                var (from, fromLeft) = (source.baseAddress, source.count)
                var (to, toLeft) = (target.baseAddress, capacity)
                return unsafe iconv(converter, &from, &fromLeft, &to, &toLeft) == -1 ? nil : toLeft
            }
        }
        return left.map { output.prefix(capacity - $0).map { UInt8(bitPattern: $0) } }
    }
}
