// A private copy of a file's bytes on disk, for programs that want a path. It also keeps them from seeing a file that
// changes under them.

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file, or a folder, of the temporary folder that is gone when its owner is.
struct TemporaryFile: ~Copyable {
    let path: String

    /// Writes the bytes to a new file that only this user can read.
    init(_ bytes: [UInt8], for name: String) throws(ReadingError) {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/kaiyuan-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else {
            throw .notReadable(
                file: name,
                reason: unsafe "no temporary file in \(folder): \(String(cString: strerror(errno)))"
            )
        }
        let path = unsafe template.withUnsafeBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe String(cString: $0) } ?? ""
        }
        defer { close(descriptor) }
        if let reason = Self.write(bytes, to: descriptor) {
            unsafe unlink(path)
            throw .notReadable(file: name, reason: "its temporary copy could not be written: \(reason)")
        }
        self.path = path
    }

    /// Writes all bytes; returns the reason when that fails.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> String? {
        unsafe bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                #if canImport(Darwin)
                    let result = Darwin.write(descriptor, rest.baseAddress, rest.count)
                #else
                    let result = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                #endif
                if result < 0 && errno == EINTR { continue }
                guard result > 0 else { return unsafe String(cString: strerror(errno)) }
                written += result
            }
            return nil
        }
    }

    deinit { unsafe unlink(path) }
}
