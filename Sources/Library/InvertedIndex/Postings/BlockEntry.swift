// The 32 bytes that tell of a block of a posting list what a search needs before it unpacks it; drawn in
// `SegmentFormat`.

/// How well a posting can score: none that its block holds has a higher frequency in a passage as short.
struct Impact: Hashable, Sendable {
    /// Clamped to 255, which stands for any greater frequency.
    var frequency: UInt8
    var length: LengthCode
    var isNamed: Bool

    /// Whether this one scores at least as well as the other in every query.
    func beats(_ other: Impact) -> Bool {
        frequency >= other.frequency && length.rawValue <= other.length.rawValue && (isNamed || !other.isNamed)
    }
}

/// The impacts of a set of postings that no other one of the set beats, as far as there is room.
struct ImpactSet: Sendable {
    private(set) var impacts: [Impact] = []
    /// For each of the first frequencies, the least length of a plain impact so far: most postings are beaten by one of
    /// their own frequency.
    private var shortest = SIMD8<UInt16>(repeating: .max)

    mutating func removeAll() {
        impacts.removeAll(keepingCapacity: true)
        shortest = SIMD8(repeating: .max)
    }

    @inline(__always)
    mutating func insert(_ impact: Impact) {
        if !impact.isNamed, impact.frequency < 8 {
            let (frequency, length) = (Int(impact.frequency), UInt16(impact.length.rawValue))
            if shortest[frequency] <= length { return }
            shortest[frequency] = length
        }
        insertUnlikeOthers(impact)
    }

    private mutating func insertUnlikeOthers(_ impact: Impact) {
        for known in impacts where known.beats(impact) { return }
        impacts.removeAll { impact.beats($0) }
        impacts.append(impact)
    }

    /// At most `SegmentFormat.impactLimit` impacts that bound all: where there are more, neighbours make way for one
    /// that beats both.
    func reduced() -> [Impact] {
        var reduced = impacts.sorted {
            ($0.isNamed ? 1 : 0, $0.frequency, $0.length.rawValue) < (
                $1.isNamed ? 1 : 0, $1.frequency, $1.length.rawValue
            )
        }
        while reduced.count > SegmentFormat.impactLimit {
            // The pair whose lengths differ least loses least; among equals the first.
            let pairs = reduced.indices.dropLast().filter { reduced[$0].isNamed == reduced[$0 + 1].isNamed }
            let place = pairs.min {
                Self.distance(reduced[$0], reduced[$0 + 1]) < Self.distance(reduced[$1], reduced[$1 + 1])
            }
            guard let place else { break }
            let (first, second) = (reduced[place], reduced[place + 1])
            reduced[place] = Impact(
                frequency: max(first.frequency, second.frequency),
                length: LengthCode(rawValue: min(first.length.rawValue, second.length.rawValue)),
                isNamed: first.isNamed
            )
            reduced.remove(at: place + 1)
        }
        return reduced
    }

    private static func distance(_ first: Impact, _ second: Impact) -> Int {
        abs(Int(first.length.rawValue) - Int(second.length.rawValue))
            + 4 * abs(Int(first.frequency) - Int(second.frequency))
    }
}

/// A block's entry.
struct BlockEntry: Sendable {
    static let titleFlag: UInt8 = 1
    static let headingsFlag: UInt8 = 2
    static let bitmapFlag: UInt8 = 4

    var lastPassage: UInt32 = 0
    /// Offset of the block among its list's blocks.
    var offset: UInt32 = 0
    /// Offset of the block's positions among its list's.
    var positionsOffset: UInt32 = 0
    /// Bits of a packed gap, or 32-bit words of the bitmap.
    var passageWidth: UInt8 = 0
    var frequencyWidth: UInt8 = 0
    var flags: UInt8 = 0
    var plainCount: UInt8 = 0
    var namedCount: UInt8 = 0

    var isBitmap: Bool { flags & Self.bitmapFlag != 0 }
    var hasTitle: Bool { flags & Self.titleFlag != 0 }
    var hasHeadings: Bool { flags & Self.headingsFlag != 0 }

    /// Where the parts of a full block begin, counted from its own beginning, and where it ends.
    var passagesByteCount: Int { isBitmap ? 4 * Int(passageWidth) : 16 * Int(passageWidth) }
    var frequenciesByteCount: Int { 16 * Int(frequencyWidth) }
    var flagsByteCount: Int { (hasTitle ? 16 : 0) + (hasHeadings ? 16 : 0) }
    var byteCount: Int { passagesByteCount + frequenciesByteCount + flagsByteCount }

    init() {}

    /// Reads an entry; the 32 bytes at `offset` must lie within the bytes.
    @inline(__always)
    init(_ bytes: RawSpan, at offset: Int) {
        precondition(offset >= 0 && offset <= bytes.byteCount - SegmentFormat.entryByteCount)
        let first = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD4<UInt32>.self)
        lastPassage = first[0]
        self.offset = first[1]
        positionsOffset = first[2]
        let rest = first[3]
        passageWidth = UInt8(truncatingIfNeeded: rest)
        frequencyWidth = UInt8(truncatingIfNeeded: rest &>> 8)
        flags = UInt8(truncatingIfNeeded: rest &>> 16)
        let counts = UInt8(truncatingIfNeeded: rest &>> 24)
        (plainCount, namedCount) = (min(counts & 15, 8), min(counts &>> 4, 8))
    }

    func append(to buffer: inout ByteBuffer, impacts: [Impact]) {
        for number in [lastPassage, offset, positionsOffset] { buffer.append(number) }
        let named = impacts.count(where: \.isNamed)
        let counts = UInt8(impacts.count - named) | UInt8(named) << 4
        for byte in [passageWidth, frequencyWidth, flags, counts] { buffer.append(byte) }
        // Plain ones first: `reduced()` puts them there.
        for impact in impacts {
            buffer.append(impact.frequency)
            buffer.append(impact.length.rawValue)
        }
        for _ in impacts.count..<SegmentFormat.impactLimit { buffer.append(UInt16(0)) }
    }
}
