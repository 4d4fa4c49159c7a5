// The terms of a segment in byte order, in blocks of 32. A block begins with the offsets of its first list's postings
// and positions; then each term: how many bytes it shares with the one before, how many follow, these, the number of
// its passages, and the bytes of its postings and positions, whose offsets are the sums of those before.

/// The terms of a segment, in its mapped file.
struct TermDictionary: Sendable {
    let termCount: Int
    let terms: Range<Int>
    let termIndex: Range<Int>

    init(_ directory: SegmentDirectory) throws(Damage) {
        termCount = directory.termCount
        (terms, termIndex) = (directory.terms.range, directory.termIndex.range)
        let blockCount = (termCount + SegmentFormat.termsPerBlock - 1) / SegmentFormat.termsPerBlock
        guard termIndex.count == 8 * blockCount else { throw Damage("the index of terms has a wrong size") }
    }

    private var blockCount: Int { termIndex.count / 8 }

    /// The list of a term, or nil where no passage holds it.
    func list(of term: [UInt8], in bytes: RawSpan) throws(Damage) -> PostingList? {
        var walk = try Walk(self, block: try block(of: term, in: bytes), in: bytes)
        while try walk.next(in: bytes) {
            if walk.term == term { return walk.list }
            guard walk.term.lexicographicallyPrecedes(term) else { return nil }
        }
        return nil
    }

    /// A walk that begins with the first term that is not before this one.
    func walk(from term: [UInt8], in bytes: RawSpan) throws(Damage) -> Walk {
        var walk = try Walk(self, block: try block(of: term, in: bytes), in: bytes)
        while true {
            let before = walk
            guard try walk.next(in: bytes), walk.term.lexicographicallyPrecedes(term) else { return before }
        }
    }

    /// The last block whose first term is not behind the wanted one.
    private func block(of term: [UInt8], in bytes: RawSpan) throws(Damage) -> Int {
        var (low, high) = (0, blockCount)
        while high - low > 1 {
            let middle = (low + high) / 2
            if try begins(middle, atOrBefore: term, in: bytes) { low = middle } else { high = middle }
        }
        return low
    }

    private func begins(_ block: Int, atOrBefore term: [UInt8], in bytes: RawSpan) throws(Damage) -> Bool {
        var reader = try reader(of: block, in: bytes)
        for _ in 0..<3 { _ = try reader.variable(in: bytes) }
        let count = try reader.variableCount(in: bytes, atMost: SegmentFormat.longestKey)
        for index in 0..<count {
            let byte = try reader.byte(in: bytes)
            guard index < term.count, byte <= term[index] else { return false }
            if byte < term[index] { return true }
        }
        return true
    }

    fileprivate func reader(of block: Int, in bytes: RawSpan) throws(Damage) -> ByteReader {
        let offset = try bytes.integer(at: termIndex.lowerBound + 8 * block, as: UInt64.self)
        guard offset < UInt64(terms.count) else { throw Damage("a block of terms is not there") }
        return ByteReader(terms.lowerBound + Int(offset)..<terms.upperBound)
    }

    /// A walk over all terms.
    func walk(in bytes: RawSpan) throws(Damage) -> Walk { try Walk(self, block: 0, in: bytes) }

    /// A place between two terms.
    struct Walk: Sendable {
        private let dictionary: TermDictionary
        private var number: Int
        private var reader: ByteReader
        private(set) var term: [UInt8] = []
        private(set) var list = PostingList()

        fileprivate init(_ dictionary: TermDictionary, block: Int, in bytes: RawSpan) throws(Damage) {
            self.dictionary = dictionary
            number = block * SegmentFormat.termsPerBlock
            reader = ByteReader(0..<0)
        }

        /// Moves to the next term; false behind the last.
        mutating func next(in bytes: RawSpan) throws(Damage) -> Bool {
            guard number < dictionary.termCount else { return false }
            if number % SegmentFormat.termsPerBlock == 0 { try enterBlock(in: bytes) }
            let shared = try reader.variableCount(in: bytes, atMost: term.count)
            let rest = try reader.variableCount(in: bytes, atMost: SegmentFormat.longestKey - shared)
            term.removeLast(term.count - shared)
            for _ in 0..<rest { term.append(try reader.byte(in: bytes)) }
            let limit = bytes.byteCount
            list.count = try reader.variableCount(in: bytes, atMost: SegmentFormat.passageLimit)
            let postings = list.postings.upperBound
            list.postings = postings..<postings + (try reader.variableCount(in: bytes, atMost: limit - postings))
            let positions = list.positions.upperBound
            list.positions = positions..<positions + (try reader.variableCount(in: bytes, atMost: limit - positions))
            number += 1
            return true
        }

        private mutating func enterBlock(in bytes: RawSpan) throws(Damage) {
            reader = try dictionary.reader(of: number / SegmentFormat.termsPerBlock, in: bytes)
            term.removeAll(keepingCapacity: true)
            let postings = try reader.variableCount(in: bytes, atMost: bytes.byteCount)
            let positions = try reader.variableCount(in: bytes, atMost: bytes.byteCount)
            (list.postings, list.positions) = (postings..<postings, positions..<positions)
        }
    }
}

/// Collects the terms of a segment that is being written.
struct TermDictionaryWriter {
    private(set) var terms = ByteBuffer()
    private(set) var termIndex = ByteBuffer()
    private(set) var count = 0
    private var last: [UInt8] = []

    /// Adds a term, which follows the one before in byte order, and where its list is.
    mutating func add(_ term: [UInt8], _ list: PostingList) {
        var shared = 0
        if count % SegmentFormat.termsPerBlock == 0 {
            termIndex.append(UInt64(terms.count))
            terms.appendVariable(UInt64(list.postings.lowerBound))
            terms.appendVariable(UInt64(list.positions.lowerBound))
        } else {
            while shared < last.count, shared < term.count, last[shared] == term[shared] { shared += 1 }
        }
        terms.appendVariable(UInt64(shared))
        terms.appendVariable(UInt64(term.count - shared))
        terms.bytes.append(contentsOf: term[shared...])
        terms.appendVariable(UInt64(list.count))
        terms.appendVariable(UInt64(list.postings.count))
        terms.appendVariable(UInt64(list.positions.count))
        last = term
        count += 1
    }
}
