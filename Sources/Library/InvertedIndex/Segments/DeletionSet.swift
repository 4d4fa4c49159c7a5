// Which passages of a segment are deleted: a bit for each. A set is written once, as a file beside its segment; more
// deletions are another file.

internal import Foundation

/// The deleted passages of a segment.
struct DeletionSet: Sendable, Equatable {
    private(set) var words: [UInt64]
    private(set) var count = 0
    /// Sum of the lengths of the deleted passages.
    private(set) var totalLength = 0

    /// Nothing is deleted.
    init(passageCount: Int) { words = [UInt64](repeating: 0, count: (passageCount + 63) / 64) }

    @inline(__always)
    func contains(_ passage: Int) -> Bool { words[passage >> 6] &>> UInt64(passage & 63) & 1 == 1 }

    mutating func insert(_ passage: Int, length: LengthCode) {
        guard !contains(passage) else { return }
        words[passage >> 6] |= 1 << UInt64(passage & 63)
        count += 1
        totalLength += length.length
    }

    private var bytes: [UInt8] {
        var buffer = ByteBuffer()
        for word in words { buffer.append(word) }
        return buffer.bytes
    }

    /// Writes the set beside its segment.
    func write(in folder: URL, label: String) throws(IndexError) -> Manifest.Deletions {
        let bytes = self.bytes
        var sink = try FileSink(folder.appendingPathComponent("\(label).deletions.partial"))
        try sink.write(bytes)
        let name = "\(Checksum.name(Checksum.of(bytes))).deletions"
        try sink.publish(as: folder.appendingPathComponent(name))
        return Manifest.Deletions(name: name, count: count, totalLength: totalLength)
    }

    /// Reads the set of a segment and compares it with its checksum and its segment.
    init(_ entry: Manifest.Deletions, of segment: Segment, in folder: URL) throws(IndexError) {
        let url = folder.appendingPathComponent(entry.name)
        let data: Data
        do { data = try Data(contentsOf: url) } catch {
            throw .cannotRead(file: url.path, reason: FileSink.reason(error))
        }
        let bytes = [UInt8](data)
        guard "\(Checksum.name(Checksum.of(bytes))).deletions" == entry.name,
            bytes.count == (segment.passageCount + 63) / 64 * 8
        else { throw .damaged(file: url.path, what: "it does not match its checksum or its segment") }
        words = (0..<bytes.count / 8).map { word in
            (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[8 * word + $1]) << UInt64(8 * $1) }
        }
        count = words.reduce(0) { $0 + $1.nonzeroBitCount }
        totalLength = entry.totalLength
        guard count == entry.count else { throw .damaged(file: url.path, what: "it holds another number of passages") }
    }
}
