// One stream packed with gzip (RFC 1952), as sitemaps are served, through libarchive; bounded, for a few bytes can unpack
// to any number.

internal import CArchive

/// What a gzip stream unpacks to.
enum GzipStream {
    /// The first two bytes of every gzip stream.
    static let signature: [UInt8] = [0x1f, 0x8b]

    /// The bytes inside, as far as they can be unpacked and the limit allows; what is broken ends them.
    static func contents(of bytes: [UInt8], limit: Int) -> [UInt8] {
        guard let archive = unsafe archive_read_new() else { return [] }
        defer { unsafe archive_read_free(archive) }
        unsafe archive_read_support_filter_gzip(archive)
        unsafe archive_read_support_format_raw(archive)
        var contents: [UInt8] = []
        unsafe bytes.withUnsafeBytes { buffer in
            var entry: OpaquePointer?
            guard unsafe archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK,
                unsafe archive_read_next_header(archive, &entry) == ARCHIVE_OK
            else { return }
            let chunk = 1 << 16
            unsafe withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 1) { piece in
                while contents.count < limit {
                    let count = unsafe archive_read_data(archive, piece.baseAddress, min(chunk, limit - contents.count))
                    guard count > 0 else { return }
                    unsafe contents.append(contentsOf: piece[..<count])
                }
            }
        }
        return contents
    }
}
