// Reads a regular file whole, and notices when somebody writes to it meanwhile.

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The bytes of one regular file, as they stood at one moment.
package struct FileContents: Sendable {
    package let bytes: [UInt8]
    /// When the file was last changed, in seconds since 1970.
    package let modifiedAt: Double

    /// Opens and reads the file at `path`.
    ///
    /// The size is looked at before anything is read, so a sparse file of many gigabytes costs nothing; it and the
    /// time of the last change are compared afterwards.
    package init(path: String, limit: Int) throws(ReadingError) {
        var before = stat()
        guard unsafe stat(path, &before) == 0 else { throw Self.error(errno, path) }
        guard before.st_mode & S_IFMT == S_IFREG else { throw .notAFile(file: path) }
        guard before.st_size <= limit else {
            throw .tooLarge(file: path, byteCount: Int(before.st_size), limit: limit)
        }
        // O_NONBLOCK: should a pipe take the file's place after the check above, opening it must not wait.
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.error(errno, path) }
        defer { close(descriptor) }
        var opened = stat()
        guard unsafe fstat(descriptor, &opened) == 0, opened.st_mode & S_IFMT == S_IFREG else {
            throw .notAFile(file: path)
        }

        var failure: Int32 = 0
        let size = Int(opened.st_size)
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let result = unsafe read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if result < 0 && errno == EINTR { continue }
                if result < 0 { failure = errno }
                if result <= 0 { break }
                count += result
            }
        }
        guard failure == 0 else { throw Self.error(failure, path) }
        var after = stat()
        guard unsafe fstat(descriptor, &after) == 0, bytes.count == size, Self.same(before, opened),
            Self.same(opened, after)
        else { throw .changedWhileReading(file: path) }
        self.bytes = bytes
        modifiedAt = Self.modifiedAt(opened)
    }

    private static func modifiedAt(_ status: stat) -> Double {
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func same(_ first: stat, _ second: stat) -> Bool {
        #if canImport(Darwin)
            let (a, b) = (first.st_mtimespec, second.st_mtimespec)
        #else
            let (a, b) = (first.st_mtim, second.st_mtim)
        #endif
        return first.st_ino == second.st_ino && first.st_size == second.st_size
            && a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec
    }

    /// The error of a path that the system refuses with `code`.
    static func error(_ code: Int32, _ path: String) -> ReadingError {
        switch code {
        case ENOENT, ENOTDIR: .notFound(file: path)
        case ELOOP: .notReadable(file: path, reason: "its symbolic links lead in a circle")
        default: unsafe .notReadable(file: path, reason: String(cString: strerror(code)))
        }
    }
}
