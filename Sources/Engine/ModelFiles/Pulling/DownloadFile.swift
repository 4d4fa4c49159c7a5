// A file on its way from a hub: `NAME.partial` with its bytes and `NAME.parts` with what has arrived. It takes its name when
// all has arrived and was checked. Several tasks write to it at once, each its own part.

import Foundation
import Synchronization

/// A file being downloaded, by one process at a time.
package final class DownloadFile: Sendable {
    package let path: String
    private let descriptor: Int32
    private let state: Mutex<State>

    private struct State {
        var download: DownloadState
        var unsaved = 0
    }

    /// As many bytes may arrive twice after a crash.
    private static let saveInterval = 4 << 20

    /// Goes on with a download of the same version and size, or begins anew.
    package init(path: String, byteCount: Int, version: String, partSize: Int) throws(ModelFileError) {
        self.path = path
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .inaccessible(file: folder, reason: "the folder cannot be made")
        }
        let descriptor = unsafe open(path + ".partial", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .inaccessible(file: path + ".partial", reason: MappedFile.lastReason) }
        self.descriptor = descriptor
        let fresh = DownloadState(byteCount: byteCount, version: version, partSize: partSize)
        let kept = (try? Data(contentsOf: URL(fileURLWithPath: path + ".parts"))).flatMap {
            try? JSONDecoder().decode(DownloadState.self, from: $0)
        }
        var status = stat()
        let isThere = unsafe fstat(descriptor, &status) == 0 && Int(status.st_size) == byteCount
        if let kept, isThere, kept.isSound, kept.byteCount == byteCount, kept.version == version {
            state = Mutex(State(download: kept))
        } else {
            state = Mutex(State(download: fresh))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .inaccessible(file: path, reason: "another process is downloading this file")
        }
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
            throw .inaccessible(file: path, reason: MappedFile.lastReason)
        }
    }

    deinit { close(descriptor) }

    /// What has arrived.
    package var download: DownloadState { state.withLock { $0.download } }

    /// Writes the next bytes of a part, of which no more may come than are missing.
    package func write(_ bytes: [UInt8], toPart index: Int) throws(ModelFileError) {
        let start = download.parts[index].missing.lowerBound
        precondition(bytes.count <= download.parts[index].missing.count)
        var written = 0
        while written < bytes.count {
            // The rest of the array, for the length of the call.
            let count = unsafe bytes.withUnsafeBytes { bytes in
                unsafe pwrite(
                    descriptor,
                    bytes.baseAddress.map { unsafe $0 + written },
                    bytes.count - written,
                    off_t(start + written)
                )
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw .inaccessible(file: path, reason: MappedFile.lastReason)
            }
        }
        let isDue = state.withLock { state in
            state.download.note(bytes.count, ofPart: index)
            state.unsaved += bytes.count
            guard state.unsaved >= Self.saveInterval || state.download.isComplete else { return false }
            state.unsaved = 0
            return true
        }
        if isDue { try save() }
    }

    /// Writes down what has arrived.
    package func save() throws(ModelFileError) {
        let failure = state.withLock { state -> ModelFileError? in
            do {
                try JSONEncoder().encode(state.download).write(
                    to: URL(fileURLWithPath: path + ".parts"),
                    options: .atomic
                )
                return nil
            } catch {
                return .inaccessible(file: path + ".parts", reason: "it cannot be written")
            }
        }
        if let failure { throw failure }
    }

    /// The path of the bytes while they arrive, for checking them.
    package var partialPath: String { path + ".partial" }

    /// Gives the file its name; all must have arrived.
    package func commit() throws(ModelFileError) {
        precondition(download.isComplete)
        guard fsync(descriptor) == 0, unsafe rename(partialPath, path) == 0 else {
            throw .inaccessible(file: path, reason: MappedFile.lastReason)
        }
        unsafe unlink(path + ".parts")
    }

    /// Throws everything away.
    package func discard() {
        unsafe unlink(partialPath)
        unsafe unlink(path + ".parts")
    }
}
