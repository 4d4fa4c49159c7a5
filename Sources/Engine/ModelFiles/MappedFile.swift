// A file whose bytes are read where the kernel's page cache has them, without a copy: a model of many gigabytes opens at once,
// and several processes share its pages.

import Foundation

/// A file mapped for reading, as long as somebody holds this object.
///
/// The mapping is private and read-only, so nothing in this process changes the bytes. A file that another process cuts
/// short while it is mapped ends this process with SIGBUS, as it does every program that maps files: models are
/// replaced by renaming, never overwritten in place.
@safe package final class MappedFile: @unchecked Sendable {
    // Sendable although a pointer is not: both fields are set once in `init`, the memory behind them is never written,
    // and it is unmapped only by `deinit`, when nobody holds the object any more.

    /// The path as the user gave it, for errors.
    package let path: String

    /// The bytes of the file; they are valid while this object lives.
    private let storage: UnsafeRawBufferPointer

    /// Maps the regular file at the path.
    package init(path: String) throws(ModelFileError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .inaccessible(file: path, reason: Self.lastReason) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .inaccessible(file: path, reason: Self.lastReason)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .inaccessible(file: path, reason: "this is not a regular file")
        }
        self.path = path
        let count = Int(status.st_size)
        // An empty mapping is an error of mmap, an empty buffer is none of ours.
        guard count > 0 else {
            unsafe storage = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw .inaccessible(file: path, reason: Self.lastReason)
        }
        unsafe storage = UnsafeRawBufferPointer(start: address, count: count)
    }

    deinit {
        guard let address = unsafe storage.baseAddress else { return }
        // The address and length are those that mmap returned, and it is unmapped once.
        unsafe munmap(UnsafeMutableRawPointer(mutating: address), storage.count)
    }

    /// The size of the file.
    package var byteCount: Int { unsafe storage.count }

    /// Lends a range of the bytes; misuse, a range outside of the file, traps.
    package func withBytes<Result, Failure: Error>(
        in range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The slice is checked against the bounds, and `self` is held until the closure returns.
        defer { withExtendedLifetime(self) {} }
        precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
        return try unsafe body(UnsafeRawBufferPointer(rebasing: storage[range]))
    }

    /// The bytes for as long as this object lives, for who keeps the object beside the pointer.
    package var bytes: UnsafeRawBufferPointer { unsafe storage }

    /// What the system says about the call that just failed.
    static var lastReason: String { unsafe String(cString: strerror(errno)) }
}
