// A segment's file, mapped. Opening it checks header, footer, directory and the index of terms; the lists, terms and
// numbers are checked place by place as they are read.

internal import Foundation

/// An immutable segment, shared by all who search it.
final class Segment: Sendable {
    let name: String
    let path: String
    /// The file's bytes, mapped: they stay readable when the file's name is removed.
    let data: Data
    let directory: SegmentDirectory
    let dictionary: TermDictionary
    let filtered = FilteredPassages()

    /// Where the length codes begin, one byte each.
    private let lengthsStart: Int
    private let passageIDs: Column
    private let documents: Column
    private let firstPassages: Column
    private let documentIDs: Column
    private let sourceIDs: Column
    private let dates: Column
    private let languages: Column
    private let formats: Column

    var passageCount: Int { directory.passageCount }
    var documentCount: Int { directory.documentCount }

    /// Maps the file.
    ///
    /// - Throws: `IndexError.cannotRead` where it cannot be mapped, `IndexError.damaged` where it is no whole segment.
    init(_ url: URL) throws(IndexError) {
        (name, path) = (url.lastPathComponent, url.path)
        do { data = try Data(contentsOf: url, options: .alwaysMapped) } catch {
            throw .cannotRead(file: url.path, reason: FileSink.reason(error))
        }
        do throws(Damage) {
            let bytes = data.bytes
            directory = try Self.directory(of: bytes)
            dictionary = try TermDictionary(directory)
            var reader = ByteReader(directory.columns.range)
            lengthsStart = try reader.skip(directory.passageCount).lowerBound
            passageIDs = try Column(&reader, in: bytes, count: directory.passageCount)
            documents = try Column(&reader, in: bytes, count: directory.passageCount)
            firstPassages = try Column(&reader, in: bytes, count: directory.documentCount)
            documentIDs = try Column(&reader, in: bytes, count: directory.documentCount)
            sourceIDs = try Column(&reader, in: bytes, count: directory.documentCount)
            dates = try Column(&reader, in: bytes, count: directory.documentCount)
            languages = try Column(&reader, in: bytes, count: directory.documentCount)
            formats = try Column(&reader, in: bytes, count: directory.documentCount)
        } catch {
            throw .damaged(file: url.path, what: error.what)
        }
    }

    private static func directory(of bytes: RawSpan) throws(Damage) -> SegmentDirectory {
        let end = bytes.byteCount - SegmentFormat.footerByteCount
        guard end >= SegmentFormat.headerByteCount + SegmentDirectory.byteCount else {
            throw Damage("it has only \(bytes.byteCount) bytes")
        }
        guard try bytes.integer(at: 0, as: UInt64.self) == SegmentFormat.magic,
            try bytes.integer(at: end + 16, as: UInt64.self) == SegmentFormat.magic
        else { throw Damage("it does not begin and end as a segment") }
        let start = end - SegmentDirectory.byteCount
        let part = bytes.extracting(start..<end)
        guard try bytes.integer(at: end, as: UInt64.self) == UInt64(start),
            try bytes.integer(at: end + 8, as: UInt64.self) == Checksum.of(part)
        else { throw Damage("its directory does not match its checksum") }
        let directory = try SegmentDirectory(part, end: start)
        guard directory.documentCount > 0 || directory.passageCount == 0 else {
            throw Damage("its passages belong to no document")
        }
        guard directory.termIndex.checksum == Checksum.of(bytes.extracting(directory.termIndex.range)) else {
            throw Damage("its index of terms does not match its checksum")
        }
        return directory
    }

    /// Compares every region with its checksum; reads the whole file.
    func verify() throws(IndexError) {
        let regions = [
            ("postings", directory.postings), ("positions", directory.positions), ("terms", directory.terms),
            ("index of terms", directory.termIndex), ("columns", directory.columns),
        ]
        for (name, region) in regions {
            guard Checksum.of(data.bytes.extracting(region.range)) == region.checksum else {
                throw .damaged(file: path, what: "its \(name) do not match their checksum")
            }
        }
    }

    // MARK: Columns; the bytes are `data.bytes`

    @inline(__always)
    func length(_ passage: UInt32, in bytes: RawSpan) -> LengthCode {
        precondition(passage < directory.passageCount)
        // The region of columns was measured when the segment was opened.
        return unsafe LengthCode(
            rawValue: bytes.unsafeLoad(fromUncheckedByteOffset: lengthsStart &+ Int(passage), as: UInt8.self)
        )
    }

    /// Where the length codes lie, one byte for each passage.
    var lengthsRange: Range<Int> { lengthsStart..<lengthsStart + passageCount }

    @inline(__always)
    func passageID(_ passage: Int, in bytes: RawSpan) -> Int64 { passageIDs.value(at: passage, in: bytes) }

    /// The number of the passage's document.
    @inline(__always)
    func document(ofPassage passage: Int, in bytes: RawSpan) -> Int {
        // A damaged number must not lead out of the other columns.
        max(0, min(documentCount - 1, Int(documents.value(at: passage, in: bytes))))
    }

    /// The numbers of a document's passages.
    func passages(ofDocument document: Int, in bytes: RawSpan) -> Range<Int> {
        func first(_ document: Int) -> Int {
            guard document < documentCount else { return passageCount }
            return max(0, min(passageCount, Int(clamping: firstPassages.value(at: document, in: bytes))))
        }
        let start = first(document)
        return start..<max(start, first(document + 1))
    }

    @inline(__always)
    func documentID(_ document: Int, in bytes: RawSpan) -> Int64 { documentIDs.value(at: document, in: bytes) }

    @inline(__always)
    func sourceID(_ document: Int, in bytes: RawSpan) -> Int64 { sourceIDs.value(at: document, in: bytes) }

    /// Days since 1970; nil where the document has no date.
    @inline(__always)
    func date(_ document: Int, in bytes: RawSpan) -> Int32? {
        let value = dates.value(at: document, in: bytes)
        return value <= Int64(Int32.min) || value > Int64(Int32.max) ? nil : Int32(value)
    }

    @inline(__always)
    func language(_ document: Int, in bytes: RawSpan) -> UInt16 {
        UInt16(truncatingIfNeeded: languages.value(at: document, in: bytes))
    }

    @inline(__always)
    func format(_ document: Int, in bytes: RawSpan) -> UInt16 {
        UInt16(truncatingIfNeeded: formats.value(at: document, in: bytes))
    }

    func attributes(_ document: Int, in bytes: RawSpan) -> DocumentAttributes {
        DocumentAttributes(
            id: documentID(document, in: bytes),
            sourceID: sourceID(document, in: bytes),
            date: date(document, in: bytes),
            language: language(document, in: bytes),
            format: format(document, in: bytes)
        )
    }

    /// A cursor at the beginning of the term's list, or nil where no passage holds it.
    func cursor(_ term: [UInt8], in bytes: RawSpan) throws(Damage) -> PostingCursor? {
        guard let list = try dictionary.list(of: term, in: bytes) else { return nil }
        return try cursor(list, in: bytes)
    }

    func cursor(_ list: PostingList, in bytes: RawSpan) throws(Damage) -> PostingCursor {
        try PostingCursor(list, in: bytes, region: directory.postings.range, passageCount: passageCount)
    }
}
