// What short pieces were encoded to: most pieces of a text are words that came before. A table of fixed size in which a new
// piece takes the place of whatever was there.

/// Pieces of up to 32 bytes with up to seven ids, one cache line each.
struct PieceCache: Sendable {
    static let longestPiece = 32
    private static let mostIDs = 7
    private static let bits: UInt64 = 15
    private static let width = 8

    /// By entry: four words of the piece, then length, number of ids and the ids, two a word.
    private var words = [UInt64](repeating: 0, count: width << bits)

    /// Appends the ids of a piece; false where the cache does not hold it.
    @inline(__always)
    func appendIDs(of key: PieceKey, to ids: inout [Int32]) -> Bool {
        let base = Self.entry(key)
        let head = words[base + 4]
        guard words[base] == key.first, words[base + 1] == key.second, words[base + 2] == key.third,
            words[base + 3] == key.fourth, head & 0xFF == key.length
        else { return false }
        let count = Int(head >> 8 & 0xFF)
        if count > 0 { ids.append(Int32(truncatingIfNeeded: head >> 32)) }
        for index in 1..<max(count, 1) {
            let word = words[base + 5 + (index - 1) / 2]
            ids.append(Int32(truncatingIfNeeded: index & 1 == 1 ? word : word >> 32))
        }
        return true
    }

    mutating func store(_ key: PieceKey, _ ids: ArraySlice<Int32>) {
        guard ids.count <= Self.mostIDs else { return }
        let base = Self.entry(key)
        (words[base], words[base + 1], words[base + 2], words[base + 3]) = (
            key.first, key.second, key.third, key.fourth
        )
        words[base + 4] = key.length | UInt64(ids.count) << 8
        (words[base + 5], words[base + 6], words[base + 7]) = (0, 0, 0)
        for (index, id) in ids.enumerated() {
            let value = UInt64(UInt32(bitPattern: id))
            if index == 0 {
                words[base + 4] |= value << 32
            } else {
                words[base + 5 + (index - 1) / 2] |= index & 1 == 1 ? value : value << 32
            }
        }
    }

    @inline(__always)
    private static func entry(_ key: PieceKey) -> Int {
        Int(truncatingIfNeeded: key.hash >> (64 - bits)) * width
    }
}

/// The bytes of a short piece as words, zeros after its end.
struct PieceKey {
    private(set) var first: UInt64 = 0
    private(set) var second: UInt64 = 0
    private(set) var third: UInt64 = 0
    private(set) var fourth: UInt64 = 0
    let length: UInt64

    /// - Precondition: the piece has 1 to 32 bytes.
    @inline(__always)
    init(_ text: Span<UInt8>, _ piece: Range<Int>) {
        let count = piece.count
        length = UInt64(count)
        first = Self.word(text, piece.lowerBound, count)
        if count > 8 { second = Self.word(text, piece.lowerBound + 8, count - 8) }
        if count > 16 { third = Self.word(text, piece.lowerBound + 16, count - 16) }
        if count > 24 { fourth = Self.word(text, piece.lowerBound + 24, count - 24) }
    }

    @inline(__always)
    var hash: UInt64 {
        var hash = (first ^ length) &* 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ hash >> 32 ^ second) &* 0xC2B2_AE3D_27D4_EB4F
        if length > 16 {
            hash = (hash ^ hash >> 32 ^ third) &* 0x9E37_79B9_7F4A_7C15
            hash = (hash ^ hash >> 32 ^ fourth) &* 0xC2B2_AE3D_27D4_EB4F
        }
        return hash ^ hash << 32
    }

    /// Up to eight bytes from `position`, the first one lowest.
    @inline(__always)
    private static func word(_ text: Span<UInt8>, _ position: Int, _ count: Int) -> UInt64 {
        if position + 8 <= text.count {
            // All eight bytes are within the span, and any bytes make an integer.
            let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            return count >= 8 ? word.littleEndian : word.littleEndian & (1 << UInt64(8 * count) - 1)
        }
        var word: UInt64 = 0
        for offset in 0..<min(count, 8) { word |= UInt64(text[position + offset]) << UInt64(8 * offset) }
        return word
    }
}
