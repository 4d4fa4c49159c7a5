// Writes a file of the index: beside, in order, with checksums on the way; then synced and renamed to its name. Until
// the rename nobody sees it, and a file with a name is whole.

internal import Foundation

/// A file that is being written.
struct FileSink {
    let url: URL
    private let handle: FileHandle
    private var buffer = ByteBuffer()
    private var checksum = Checksum()
    /// Bytes written so far.
    private(set) var offset = 0
    private static let bufferByteCount = 1 << 20

    /// Begins a file with that name, which nothing else may use; one that is there is overwritten.
    init(_ url: URL) throws(IndexError) {
        self.url = url
        do {
            try Data().write(to: url)
            handle = try FileHandle(forWritingTo: url)
        } catch {
            throw Self.failure(to: url, error)
        }
    }

    mutating func write(_ bytes: [UInt8]) throws(IndexError) {
        buffer.bytes.append(contentsOf: bytes)
        offset += bytes.count
        if buffer.count >= Self.bufferByteCount { try flush() }
    }

    /// Moves a buffer's bytes into the file.
    mutating func drain(_ source: inout ByteBuffer) throws(IndexError) {
        try write(source.bytes)
        source.bytes.removeAll(keepingCapacity: true)
    }

    /// The region that ends here and began at `start`; its checksum is that of everything since the last region.
    mutating func endRegion(from start: Int) throws(IndexError) -> SegmentDirectory.Region {
        try flush()
        defer { checksum = Checksum() }
        return SegmentDirectory.Region(offset: start, byteCount: offset - start, checksum: checksum.value)
    }

    /// Appends a file's bytes in pieces of a megabyte.
    mutating func append(contentsOf url: URL) throws(IndexError) {
        do {
            let source = try FileHandle(forReadingFrom: url)
            defer { try? source.close() }  // read only: nothing is lost
            while let piece = try source.read(upToCount: Self.bufferByteCount), !piece.isEmpty {
                try write([UInt8](piece))
            }
        } catch let error as IndexError {
            throw error
        } catch {
            throw Self.failure(to: self.url, error)
        }
    }

    mutating func flush() throws(IndexError) {
        guard buffer.count > 0 else { return }
        let bytes = buffer.bytes
        unsafe checksum.update(bytes.span.bytes)
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw Self.failure(to: url, error)
        }
        buffer.bytes.removeAll(keepingCapacity: true)
    }

    /// Closes the file and leaves it where it is.
    mutating func close() throws(IndexError) {
        try flush()
        do { try handle.close() } catch { throw Self.failure(to: url, error) }
    }

    /// Brings the file's bytes to the disk, gives it its name, and brings the name to the disk.
    mutating func publish(as target: URL) throws(IndexError) {
        try flush()
        do {
            try handle.synchronize()
            try handle.close()
            // Names tell contents: a file that is there already is replaced by its equal, at no moment by nothing.
            guard unsafe rename(url.path, target.path) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
            let folder = try FileHandle(forReadingFrom: target.deletingLastPathComponent())
            try folder.synchronize()
            try folder.close()
        } catch {
            throw Self.failure(to: target, error)
        }
    }

    /// Why the file at `url` could not be written.
    static func failure(to url: URL, _ error: any Error) -> IndexError {
        let causes = [error as NSError, (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError]
        let isFull = causes.contains { $0?.domain == NSPOSIXErrorDomain && $0?.code == Int(ENOSPC) }
        return isFull ? .diskFull(file: url.path) : .cannotWrite(file: url.path, reason: reason(error))
    }

    static func reason(_ error: any Error) -> String {
        ((error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error).map { "\($0.localizedDescription)" }
            ?? error.localizedDescription
    }
}
