// How mail carries bytes in plain ASCII: base64 and quoted-printable (RFC 2045), and encoded words (RFC 2047).

/// Undoes transfer encodings; what is no part of one is passed over.
enum TransferEncoding {
    static func base64(_ text: some Sequence<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        for byte in text {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            case UInt8(ascii: "="):
                (bits, count) = (0, 0)
                continue
            default: continue
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    /// The bytes of quoted-printable text; in an encoded word, `_` is a blank.
    static func quotedPrintable(_ text: some Collection<UInt8>, isWord: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        let source = Array(text)
        var index = 0
        while index < source.count {
            let byte = source[index]
            index += 1
            if byte == UInt8(ascii: "_"), isWord {
                bytes.append(0x20)
            } else if byte != UInt8(ascii: "=") {
                bytes.append(byte)
            } else if let value = hex(source[index...].prefix(2)) {
                bytes.append(value)
                index += 2
            } else {
                // A soft line break.
                while index < source.count, source[index] == 0x20 || source[index] == 0x0D { index += 1 }
                if index < source.count, source[index] == 0x0A { index += 1 }
            }
        }
        return bytes
    }

    /// The bytes of `a%20b`.
    static func percent(_ text: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), let value = hex(source[(index + 1)...].prefix(2)) {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return bytes
    }

    private static func hex(_ digits: ArraySlice<UInt8>) -> UInt8? {
        digits.count == 2 ? UInt8(String(decoding: digits, as: UTF8.self), radix: 16) : nil
    }
}

/// Header fields with encoded words: `=?gb2312?B?…?=`.
enum EncodedWords {
    static func decoded(_ field: String) -> String {
        guard field.contains("=?") else { return field }
        var text = ""
        var rest = field[...]
        // A character may be cut between two words of one encoding, so their bytes are put together first.
        var pending: (label: String, bytes: [UInt8])?
        func flush() {
            if let (label, bytes) = pending { text += TextDecoder().decode(bytes, declared: label) }
            pending = nil
        }
        while let open = rest.firstRange(of: "=?") {
            let before = rest[..<open.lowerBound]
            let fields = rest[open.upperBound...].split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
            guard fields.count == 4, fields[3].hasPrefix("=") else { break }
            let label = String(fields[0].prefix { $0 != "*" })
            let bytes =
                fields[1].lowercased() == "b"
                ? TransferEncoding.base64(fields[2].utf8)
                : TransferEncoding.quotedPrintable(Array(fields[2].utf8), isWord: true)
            if pending == nil || pending?.label != label || !before.allSatisfy(\.isWhitespace) {
                let wasWord = pending != nil
                flush()
                if !(wasWord && before.allSatisfy(\.isWhitespace)) { text += before }
                pending = (label, [])
            }
            pending?.bytes += bytes
            rest = fields[3].dropFirst()
        }
        flush()
        return (text + rest).cleaned()
    }
}
