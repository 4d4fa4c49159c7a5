// Writes several segments as one, term by term, and leaves out what is deleted. Postings are numbered anew; positions
// are copied as they are. Memory grows by eight bytes a passage, not with the postings.

internal import Foundation

/// Merges segments.
struct SegmentMerger: SegmentContents {
    private struct Document {
        var part: Int
        var number: Int
        var firstPassage: Int
    }

    let parts: [IndexSnapshot.Part]
    /// For each part and each of its passages, the number in the merged segment, or `dropped`.
    private var numbers: [[UInt32]] = []
    /// For each passage of the merged segment, part, number therein and document.
    private var origins: [(part: UInt32, passage: UInt32, document: UInt32)] = []
    private var documents: [Document] = []
    private var lengths: [LengthCode] = []
    private static let dropped = UInt32.max

    var passageCount: Int { origins.count }
    var documentCount: Int { documents.count }

    /// Numbers the passages that are not deleted, in the order of the parts.
    init(_ parts: [IndexSnapshot.Part]) {
        self.parts = parts
        for (number, part) in parts.enumerated() {
            let segment = part.segment
            let bytes = segment.data.bytes
            var map = [UInt32](repeating: Self.dropped, count: segment.passageCount)
            var lastDocument = -1
            for passage in 0..<segment.passageCount where part.deletions?.contains(passage) != true {
                let document = segment.document(ofPassage: passage, in: bytes)
                if document != lastDocument {
                    lastDocument = document
                    documents.append(Document(part: number, number: document, firstPassage: origins.count))
                }
                map[passage] = UInt32(origins.count)
                origins.append((UInt32(number), UInt32(passage), UInt32(documents.count - 1)))
                lengths.append(segment.length(UInt32(passage), in: bytes))
            }
            numbers.append(map)
        }
    }

    /// Passes on the merged numbers of the passages of a part that are in the set but were not deleted when merging.
    func forEachDeleted(of part: Int, _ set: DeletionSet, _ take: (Int, LengthCode) -> Void) {
        for (passage, number) in numbers[part].enumerated() where number != Self.dropped && set.contains(passage) {
            take(Int(number), lengths[Int(number)])
        }
    }

    func passageID(_ passage: Int) -> Int64 {
        let (part, number, _) = origins[passage]
        let segment = parts[Int(part)].segment
        return segment.passageID(Int(number), in: segment.data.bytes)
    }

    func document(ofPassage passage: Int) -> Int { Int(origins[passage].document) }

    func firstPassage(ofDocument document: Int) -> Int { documents[document].firstPassage }

    func attributes(ofDocument document: Int) -> DocumentAttributes {
        let segment = parts[documents[document].part].segment
        return segment.attributes(documents[document].number, in: segment.data.bytes)
    }

    /// Writes the merged segment.
    func write(in folder: URL, label: String) throws(IndexError) -> Manifest.Segment {
        var writer = try SegmentWriter(in: folder, lengths: lengths, label: label)
        var list = PostingListWriter(lengths: lengths)
        var walks: [TermDictionary.Walk?] = []
        for part in parts {
            walks.append(
                try part.reading { segment, bytes throws(Damage) in
                    var walk = try segment.dictionary.walk(in: bytes)
                    return try walk.next(in: bytes) ? walk : nil
                }
            )
        }
        // With few segments the least term is found by looking at all of them.
        while let term = walks.compactMap({ $0?.term }).min(by: { $0.lexicographicallyPrecedes($1) }) {
            for (number, part) in parts.enumerated() {
                guard let walk = walks[number], walk.term == term else { continue }
                walks[number] = try part.reading { segment, bytes throws(Damage) in
                    try copy(walk.list, of: segment, numbers[number], to: &list, bytes)
                    var next = walk
                    return try next.next(in: bytes) ? next : nil
                }
            }
            if !list.isEmpty { try writer.add(term, &list) }
        }
        return try writer.finish(self)
    }

    private func copy(
        _ source: PostingList,
        of segment: Segment,
        _ numbers: [UInt32],
        to list: inout PostingListWriter,
        _ bytes: RawSpan
    ) throws(Damage) {
        var cursor = try segment.cursor(source, in: bytes)
        let region = segment.directory.positions.range
        guard source.positions.upperBound <= region.count else { throw Damage("positions are cut off") }
        var reader = ByteReader(
            region.lowerBound + source.positions.lowerBound..<region.lowerBound + source.positions.upperBound
        )
        // Positions that are kept and lie together are copied together.
        var kept = reader.offset
        while !cursor.isAtEnd {
            try cursor.unpack(in: bytes)
            for index in 0..<cursor.postingCount {
                let number = numbers[Int(cursor.passages[index])]
                let posting = Posting(
                    passage: number,
                    frequency: cursor.frequencies[index],
                    inTitle: PostingCursor.isSet(index, in: cursor.titles),
                    inHeadings: PostingCursor.isSet(index, in: cursor.headings)
                )
                if number != Self.dropped {
                    // A block begins where all positions before it have been appended.
                    if list.isBetweenBlocks { Self.append(kept..<reader.offset, of: bytes, to: &list, &kept) }
                    list.add(posting)
                }
                guard !source.positions.isEmpty else { continue }
                let start = reader.offset
                try Positions.skip(&reader, frequency: posting.frequency, isNamed: posting.isNamed, in: bytes)
                if number == Self.dropped {
                    Self.append(kept..<start, of: bytes, to: &list, &kept)
                    kept = reader.offset
                }
            }
            try cursor.nextBlock(in: bytes)
        }
        Self.append(kept..<reader.offset, of: bytes, to: &list, &kept)
    }

    /// Appends positions, which the reader has passed over and which therefore lie within the bytes.
    private static func append(
        _ range: Range<Int>,
        of bytes: RawSpan,
        to list: inout PostingListWriter,
        _ kept: inout Int
    ) {
        kept = range.upperBound
        guard !range.isEmpty else { return }
        unsafe bytes.extracting(range).withUnsafeBytes { unsafe list.positions.bytes.append(contentsOf: $0) }
    }
}
