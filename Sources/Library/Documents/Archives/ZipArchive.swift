// ZIP archives through libarchive: only the wanted entries are unpacked, each and all of them bounded.

import CArchive

/// The ZIP archive inside a file's bytes (DOCX, PPTX, XLSX, ODT, EPUB).
struct ZipArchive: Sendable {
    /// Paths of all entries, in the order of the archive.
    let names: [String]
    private let file: SourceFile

    /// Lists the archive; throws when the bytes are none, are encrypted, or list more entries than is sane.
    init(_ file: SourceFile) throws(ReadingError) {
        self.file = file
        var names: [String] = []
        try Self.forEachEntry(of: file) { (name, _) throws(ReadingError) in names.append(name) }
        guard !names.isEmpty else { throw file.damaged("the ZIP archive has no entries") }
        self.names = names
    }

    /// The bytes of the entries whose names are wanted, by name.
    func contents(where isWanted: (String) -> Bool) throws(ReadingError) -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        var total = 0
        let (file, compressedCount) = (self.file, self.file.bytes.count)
        try Self.forEachEntry(of: file) { (name, entry) throws(ReadingError) in
            guard isWanted(name), contents[name] == nil else { return }
            var bytes: [UInt8] = []
            let chunk = 1 << 16
            while true {
                var failure: Int?
                let room = bytes.count + chunk
                bytes.reserveCapacity(room)
                withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 1) { buffer in
                    let count = archive_read_data(entry.archive, buffer.baseAddress, chunk)
                    if count > 0 { bytes.append(contentsOf: buffer[..<count]) } else { failure = count }
                }
                if let failure {
                    if failure < 0 { throw file.damaged("its part \(name) cannot be unpacked") }
                    break
                }
                guard total + bytes.count <= file.limits.archiveByteCount,
                    bytes.count <= 8 << 20 || bytes.count / file.limits.archiveRatio <= compressedCount
                else { throw .hostile(file: file.name, reason: "its part \(name) unpacks to an absurd size") }
            }
            total += bytes.count
            contents[name] = bytes
        }
        return contents
    }

    /// The bytes of one entry, or nil when there is none of that name.
    func contents(of name: String) throws(ReadingError) -> [UInt8]? {
        guard names.contains(name) else { return nil }
        return try contents { $0 == name }[name]
    }

    private struct Entry {
        let archive: OpaquePointer
    }

    private static func forEachEntry(
        of file: SourceFile,
        _ body: (String, Entry) throws(ReadingError) -> Void
    ) throws(ReadingError) {
        guard let archive = archive_read_new() else { throw file.damaged("there is no memory to open it") }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)

        // The bytes outlive the reading: `withUnsafeBytes` cannot pass a typed error on, so the result is carried out.
        let result: Result<Void, ReadingError> = file.bytes.withUnsafeBytes { buffer in
            guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else {
                return .failure(file.damaged("it is not a ZIP archive"))
            }
            var count = 0
            while true {
                var entry: OpaquePointer?
                let status = archive_read_next_header(archive, &entry)
                if status == ARCHIVE_EOF { return .success(()) }
                guard status >= ARCHIVE_WARN, let entry else {
                    return .failure(file.damaged("its ZIP directory is broken"))
                }
                count += 1
                guard count <= file.limits.archiveEntryCount else {
                    return .failure(.hostile(file: file.name, reason: "its archive has more than \(count - 1) entries"))
                }
                guard let path = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { continue }
                if archive_entry_is_data_encrypted(entry) != 0 { return .failure(.encrypted(file: file.name)) }
                do throws(ReadingError) {
                    try body(String(cString: path), Entry(archive: archive))
                } catch {
                    return .failure(error)
                }
            }
        }
        try result.get()
    }
}
