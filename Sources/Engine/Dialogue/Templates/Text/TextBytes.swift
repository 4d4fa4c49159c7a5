// Swift's strings are equal when they look equal; Python's when their characters are the same. Templates need the
// latter, and need it quickly: comparing, finding and counting work on the UTF-8 bytes.

extension String {
    /// Lends the bytes of the text.
    ///
    /// Unsafe inside only: the buffer is valid for the call, and no body in this file lets it out.
    @inline(__always)
    private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        var copy = self
        return try copy.withUTF8(body)
    }

    func hasSameBytes(as other: String) -> Bool {
        let count = utf8.count
        guard count == other.utf8.count else { return false }
        return unsafe withBytes { a in
            unsafe other.withBytes { b in
                for index in 0..<count where unsafe a[index] != b[index] { return false }
                return true
            }
        }
    }

    /// Whether it comes before the other in the order of its characters' numbers, which is that of the bytes.
    func precedes(_ other: String) -> Bool {
        unsafe withBytes { a in
            unsafe other.withBytes { b in
                let shared = min(a.count, b.count)
                for index in 0..<shared where unsafe a[index] != b[index] { return unsafe a[index] < b[index] }
                return a.count < b.count
            }
        }
    }

    /// The number of characters as Python counts them.
    var scalarCount: Int {
        unsafe withBytes { bytes in
            var count = 0
            for index in 0..<bytes.count where unsafe bytes[index] & 0xC0 != 0x80 { count += 1 }
            return count
        }
    }

    func starts(with prefix: String) -> Bool { holds(prefix, at: 0) }

    func ends(with suffix: String) -> Bool { holds(suffix, at: utf8.count - suffix.utf8.count) }

    private func holds(_ part: String, at offset: Int) -> Bool {
        guard offset >= 0, offset + part.utf8.count <= utf8.count else { return false }
        return unsafe withBytes { a in
            unsafe part.withBytes { b in
                for index in 0..<b.count where unsafe a[offset + index] != b[index] { return false }
                return true
            }
        }
    }

    /// The text of a range of bytes, which must not cut a character.
    func slice(_ range: Range<Int>) -> String {
        let view = utf8
        let start = view.index(view.startIndex, offsetBy: range.lowerBound)
        return String(self[start..<view.index(start, offsetBy: range.count)])
    }

    func slice(from start: Int) -> String { slice(start..<utf8.count) }

    /// Where a text is found first at or after a byte.
    ///
    /// Time is linear: long needles are found with the table of Knuth, Morris and Pratt.
    func firstOffset(of needle: String, from start: Int = 0) -> Int? {
        let count = needle.utf8.count
        guard start + count <= utf8.count else { return nil }
        if count == 0 { return start }
        if count > 16 { return linearOffset(of: needle, from: start) }
        return unsafe withBytes { a in
            unsafe needle.withBytes { b in
                let first = unsafe b[0]
                for index in start...(a.count - count) where unsafe a[index] == first {
                    var length = 1
                    while length < count, unsafe a[index + length] == b[length] { length += 1 }
                    if length == count { return index }
                }
                return nil
            }
        }
    }

    private func linearOffset(of needle: String, from start: Int) -> Int? {
        let pattern = Array(needle.utf8)
        var borders = Array(repeating: 0, count: pattern.count)
        var border = 0
        for index in 1..<pattern.count {
            while border > 0, pattern[index] != pattern[border] { border = borders[border - 1] }
            if pattern[index] == pattern[border] { border += 1 }
            borders[index] = border
        }
        return unsafe withBytes { bytes in
            var matched = 0
            for index in start..<bytes.count {
                let byte = unsafe bytes[index]
                while matched > 0, byte != pattern[matched] { matched = borders[matched - 1] }
                if byte == pattern[matched] { matched += 1 }
                if matched == pattern.count { return index + 1 - matched }
            }
            return nil
        }
    }

    /// Where a text is found last before a byte.
    func lastOffset(of needle: String, before end: Int) -> Int? {
        var found: Int?
        var start = 0
        let end = min(end, utf8.count)
        while let offset = firstOffset(of: needle, from: start), offset + needle.utf8.count <= end {
            found = offset
            start = offset + 1
        }
        return found
    }

    /// Where the text begins and ends without the bytes of white space around it.
    func rangeWithoutSpace(left: Bool = true, right: Bool = true) -> Range<Int> {
        unsafe withBytes { bytes in
            var start = 0
            var end = bytes.count
            while left, start < end {
                let length = unsafe PythonSpace.length(in: bytes, at: start)
                if length == 0 { break }
                start += length
            }
            while right, end > start {
                var first = end - 1
                while first > start, unsafe bytes[first] & 0xC0 == 0x80 { first -= 1 }
                guard unsafe PythonSpace.length(in: bytes, at: first) == end - first else { break }
                end = first
            }
            return start..<end
        }
    }

    /// The byte at which a character begins, counted in characters; the end when there are fewer.
    func byteOffset(ofScalar index: Int) -> Int {
        unsafe withBytes { bytes in
            var offset = 0
            var count = 0
            while offset < bytes.count {
                if unsafe bytes[offset] & 0xC0 != 0x80 {
                    if count == index { return offset }
                    count += 1
                }
                offset += 1
            }
            return offset
        }
    }

    /// The number of characters before a byte.
    func scalarCount(before offset: Int) -> Int {
        unsafe withBytes { bytes in
            var count = 0
            for index in 0..<offset where unsafe bytes[index] & 0xC0 != 0x80 { count += 1 }
            return count
        }
    }

    /// The byte after which nothing more needs no escape: the first control, quote or backslash, or nothing.
    func firstJSONEscape(from start: Int, asciiOnly: Bool) -> Int {
        unsafe withBytes { bytes in
            var index = start
            while index < bytes.count {
                let byte = unsafe bytes[index]
                if byte < 0x20 || byte == 0x22 || byte == 0x5C || asciiOnly && byte >= 0x7F { break }
                index += 1
            }
            return index
        }
    }
}

/// White space as Python's `str.isspace` and regular expressions know it.
enum PythonSpace {
    /// The bytes of the white space character that begins at a byte; 0 when there is none.
    static func length(in bytes: [UInt8], at index: Int) -> Int {
        let first = bytes[index]
        if first < 0x80 { return isASCIISpace(first) ? 1 : 0 }
        guard index + 1 < bytes.count else { return 0 }
        return length(first, bytes[index + 1], index + 2 < bytes.count ? bytes[index + 2] : 0)
    }

    static func length(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let first = unsafe bytes[index]
        if first < 0x80 { return isASCIISpace(first) ? 1 : 0 }
        guard index + 1 < bytes.count else { return 0 }
        return unsafe length(first, bytes[index + 1], index + 2 < bytes.count ? bytes[index + 2] : 0)
    }

    static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9...13, 28...32, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    private static func isASCIISpace(_ byte: UInt8) -> Bool { byte == 32 || 9...13 ~= byte || 28...31 ~= byte }

    private static func length(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
        switch (first, second) {
        case (0xC2, 0x85), (0xC2, 0xA0): 2
        case (0xE1, 0x9A): third == 0x80 ? 3 : 0
        case (0xE2, 0x80): 0x80...0x8A ~= third || third == 0xA8 || third == 0xA9 || third == 0xAF ? 3 : 0
        case (0xE2, 0x81): third == 0x9F ? 3 : 0
        case (0xE3, 0x80): third == 0x80 ? 3 : 0
        default: 0
        }
    }
}
