// Writes a segment's file in one pass: lists as they come, then dictionary, columns and directory. Buffers grow with
// the number of terms and of passages (one byte each), not with the postings.

internal import Foundation

/// What a segment says of its documents and passages, asked for by number when their columns are written.
protocol SegmentContents {
    var passageCount: Int { get }
    var documentCount: Int { get }
    func passageID(_ passage: Int) -> Int64
    /// The number of the document to which the passage belongs.
    func document(ofPassage passage: Int) -> Int
    func firstPassage(ofDocument document: Int) -> Int
    func attributes(ofDocument document: Int) -> DocumentAttributes
}

/// A segment's file while it is being written.
struct SegmentWriter {
    private let folder: URL
    private let lengths: [LengthCode]
    private var main: FileSink
    private var spool: FileSink
    private var dictionary = TermDictionaryWriter()
    private var postings = ByteBuffer()
    private var positions = ByteBuffer()
    private var postingsEnd = 0
    private var positionsEnd = 0

    /// Begins a segment with passages of these lengths in the folder.
    ///
    /// The label makes the names of the files while they are written unlike those of others.
    init(in folder: URL, lengths: [LengthCode], label: String) throws(IndexError) {
        self.folder = folder
        self.lengths = lengths
        main = try FileSink(folder.appendingPathComponent("\(label).partial"))
        spool = try FileSink(folder.appendingPathComponent("\(label).positions.partial"))
        var header = ByteBuffer()
        header.append(SegmentFormat.magic)
        try main.write(header.bytes)
        _ = try main.endRegion(from: 0)
    }

    /// Takes over what `list` has collected as the postings of the term, which follows the one before in byte order.
    mutating func add(_ term: [UInt8], _ list: inout PostingListWriter) throws(IndexError) {
        let start = positionsEnd
        positions.bytes.append(contentsOf: list.positions.bytes)
        positionsEnd += list.positions.count
        var written = list.finish(postings: &postings)
        written.postings = postingsEnd..<postingsEnd + written.postings.count
        written.positions = start..<positionsEnd
        postingsEnd = written.postings.upperBound
        dictionary.add(term, written)
        if postings.count >= 1 << 16 { try main.drain(&postings) }
        if positions.count >= 1 << 16 { try spool.drain(&positions) }
    }

    /// Writes the rest and gives the file its name, which tells its contents.
    mutating func finish(_ contents: some SegmentContents) throws(IndexError) -> Manifest.Segment {
        var directory = SegmentDirectory()
        directory.passageCount = contents.passageCount
        directory.documentCount = contents.documentCount
        directory.termCount = dictionary.count
        directory.totalLength = lengths.reduce(0) { $0 + $1.length }
        try main.drain(&postings)
        directory.postings = try main.endRegion(from: SegmentFormat.headerByteCount)
        try spool.drain(&positions)
        try spool.close()
        var start = main.offset
        try main.append(contentsOf: spool.url)
        directory.positions = try main.endRegion(from: start)
        start = main.offset
        try main.write(dictionary.terms.bytes)
        directory.terms = try main.endRegion(from: start)
        start = main.offset
        try main.write(dictionary.termIndex.bytes)
        directory.termIndex = try main.endRegion(from: start)
        start = main.offset
        try Self.write(contents, lengths, to: &main)
        directory.columns = try main.endRegion(from: start)
        start = main.offset
        let bytes = directory.bytes
        let checksum = Checksum.of(bytes)
        try main.write(bytes)
        var footer = ByteBuffer()
        for number in [UInt64(start), checksum, SegmentFormat.magic] { footer.append(number) }
        try main.write(footer.bytes)
        let name = "\(Checksum.name(checksum)).segment"
        try main.publish(as: folder.appendingPathComponent(name))
        try? FileManager.default.removeItem(at: spool.url)  // garbage already: the next clean-up finds it too
        return Manifest.Segment(
            name: name,
            byteCount: main.offset,
            passageCount: directory.passageCount,
            totalLength: directory.totalLength
        )
    }

    private static func write(
        _ contents: some SegmentContents,
        _ lengths: [LengthCode],
        to sink: inout FileSink
    ) throws(IndexError) {
        let (passages, documents) = (contents.passageCount, contents.documentCount)
        try sink.write(lengths.map(\.rawValue))
        try write(passages, to: &sink) { contents.passageID($0) }
        try write(passages, to: &sink) { Int64(contents.document(ofPassage: $0)) }
        try write(documents, to: &sink) { Int64(contents.firstPassage(ofDocument: $0)) }
        try write(documents, to: &sink) { contents.attributes(ofDocument: $0).id }
        try write(documents, to: &sink) { contents.attributes(ofDocument: $0).sourceID }
        try write(documents, to: &sink) { Int64(contents.attributes(ofDocument: $0).date ?? .min) }
        try write(documents, to: &sink) { Int64(contents.attributes(ofDocument: $0).language) }
        try write(documents, to: &sink) { Int64(contents.attributes(ofDocument: $0).format) }
    }

    /// Writes a column, asking for each number twice: for the least and greatest, and to write it.
    private static func write(
        _ count: Int,
        to sink: inout FileSink,
        _ value: (Int) -> Int64
    ) throws(IndexError) {
        var (least, greatest) = (Int64.max, Int64.min)
        for index in 0..<count {
            let value = value(index)
            (least, greatest) = (min(least, value), max(greatest, value))
        }
        if count == 0 { (least, greatest) = (0, 0) }
        let width = Column.width(for: UInt64(bitPattern: greatest &- least))
        var buffer = ByteBuffer()
        for number in [UInt64(bitPattern: least), UInt64(count), UInt64(width)] { buffer.append(number) }
        for index in 0..<count where width > 0 {
            let distance = UInt64(bitPattern: value(index) &- least)
            for byte in 0..<width { buffer.bytes.append(UInt8(truncatingIfNeeded: distance >> UInt64(8 * byte))) }
            if buffer.count >= 1 << 16 { try sink.drain(&buffer) }
        }
        try sink.drain(&buffer)
    }
}

extension Checksum {
    /// The checksum as 16 characters of a file's name.
    static func name(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
