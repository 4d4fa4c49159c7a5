// The file of a segment, drawn before any code that reads or writes it. A segment is written once, in order, and never
// changed; what is deleted from it stands in a file beside it (`DeletionSet`). All numbers are little endian.
//
//     header      8 bytes, `magic`
//     postings    one list a term, in the order of the terms
//     positions   where in their passages the terms stand, in the same order; read for phrases and nearness only
//     terms       blocks of 32 terms in byte order, each term without the beginning it shares with the one before
//     termIndex   where each block of terms begins, 8 bytes each
//     columns     what is known of passages and documents, one `Column` after the other
//     directory   `SegmentDirectory`: counts, and place and checksum of each region above
//     footer      24 bytes: offset of the directory, its checksum, `magic`
//
// Documents lie in a segment one after the other, and a document's passages do so too: passages are numbered from 0
// within their segment, and a document's are a range of numbers. Term index and directory are checked by their
// checksums when a segment is opened; the rest is checked as it is read, place by place, so that a damaged byte can
// yield an error or a wrong hit, never a crash; `Segment.verify` compares every checksum.
//
// A posting list is a run of blocks of 128 postings. Lists shorter than that are a run of variable-length numbers. In
// longer ones each block has an entry of 32 bytes, all entries stand together before the blocks, and before them one
// entry for the whole list:
//
//     0   last passage of the block            UInt32
//     4   offset of the block in its list      UInt32
//     8   offset of its positions              UInt32
//     12  width of the packed passage numbers, or the number of words of the bitmap
//     13  width of the packed frequencies
//     14  flags: title, headings, bitmap
//     15  number of plain impacts, and four bits higher of named ones
//     16  up to 8 impacts: frequency, length code
//
// A block's impacts are those of its postings' (frequency, length, named or not) that no other posting of the block
// beats in all three. The score of a posting grows with its frequency and with being named in a title or heading, and
// falls with the passage's length, so whatever a query's weights and the whole index's mean length are, the best
// impact's score bounds the block's (Ding, Suel: Faster top-k document retrieval using block-max indexes, SIGIR 2011;
// the pairs as in Grand et al.: From MaxScore to block-max WAND, ECIR 2020).
//
// Numbers are packed in four lanes of 32 bits, as in Lemire, Boytsov: Decoding billions of integers per second through
// vectorization, SPE 2015. Blocks whose passages lie close together are bitmaps instead.

/// Constants of the file format.
enum SegmentFormat {
    /// The first and the last eight bytes of the file, "KYSEG-01"; the number is the format's version.
    static let magic: UInt64 = 0x3130_2D47_4553_594B
    static let headerByteCount = 8
    static let footerByteCount = 24
    /// Postings in a block of a list.
    static let blockSize = 128
    static let entryByteCount = 32
    static let impactLimit = 8
    /// Terms in a block of the dictionary.
    static let termsPerBlock = 32
    /// Bytes of a term; what longer ones have beyond is cut off, in passages and in queries.
    static let longestTerm = 512
    /// A character's key has its mark before it.
    static let longestKey = longestTerm + 1
    /// Passages in a segment: numbers below 2²⁴ keep 128 of them summable in 32 bits, see `PostingCursor`.
    static let passageLimit = 1 << 24
}

/// What a segment holds, and where.
struct SegmentDirectory: Equatable {
    /// A run of bytes of the file.
    struct Region: Equatable {
        var offset = 0
        var byteCount = 0
        var checksum: UInt64 = 0

        var range: Range<Int> { offset..<offset + byteCount }
    }

    var passageCount = 0
    var documentCount = 0
    var termCount = 0
    /// Sum of the passages' lengths, as their codes tell them.
    var totalLength = 0
    var postings = Region()
    var positions = Region()
    var terms = Region()
    var termIndex = Region()
    var columns = Region()

    static let byteCount = 4 * 8 + 5 * 24

    var bytes: [UInt8] {
        var bytes = ByteBuffer()
        for count in [passageCount, documentCount, termCount, totalLength] { bytes.append(UInt64(count)) }
        for region in [postings, positions, terms, termIndex, columns] {
            bytes.append(UInt64(region.offset))
            bytes.append(UInt64(region.byteCount))
            bytes.append(region.checksum)
        }
        return bytes.bytes
    }

    /// Reads and checks the directory of a file whose regions end at `end`.
    init(_ bytes: RawSpan, end: Int) throws(Damage) {
        var reader = ByteReader(0..<bytes.byteCount)
        passageCount = try reader.count(in: bytes, atMost: SegmentFormat.passageLimit)
        documentCount = try reader.count(in: bytes, atMost: passageCount)
        termCount = try reader.count(in: bytes, atMost: end)
        totalLength = try reader.count(in: bytes, atMost: 1 << 60)
        for path in [\Self.postings, \.positions, \.terms, \.termIndex, \.columns] {
            let offset = try reader.count(in: bytes, atMost: end)
            let byteCount = try reader.count(in: bytes, atMost: end - offset)
            self[keyPath: path] = Region(
                offset: offset,
                byteCount: byteCount,
                checksum: try reader.integer(in: bytes, as: UInt64.self)
            )
        }
    }

    init() {}
}
