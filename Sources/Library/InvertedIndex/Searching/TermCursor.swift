// One term of a query on one segment: the lists of its forms, walked together, and the scores of its postings.

/// A term's postings in a segment, moving forward.
struct TermCursor {
    let scorer: TermScorer
    /// No posting of the segment scores more.
    private(set) var limit: UInt32 = 0
    private var first: PostingCursor
    private var others: [PostingCursor]
    /// The bound of the block in which `first` stands, and which block that is.
    private var blockBound: UInt32 = 0
    private var boundedBlock = -1
    /// Where a window begins in a short list.
    private var shortStart = 0
    /// The frequencies of a window with several forms, the highest bit telling that the posting is named.
    private var merged: [UInt32] = []
    private static let namedBit: UInt32 = 1 << 31
    /// Where a window is likely to have more blocks than this, the list's limit does as its bound.
    private static let boundedBlocks = 4

    /// Stands at the beginning of the lists of those forms that the segment knows; nil where there are none.
    init?(_ cursors: [PostingCursor], scorer: TermScorer, on segment: Segment, in bytes: RawSpan) {
        guard let first = cursors.first else { return nil }
        self.first = first
        self.scorer = scorer
        others = Array(cursors.dropFirst())
        if !others.isEmpty {
            limit = scorer.limit
        } else if first.isShort {
            for index in 0..<first.postingCount { limit = max(limit, shortScore(at: index, segment, bytes)) }
        } else {
            let bounds = scorer.bounds(
                of: BlockEntry(bytes, at: first.summaryOffset),
                at: first.summaryOffset,
                in: bytes
            )
            limit = max(bounds.plain, bounds.named)
        }
    }

    /// In how many passages the term stands at least.
    var count: Int { first.list.count }

    // MARK: Bounds

    /// What no posting in the window exceeds; 0 if there is none.
    mutating func bound(in window: Range<UInt32>, _ segment: Segment, _ bytes: RawSpan) throws(Damage) -> UInt32 {
        try first.seekBlock(window.lowerBound, in: bytes)
        guard others.isEmpty else { return try boundOfForms(window, bytes) }
        if first.isAtEnd { return 0 }
        if first.isShort { return shortBound(window, segment, bytes) }
        guard first.before == .max || first.before &+ 1 < window.upperBound else { return 0 }
        if boundedBlock != first.block {
            boundedBlock = first.block
            let bounds = scorer.bounds(of: first.entry, at: first.entryOffset, in: bytes)
            blockBound = max(bounds.plain, bounds.named)
        }
        guard first.entry.lastPassage &+ 1 < window.upperBound else { return blockBound }
        guard window.count * first.blockCount <= Self.boundedBlocks * segment.passageCount else { return limit }
        var bound = blockBound
        var block = first.block + 1
        while block < first.blockCount, bound < limit {
            let offset = first.entryOffset + (block - first.block) * SegmentFormat.entryByteCount
            let entry = BlockEntry(bytes, at: offset)
            let bounds = scorer.bounds(of: entry, at: offset, in: bytes)
            bound = max(bound, bounds.plain, bounds.named)
            if entry.lastPassage &+ 1 >= window.upperBound { break }
            block += 1
        }
        return bound
    }

    private mutating func boundOfForms(_ window: Range<UInt32>, _ bytes: RawSpan) throws(Damage) -> UInt32 {
        var isThere = !first.isAtEnd && (first.before == .max || first.before &+ 1 < window.upperBound)
        for form in others.indices {
            try others[form].seekBlock(window.lowerBound, in: bytes)
            let (before, isAtEnd) = (others[form].before, others[form].isAtEnd)
            isThere = isThere || (!isAtEnd && (before == .max || before &+ 1 < window.upperBound))
        }
        return isThere ? limit : 0
    }

    private mutating func shortBound(_ window: Range<UInt32>, _ segment: Segment, _ bytes: RawSpan) -> UInt32 {
        while shortStart < first.postingCount, first.passages[shortStart] < window.lowerBound { shortStart += 1 }
        var (bound, index): (UInt32, Int) = (0, shortStart)
        while index < first.postingCount, first.passages[index] < window.upperBound {
            bound = max(bound, shortScore(at: index, segment, bytes))
            index += 1
        }
        return bound
    }

    private func shortScore(at index: Int, _ segment: Segment, _ bytes: RawSpan) -> UInt32 {
        let isNamed = PostingCursor.isSet(index, in: first.titles) || PostingCursor.isSet(index, in: first.headings)
        let score = scorer.score(
            frequency: first.frequencies[index],
            length: segment.length(first.passages[index], in: bytes)
        )
        return isNamed ? score &+ scorer.bonus : score
    }

    // MARK: Scores

    /// The term's score in the passage, 0 where it does not stand.
    ///
    /// Passages are asked for in rising order.
    @inline(__always)
    mutating func score(_ passage: UInt32, _ segment: Segment, _ bytes: RawSpan) throws(Damage) -> UInt32 {
        var (frequency, isNamed): (UInt32, Bool) = (0, false)
        if let index = try first.find(passage, in: bytes) {
            frequency = first.frequency(at: index, in: bytes)
            isNamed = first.isNamed(at: index, in: bytes)
        }
        if !others.isEmpty {
            for form in others.indices {
                guard let index = try others[form].find(passage, in: bytes) else { continue }
                frequency = max(frequency, others[form].frequency(at: index, in: bytes))
                isNamed = isNamed || others[form].isNamed(at: index, in: bytes)
            }
        }
        guard frequency > 0 else { return 0 }
        let score = scorer.score(frequency: frequency, length: segment.length(passage, in: bytes))
        return isNamed ? score &+ scorer.bonus : score
    }

    /// Adds the term's scores in the window's passages to `sums`, whose first element is that of the window's first.
    mutating func add(
        in window: Range<UInt32>,
        to sums: inout [UInt32],
        _ segment: Segment,
        _ bytes: RawSpan
    ) throws(Damage) {
        precondition(window.count <= sums.count)
        guard others.isEmpty else { return try addForms(in: window, to: &sums, segment, bytes) }
        var output = sums.mutableSpan
        let scorer = self.scorer
        try first.forEachRun(in: window, bytes) { cursor, run in
            let (passages, frequencies, table) = (cursor.passages.span, cursor.frequencies.span, scorer.table.span)
            let hasNamed = cursor.hasNamed
            for index in run {
                // The run lies within the unpacked block, its passages within the window, and the window within the
                // sums, by `forEachRun` and the precondition.
                let passage = unsafe passages[unchecked: index]
                let frequency = unsafe frequencies[unchecked: index]
                let length = segment.length(passage, in: bytes)
                let entry = Int(frequency &- 1) &<< 8 | Int(length.rawValue)
                var score =
                    entry < table.count
                    ? unsafe table[unchecked: entry] : scorer.score(frequency: frequency, length: length)
                if hasNamed, cursor.isNamed(at: index, in: bytes) { score &+= scorer.bonus }
                let place = Int(passage &- window.lowerBound)
                unsafe output[unchecked: place] &+= score
            }
        }
    }

    /// The passages of the window and the term's scores in them.
    mutating func collect(
        in window: Range<UInt32>,
        into candidates: inout CandidateList,
        _ segment: Segment,
        _ bytes: RawSpan
    ) throws(Damage) {
        guard others.isEmpty else {
            var sums = [UInt32](repeating: 0, count: window.count)
            try addForms(in: window, to: &sums, segment, bytes)
            for (place, sum) in sums.enumerated() where sum > 0 {
                candidates.append(window.lowerBound + UInt32(place), sum)
            }
            return
        }
        let scorer = self.scorer
        try first.forEachRun(in: window, bytes) { cursor, run in
            let (passages, frequencies) = (cursor.passages.span, cursor.frequencies.span)
            for index in run {
                // The run lies within the unpacked block.
                let (passage, frequency) = unsafe (passages[unchecked: index], frequencies[unchecked: index])
                var score = scorer.score(frequency: frequency, length: segment.length(passage, in: bytes))
                if cursor.hasNamed, cursor.isNamed(at: index, in: bytes) { score &+= scorer.bonus }
                candidates.append(passage, score)
            }
        }
    }

    private mutating func addForms(
        in window: Range<UInt32>,
        to sums: inout [UInt32],
        _ segment: Segment,
        _ bytes: RawSpan
    ) throws(Damage) {
        var merged = self.merged
        self.merged = []
        if merged.count < window.count { merged = [UInt32](repeating: 0, count: window.count) }
        func take(_ cursor: PostingCursor, _ run: Range<Int>) {
            for index in run {
                let place = Int(cursor.passages[index] - window.lowerBound)
                let known = merged[place]
                let frequency = max(known & ~Self.namedBit, min(cursor.frequencies[index], ~Self.namedBit))
                let named = cursor.isNamed(at: index, in: bytes) ? Self.namedBit : 0
                merged[place] = frequency | known & Self.namedBit | named
            }
        }
        try first.forEachRun(in: window, bytes, take)
        for form in others.indices { try others[form].forEachRun(in: window, bytes, take) }
        for place in 0..<window.count where merged[place] != 0 {
            let score = scorer.score(
                frequency: merged[place] & ~Self.namedBit,
                length: segment.length(window.lowerBound + UInt32(place), in: bytes)
            )
            sums[place] &+= merged[place] & Self.namedBit != 0 ? score &+ scorer.bonus : score
            merged[place] = 0
        }
        self.merged = merged
    }
}

extension PostingCursor {
    /// Whether any posting of the block is named; the block is unpacked.
    var hasNamed: Bool { titles.0 | titles.1 | headings.0 | headings.1 != 0 }

    @inline(__always)
    func isNamed(at index: Int, in bytes: RawSpan) -> Bool {
        if !isShort && !entry.hasTitle && !entry.hasHeadings && postingCount == SegmentFormat.blockSize { return false }
        let fields = fields(at: index, in: bytes)
        return fields.title || fields.headings
    }

    /// Unpacks the blocks that reach into the window and passes on, for each, the indices of its postings therein.
    @inline(__always)
    mutating func forEachRun(
        in window: Range<UInt32>,
        _ bytes: RawSpan,
        _ take: (borrowing PostingCursor, Range<Int>) -> Void
    ) throws(Damage) {
        try seekBlock(window.lowerBound, in: bytes)
        while !isAtEnd, before == .max || before &+ 1 < window.upperBound {
            try unpack(in: bytes)
            let goesOn = entry.lastPassage < window.upperBound
            let start = passages[0] >= window.lowerBound ? 0 : lowerBound(window.lowerBound)
            let end = goesOn ? postingCount : lowerBound(window.upperBound)
            if start < end { take(self, start..<end) }
            guard goesOn else { return }
            try nextBlock(in: bytes)
        }
    }
}
