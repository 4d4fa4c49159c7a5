// A place in one term's posting list, moving forward only. It knows the entries of the blocks before it unpacks any,
// so that a search can pass over blocks that cannot matter.
//
// Why a damaged file cannot lead out of bounds: an entry counts only if its last passage is one of the segment and
// lies behind the block before; gaps are at most 24 bits wide and passages fewer than 2²⁴, so that 128 of them cannot
// wrap around 32 bits; the unpacked passages therefore rise, and the last one is compared with the entry's. What a
// block takes up is compared with the list's end before it is read.

/// Walks along a posting list.
struct PostingCursor: Sendable {
    let list: PostingList
    private let passageCount: UInt32
    /// Offsets in the file: of the first block's entry, of the first block, and where the list ends.
    private let entriesStart: Int
    private let blocksStart: Int
    private let end: Int
    let blockCount: Int

    /// The block in which the cursor stands, or `blockCount` at the end.
    private(set) var block = 0
    private(set) var entry = BlockEntry()
    /// The last passage of the block before, or `UInt32.max` before the first.
    private(set) var before: UInt32 = .max

    /// The unpacked block: passages, with `UInt32.max` behind the last of a short one, and frequencies.
    private(set) var passages: [UInt32]
    private(set) var frequencies: [UInt32]
    /// One bit a posting.
    private(set) var titles: (UInt64, UInt64) = (0, 0)
    private(set) var headings: (UInt64, UInt64) = (0, 0)
    private(set) var postingCount = 0
    private var hasPassages = false
    private var hasFrequencies = false
    /// While a bitmap is searched: the word up to which bits were counted, and how many.
    private var counted: (word: Int, bits: Int) = (0, 0)

    /// Stands at the list's first block; `region` is that of the file's postings.
    init(_ list: PostingList, in bytes: RawSpan, region: Range<Int>, passageCount: Int) throws(Damage) {
        let start = region.lowerBound + list.postings.lowerBound
        self.list = list
        self.passageCount = UInt32(passageCount)
        end = region.lowerBound + list.postings.upperBound
        guard list.count > 0, list.count <= passageCount, start >= 0, end <= bytes.byteCount, end <= region.upperBound
        else { throw Damage("a posting list lies outside of its region") }
        passages = [UInt32](repeating: .max, count: SegmentFormat.blockSize)
        frequencies = [UInt32](repeating: 1, count: SegmentFormat.blockSize)
        blockCount = (list.count + SegmentFormat.blockSize - 1) / SegmentFormat.blockSize
        if list.count < SegmentFormat.blockSize {
            (entriesStart, blocksStart) = (start, start)
            postingCount = list.count
            try readShort(at: start, in: bytes)
            entry.lastPassage = passages[postingCount - 1]
        } else {
            entriesStart = start + SegmentFormat.entryByteCount
            blocksStart = entriesStart + blockCount * SegmentFormat.entryByteCount
            guard blocksStart <= end else { throw Damage("a posting list is cut off") }
            try load(0, in: bytes)
        }
    }

    var isAtEnd: Bool { block >= blockCount }
    var isShort: Bool { list.count < SegmentFormat.blockSize }

    /// Where the entry that sums up the whole list stands; only long lists have one.
    var summaryOffset: Int { entriesStart - SegmentFormat.entryByteCount }
    /// Where the present block's entry stands.
    var entryOffset: Int { entriesStart + block * SegmentFormat.entryByteCount }

    /// The last passage of a block; a short list has one block.
    @inline(__always)
    func lastPassage(ofBlock block: Int, in bytes: RawSpan) throws(Damage) -> UInt32 {
        if isShort { return entry.lastPassage }
        return try bytes.integer(at: entriesStart &+ block &* SegmentFormat.entryByteCount, as: UInt32.self)
    }

    /// Moves to the block that could hold the passage: the first whose last passage is not before it.
    @inline(__always)
    mutating func seekBlock(_ passage: UInt32, in bytes: RawSpan) throws(Damage) {
        if isAtEnd || entry.lastPassage >= passage { return }
        try seekLaterBlock(passage, in: bytes)
    }

    private mutating func seekLaterBlock(_ passage: UInt32, in bytes: RawSpan) throws(Damage) {
        // Doubling steps, then halving: near blocks are found at once, far ones in logarithmic time.
        var low = block + 1
        var step = 1
        while low + step - 1 < blockCount, try lastPassage(ofBlock: low + step - 1, in: bytes) < passage {
            low += step
            step *= 2
        }
        var high = min(low + step - 1, blockCount)
        while low < high {
            let middle = (low + high) / 2
            if try lastPassage(ofBlock: middle, in: bytes) < passage { low = middle + 1 } else { high = middle }
        }
        guard low < blockCount else {
            block = blockCount
            return
        }
        try load(low, in: bytes)
    }

    /// Moves to the block after this one.
    mutating func nextBlock(in bytes: RawSpan) throws(Damage) {
        guard block + 1 < blockCount else {
            block = blockCount
            return
        }
        try load(block + 1, in: bytes)
    }

    private mutating func load(_ block: Int, in bytes: RawSpan) throws(Damage) {
        let previous = block > 0 ? try lastPassage(ofBlock: block - 1, in: bytes) : .max
        self.block = block
        entry = BlockEntry(bytes, at: entryOffset)
        before = previous
        guard entry.lastPassage < passageCount, block == 0 || previous < entry.lastPassage else {
            throw Damage("a block of postings is out of order")
        }
        postingCount = min(SegmentFormat.blockSize, list.count - block * SegmentFormat.blockSize)
        (hasPassages, hasFrequencies, counted) = (false, false, (0, 0))
        guard Int(entry.offset) <= end - blocksStart,
            postingCount < SegmentFormat.blockSize || entry.byteCount <= end - blocksStart - Int(entry.offset),
            entry.isBitmap || entry.passageWidth <= 24, entry.frequencyWidth <= 31
        else { throw Damage("a block of postings is cut off") }
    }

    private var blockStart: Int { blocksStart + Int(entry.offset) }

    /// Unpacks the block's passages.
    @inline(__always)
    mutating func unpackPassages(in bytes: RawSpan) throws(Damage) {
        if !hasPassages && !isShort { try unpackLongPassages(in: bytes) }
    }

    private mutating func unpackLongPassages(in bytes: RawSpan) throws(Damage) {
        if postingCount < SegmentFormat.blockSize {
            try readShort(at: blockStart, in: bytes)
        } else if entry.isBitmap {
            try unpackBitmap(in: bytes)
        } else {
            let (offset, width, before) = (blockStart, Int(entry.passageWidth), before)
            var span = passages.mutableSpan
            BitPacking.unpackGaps(bytes, offset: offset, width: width, before: before, into: &span)
        }
        guard passages[postingCount - 1] == entry.lastPassage else {
            throw Damage("a block of postings ends elsewhere than its entry says")
        }
        hasPassages = true
    }

    private mutating func unpackBitmap(in bytes: RawSpan) throws(Damage) {
        var count = 0
        for word in 0..<Int(entry.passageWidth) {
            var bits = try bytes.integer(at: blockStart + 4 * word, as: UInt32.self)
            let base = before &+ 1 &+ UInt32(32 * word)
            while bits != 0 {
                guard count < SegmentFormat.blockSize else { throw Damage("a bitmap of postings has too many bits") }
                passages[count] = base &+ UInt32(truncatingIfNeeded: bits.trailingZeroBitCount)
                bits &= bits &- 1
                count &+= 1
            }
        }
        guard count == SegmentFormat.blockSize else { throw Damage("a bitmap of postings has too few bits") }
    }

    /// Unpacks the block's frequencies and the flags of its postings, and its passages too.
    @inline(__always)
    mutating func unpack(in bytes: RawSpan) throws(Damage) {
        try unpackPassages(in: bytes)
        if !hasFrequencies && !isShort { unpackFrequencies(in: bytes) }
    }

    private mutating func unpackFrequencies(in bytes: RawSpan) {
        hasFrequencies = true
        // The passages of a short block bring all with them.
        guard postingCount == SegmentFormat.blockSize else { return }
        let (offset, width) = (blockStart + entry.passagesByteCount, Int(entry.frequencyWidth))
        do {
            var span = frequencies.mutableSpan
            BitPacking.unpack(bytes, offset: offset, width: width, base: 1, into: &span)
        }
        titles = bits(entry.hasTitle, at: offset + entry.frequenciesByteCount, in: bytes)
        headings = bits(entry.hasHeadings, at: blockStart + entry.byteCount - 16, in: bytes)
    }

    private func bits(_ areThere: Bool, at offset: Int, in bytes: RawSpan) -> (UInt64, UInt64) {
        guard areThere else { return (0, 0) }
        // `load` has compared the block's byte count with the list's end.
        return unsafe (
            bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self),
            bytes.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
        )
    }

    /// Reads fewer than 128 postings, which are not packed.
    private mutating func readShort(at offset: Int, in bytes: RawSpan) throws(Damage) {
        var reader = ByteReader(offset..<end)
        var last = before
        (titles, headings) = ((0, 0), (0, 0))
        for index in 0..<postingCount {
            let value = try reader.variable(in: bytes)
            let rise = value >> 1 + 1
            let passage = last == .max ? rise - 1 : UInt64(last) + rise
            guard passage < UInt64(passageCount) else { throw Damage("a posting's passage is not in the segment") }
            last = UInt32(passage)
            passages[index] = last
            frequencies[index] = 1
            guard value & 1 == 1 else { continue }
            let more = try reader.variable(in: bytes)
            frequencies[index] = UInt32(clamping: max(1, more >> 2))
            if more & 1 != 0 { Self.set(index, in: &titles) }
            if more & 2 != 0 { Self.set(index, in: &headings) }
        }
        for index in postingCount..<SegmentFormat.blockSize { passages[index] = .max }
        (hasPassages, hasFrequencies) = (true, true)
    }

    private static func set(_ index: Int, in bits: inout (UInt64, UInt64)) {
        if index < 64 { bits.0 |= 1 << UInt64(index) } else { bits.1 |= 1 << UInt64(index - 64) }
    }

    @inline(__always)
    static func isSet(_ index: Int, in bits: (UInt64, UInt64)) -> Bool {
        (index < 64 ? bits.0 : bits.1) &>> UInt64(truncatingIfNeeded: index & 63) & 1 == 1
    }

    /// The index in the unpacked block of the first posting whose passage is not before this one, which is not behind
    /// the block's last.
    @inline(__always)
    func lowerBound(_ passage: UInt32) -> Int {
        let span = passages.span
        var index = 0
        var half = SegmentFormat.blockSize / 2
        while half > 0 {
            // index + half - 1 < 128 in every step: the halves sum up to 127.
            let middle = unsafe span[unchecked: index &+ half &- 1]
            index &+= middle < passage ? half : 0
            half &>>= 1
        }
        return index
    }

    /// Moves to the passage and tells its index in the block if the term stands in it.
    ///
    /// Neither need the block be unpacked before, nor is it afterwards: ask `frequency` and `isNamed`.
    @inline(__always)
    mutating func find(_ passage: UInt32, in bytes: RawSpan) throws(Damage) -> Int? {
        try seekBlock(passage, in: bytes)
        if isAtEnd { return nil }
        if entry.isBitmap && !hasPassages { return try findInBitmap(passage, in: bytes) }
        try unpackPassages(in: bytes)
        let index = lowerBound(passage)
        return passages[index] == passage ? index : nil
    }

    private mutating func findInBitmap(_ passage: UInt32, in bytes: RawSpan) throws(Damage) -> Int? {
        guard before == .max || passage > before else { return nil }
        let bit = Int(passage &- before &- 1)
        let word = bit >> 5
        guard word < Int(entry.passageWidth) else { return nil }
        let bits = try bytes.integer(at: blockStart &+ 4 &* word, as: UInt32.self)
        guard bits &>> UInt32(bit & 31) & 1 == 1 else { return nil }
        if word < counted.word { counted = (0, 0) }
        while counted.word < word {
            let whole = try bytes.integer(at: blockStart &+ 4 &* counted.word, as: UInt32.self)
            counted = (counted.word &+ 1, counted.bits &+ whole.nonzeroBitCount)
        }
        let below: UInt32 = (1 &<< UInt32(bit & 31)) &- 1
        let index = counted.bits &+ (bits & below).nonzeroBitCount
        guard index < SegmentFormat.blockSize else { throw Damage("a bitmap of postings has too many bits") }
        return index
    }

    /// The frequency of the block's posting at `index`.
    @inline(__always)
    func frequency(at index: Int, in bytes: RawSpan) -> UInt32 {
        if hasFrequencies || isShort { return frequencies[index] }
        return 1
            &+ BitPacking.number(
                at: index,
                in: bytes,
                offset: blockStart &+ entry.passagesByteCount,
                width: Int(entry.frequencyWidth)
            )
    }

    /// Whether the block's posting at `index` stands in the title, and whether in the headings.
    @inline(__always)
    func fields(at index: Int, in bytes: RawSpan) -> (title: Bool, headings: Bool) {
        if hasFrequencies || isShort {
            return (Self.isSet(index, in: titles), Self.isSet(index, in: headings))
        }
        let offset = blockStart &+ entry.passagesByteCount &+ entry.frequenciesByteCount
        return (
            Self.isSet(index, in: bits(entry.hasTitle, at: offset, in: bytes)),
            Self.isSet(index, in: bits(entry.hasHeadings, at: blockStart &+ entry.byteCount &- 16, in: bytes))
        )
    }
}
