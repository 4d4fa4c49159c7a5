// GPT-2's alphabet: each byte as a character that can be printed, in which vocabularies of byte-level models are written.

/// The 256 characters of bytes.
enum ByteAlphabet {
    /// The characters in the order of their bytes: printable Latin-1 stands for itself, the rest for U+0100 and on.
    static let scalars: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (UInt32(0)..<256).map { byte in
            let isPrintable =
                (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
            defer { if !isPrintable { next += 1 } }
            return Unicode.Scalar(isPrintable ? byte : next) ?? " "
        }
    }()

    private static let bytes = Dictionary(uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

    /// The bytes that a token stands for; nil where it is not written in the alphabet.
    static func bytes(_ token: String) -> [UInt8]? {
        var result: [UInt8] = []
        for scalar in token.unicodeScalars {
            guard let byte = bytes[scalar] else { return nil }
            result.append(byte)
        }
        return result
    }
}
