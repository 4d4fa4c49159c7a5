// A file that is there whole or not at all: written beside its place, synced, and renamed when it is complete.

import Foundation

/// A file being written under `NAME.partial`; it takes its name with `commit`, and is gone when it is dropped before.
///
/// What a killed process leaves behind is overwritten by the next one that writes the same file.
final class NewFile {
    let path: String
    private let partialPath: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Whether there is a partial file, and it is ours to remove.
    private var isUnfinished = false

    /// The number of bytes written so far.
    private(set) var byteCount = 0

    private static let bufferSize = 1 << 20

    /// Begins a file, after looking whether its folder has room for so many bytes.
    init(path: String, expectedByteCount: Int) throws(ModelFileError) {
        self.path = path
        partialPath = path + ".partial"
        let folder = (path as NSString).deletingLastPathComponent
        try DiskSpace.check(folder: folder.isEmpty ? "." : folder, needed: expectedByteCount, file: path)
        descriptor = unsafe open(partialPath, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .inaccessible(file: partialPath, reason: MappedFile.lastReason) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .inaccessible(file: partialPath, reason: "another process is writing this file")
        }
        isUnfinished = true
        guard ftruncate(descriptor, 0) == 0 else {
            throw .inaccessible(file: partialPath, reason: MappedFile.lastReason)
        }
        buffer.reserveCapacity(Self.bufferSize)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if isUnfinished { unsafe unlink(partialPath) }
    }

    func append(_ bytes: [UInt8]) throws(ModelFileError) {
        // The bytes of an array, for the length of the call.
        let outcome = unsafe bytes.withUnsafeBytes { bytes in
            Result<Void, ModelFileError> { () throws(ModelFileError) in unsafe try append(bytes) }
        }
        try outcome.get()
    }

    /// Appends bytes that live as long as the call.
    func append(_ bytes: UnsafeRawBufferPointer) throws(ModelFileError) {
        byteCount += bytes.count
        if buffer.count + bytes.count <= Self.bufferSize {
            unsafe buffer.append(contentsOf: bytes)
        } else {
            try flush()
            unsafe try write(bytes)
        }
    }

    /// Appends zeros up to a multiple of the alignment.
    func pad(to alignment: Int) throws(ModelFileError) {
        let rest = byteCount % alignment
        if rest > 0 { try append([UInt8](repeating: 0, count: alignment - rest)) }
    }

    /// Makes the file last and gives it its name, in place of an older one.
    func commit() throws(ModelFileError) {
        try flush()
        guard fsync(descriptor) == 0, unsafe rename(partialPath, path) == 0 else {
            throw .inaccessible(file: path, reason: MappedFile.lastReason)
        }
        isUnfinished = false
        // The name lasts when the folder does.
        let folder = (path as NSString).deletingLastPathComponent
        let folderDescriptor = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { return }
        fsync(folderDescriptor)
        close(folderDescriptor)
    }

    private func flush() throws(ModelFileError) {
        let outcome = unsafe buffer.withUnsafeBytes { bytes in
            Result<Void, ModelFileError> { () throws(ModelFileError) in unsafe try write(bytes) }
        }
        try outcome.get()
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(ModelFileError) {
        var written = 0
        while written < bytes.count {
            // The rest of the buffer that the caller lends.
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = unsafe Foundation.write(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw .inaccessible(file: path, reason: MappedFile.lastReason)
            }
        }
    }
}
