// Encodes one term's postings, which come in the order of their passages. Holds one list at a time; the writers of
// segments, from memory or by merging, go through it term by term.

/// One passage in which a term stands.
struct Posting: Equatable, Sendable {
    var passage: UInt32
    /// How often the term stands in the body, and once more if it is named.
    var frequency: UInt32
    var inTitle = false
    var inHeadings = false

    var isNamed: Bool { inTitle || inHeadings }
}

/// Where a term's postings and positions are, and how many there are.
struct PostingList: Equatable, Sendable {
    /// In how many of the segment's passages the term stands.
    var count = 0
    /// In the region of postings.
    var postings = 0..<0
    /// In the region of positions.
    var positions = 0..<0
}

/// Collects the postings of a term into blocks.
struct PostingListWriter {
    /// Keeps frequencies less 1 within the 31 bits that a cursor accepts.
    private static let frequencyLimit: UInt32 = 1 << 30

    private let lengths: [LengthCode]
    /// The postings of the present block, `filled` of them; one bit each in `titles` and `headings`.
    private var passages = [UInt32](repeating: 0, count: SegmentFormat.blockSize)
    private var frequencies = [UInt32](repeating: 0, count: SegmentFormat.blockSize)
    private var titles: UInt128 = 0
    private var headings: UInt128 = 0
    private var filled = 0
    private var impacts = ImpactSet()
    private var allImpacts = ImpactSet()
    private var before: UInt32 = .max
    private var entries = ByteBuffer()
    private var blocks = ByteBuffer()
    private var count = 0
    private var blockPositions = 0
    /// The positions of the postings so far; whoever adds a posting appends its positions here, after adding it.
    var positions = ByteBuffer()

    var isEmpty: Bool { count == 0 }

    /// - Parameter lengths: of the segment's passages.
    init(lengths: [LengthCode]) { self.lengths = lengths }

    /// Adds a posting; its passage follows that of the one before.
    @inline(__always)
    mutating func add(_ posting: Posting) {
        if filled == SegmentFormat.blockSize { closeBlock() }
        if filled == 0 { blockPositions = positions.count }
        passages[filled] = posting.passage
        frequencies[filled] = min(posting.frequency, Self.frequencyLimit)
        if posting.isNamed { name(posting) }
        filled &+= 1
        count &+= 1
    }

    private mutating func name(_ posting: Posting) {
        if posting.inTitle { titles |= 1 << filled }
        if posting.inHeadings { headings |= 1 << filled }
    }

    /// Whether the next posting begins a block; its positions must be appended with none of another block before them.
    var isBetweenBlocks: Bool { filled == 0 || filled == SegmentFormat.blockSize }

    /// Appends the list and its positions to what is written, and begins another one.
    ///
    /// - Returns: the list, whose ranges begin where the buffers ended.
    mutating func finish(postings: inout ByteBuffer) -> PostingList {
        let start = postings.count
        if count < SegmentFormat.blockSize {
            appendShort(to: &postings)
        } else {
            if filled > 0 { closeBlock() }
            var whole = BlockEntry()
            whole.lastPassage = before
            whole.append(to: &postings, impacts: allImpacts.reduced())
            postings.bytes.append(contentsOf: entries.bytes)
            postings.bytes.append(contentsOf: blocks.bytes)
        }
        let list = PostingList(count: count, postings: start..<postings.count, positions: 0..<positions.count)
        reset()
        return list
    }

    private mutating func reset() {
        beginBlock()
        entries.bytes.removeAll(keepingCapacity: true)
        blocks.bytes.removeAll(keepingCapacity: true)
        positions.bytes.removeAll(keepingCapacity: true)
        allImpacts.removeAll()
        (before, count, blockPositions) = (.max, 0, 0)
    }

    private mutating func beginBlock() {
        (filled, titles, headings) = (0, 0, 0)
        impacts.removeAll()
    }

    private func isNamed(_ index: Int) -> Bool { (titles | headings) &>> UInt128(index) & 1 == 1 }

    private mutating func closeBlock() {
        var entry = BlockEntry()
        entry.offset = UInt32(blocks.count)
        // Positions beyond four gigabytes of one list cannot be found again; no text has them.
        entry.positionsOffset = UInt32(clamping: blockPositions)
        let hasNamed = titles | headings != 0
        for index in 0..<filled {
            impacts.insert(
                Impact(
                    frequency: UInt8(clamping: frequencies[index]),
                    length: lengths[Int(passages[index])],
                    isNamed: hasNamed && isNamed(index)
                )
            )
        }
        if filled == SegmentFormat.blockSize {
            appendFull(&entry)
        } else {
            appendShort(to: &blocks)
        }
        before = passages[filled - 1]
        entry.lastPassage = before
        for impact in impacts.impacts { allImpacts.insert(impact) }
        entry.append(to: &entries, impacts: impacts.reduced())
        beginBlock()
    }

    private mutating func appendFull(_ entry: inout BlockEntry) {
        var last = before
        let gaps = passages.map { passage in
            defer { last = passage }
            return passage &- last &- 1
        }
        let width = BitPacking.width(of: gaps)
        let bitmapWords = (Int(last &- before) + 31) / 32
        // A bitmap answers "is it in here?" without unpacking, which is worth some space.
        if bitmapWords <= min(255, 8 * width) {
            entry.flags |= BlockEntry.bitmapFlag
            entry.passageWidth = UInt8(bitmapWords)
            var words = [UInt32](repeating: 0, count: bitmapWords)
            for passage in passages {
                let bit = passage &- before &- 1
                words[Int(bit / 32)] |= 1 << (bit % 32)
            }
            for word in words { blocks.append(word) }
        } else {
            entry.passageWidth = UInt8(width)
            BitPacking.pack(gaps, width: width, into: &blocks)
        }
        let rest = frequencies.map { $0 - 1 }
        let frequencyWidth = BitPacking.width(of: rest)
        entry.frequencyWidth = UInt8(frequencyWidth)
        BitPacking.pack(rest, width: frequencyWidth, into: &blocks)
        if titles != 0 {
            entry.flags |= BlockEntry.titleFlag
            blocks.append(titles)
        }
        if headings != 0 {
            entry.flags |= BlockEntry.headingsFlag
            blocks.append(headings)
        }
    }

    /// Postings as variable-length numbers: twice the gap, plus one where frequency and flags follow.
    private func appendShort(to buffer: inout ByteBuffer) {
        var last = before
        for index in 0..<filled {
            let gap = UInt64(passages[index] &- last &- 1)
            let isPlain = frequencies[index] == 1 && !isNamed(index)
            buffer.appendVariable(gap << 1 | (isPlain ? 0 : 1))
            if !isPlain {
                let bit = UInt128(index)
                let flags = UInt64(truncatingIfNeeded: titles &>> bit & 1 | (headings &>> bit & 1) << 1)
                buffer.appendVariable(UInt64(frequencies[index]) << 2 | flags)
            }
            last = passages[index]
        }
    }
}
