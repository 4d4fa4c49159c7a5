// ZIP archives through libarchive: only the wanted entries are unpacked, each and all of them bounded.

import CArchive

/// The ZIP archive inside a file's bytes (DOCX, PPTX, XLSX, ODT, EPUB).
struct ZipArchive: Sendable {
    /// Paths of all entries, in the order of the archive.
    let names: [String]
    private let file: SourceFile

    /// Lists the archive; throws when the bytes are none, are encrypted, list more entries than is sane, or state sizes
    /// that no document has.
    init(_ file: SourceFile) throws(ReadingError) {
        self.file = file
        var names: [String] = []
        var total = 0
        try Self.forEachEntry(of: file) { (entry) throws(ReadingError) in
            names.append(entry.name)
            // What the directory states is checked before anything is unpacked; `contents` trusts none of it.
            guard let size = entry.statedByteCount else { return }
            guard total + size <= file.limits.archiveByteCount, Self.isPlausible(size, in: file) else {
                throw Self.absurdSize(of: entry.name, in: file)
            }
            total += size
        }
        guard !names.isEmpty else { throw file.damaged("the ZIP archive has no entries") }
        self.names = names
    }

    /// Whether an entry of the file may have this size when unpacked.
    private static func isPlausible(_ byteCount: Int, in file: SourceFile) -> Bool {
        byteCount <= 8 << 20 || byteCount / file.limits.archiveRatio <= file.bytes.count
    }

    private static func absurdSize(of name: String, in file: SourceFile) -> ReadingError {
        .hostile(file: file.name, reason: "its part \(name) unpacks to an absurd size")
    }

    /// The bytes of the entries whose names are wanted, by name.
    func contents(where isWanted: (String) -> Bool) throws(ReadingError) -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        var total = 0
        let file = self.file
        try Self.forEachEntry(of: file) { (entry) throws(ReadingError) in
            let name = entry.name
            guard isWanted(name), contents[name] == nil else { return }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(min(entry.statedByteCount ?? 0, file.limits.archiveByteCount))
            let chunk = 1 << 16
            while true {
                var failure: Int?
                unsafe withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 1) { buffer in
                    let count = unsafe archive_read_data(entry.archive, buffer.baseAddress, chunk)
                    if count > 0 { unsafe bytes.append(contentsOf: buffer[..<count]) } else { failure = count }
                }
                if let failure {
                    if failure < 0 { throw file.damaged("its part \(name) cannot be unpacked") }
                    break
                }
                guard total + bytes.count <= file.limits.archiveByteCount, Self.isPlausible(bytes.count, in: file)
                else { throw Self.absurdSize(of: name, in: file) }
                try file.checkCancellation()
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

    /// The entry at which the reading of the archive stands.
    @safe private struct Entry {
        let name: String
        /// The unpacked size that the directory states, if it does; it may be a lie.
        let statedByteCount: Int?
        let archive: OpaquePointer
    }

    private static func forEachEntry(
        of file: SourceFile,
        _ body: (Entry) throws(ReadingError) -> Void
    ) throws(ReadingError) {
        guard let archive = unsafe archive_read_new() else { throw file.damaged("there is no memory to open it") }
        defer { unsafe archive_read_free(archive) }
        unsafe archive_read_support_format_zip(archive)

        // The bytes outlive the reading: `withUnsafeBytes` cannot pass a typed error on, so the result is carried out.
        let result: Result<Void, ReadingError> = unsafe file.bytes.withUnsafeBytes { buffer in
            guard unsafe archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else {
                return .failure(file.damaged("it is not a ZIP archive"))
            }
            var count = 0
            while true {
                var entry: OpaquePointer?
                let status = unsafe archive_read_next_header(archive, &entry)
                if status == ARCHIVE_EOF { return .success(()) }
                guard status >= ARCHIVE_WARN, let entry = unsafe entry else {
                    return .failure(file.damaged("its ZIP directory is broken"))
                }
                count += 1
                guard count <= file.limits.archiveEntryCount else {
                    return .failure(.hostile(file: file.name, reason: "its archive has more than \(count - 1) entries"))
                }
                guard let path = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else {
                    continue
                }
                if unsafe archive_entry_is_data_encrypted(entry) != 0 { return .failure(.encrypted(file: file.name)) }
                let size = unsafe archive_entry_size_is_set(entry) != 0 ? Int(max(archive_entry_size(entry), 0)) : nil
                do throws(ReadingError) {
                    try unsafe body(Entry(name: String(cString: path), statedByteCount: size, archive: archive))
                } catch {
                    return .failure(error)
                }
            }
        }
        try result.get()
    }
}
