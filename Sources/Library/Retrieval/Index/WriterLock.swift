// One process writes to a library at a time, any number read it. A lock on a file tells them apart, and the file tells the
// others who holds it; the system frees the lock when the process ends, however it ends.

internal import Foundation
internal import Synchronization

/// The right to write to a library, held by this process while anything in it writes.
final class WriterLock: Sendable {
    private struct State {
        /// How many writers within this process hold it.
        var count = 0
        var descriptor: Int32 = -1
    }

    private let path: String
    private let patience: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - url: the file of the lock, made where it is not there.
    ///   - patience: how long another process' writing is waited for.
    init(_ url: URL, patience: Duration = .seconds(5)) { (path, self.patience) = (url.path, patience) }

    /// Waits for the lock.
    ///
    /// - Throws: `LibraryError.isBeingWritten` after the time it waits, `LibraryError.cannotOpen`.
    func acquire() async throws {
        let deadline = ContinuousClock.now + patience
        while try !acquireNow() {
            guard ContinuousClock.now < deadline else { throw LibraryError.isBeingWritten(by: holder) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Takes the lock if no other process holds it.
    func acquireNow() throws(LibraryError) -> Bool {
        try state.withLock { state throws(LibraryError) in
            if state.count == 0 {
                guard let descriptor = try open() else { return false }
                state.descriptor = descriptor
            }
            state.count += 1
            return true
        }
    }

    func release() {
        state.withLock { state in
            state.count -= 1
            guard state.count == 0 else { return }
            close(state.descriptor)
            state.descriptor = -1
        }
    }

    /// Who holds the lock, as it wrote itself down.
    var holder: String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").first.map(String.init) ?? "another process"
    }

    /// The locked file, or nil where another process has it.
    private func open() throws(LibraryError) -> Int32? {
        let descriptor = unsafe Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path, reason: unsafe String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        let command = CommandLine.arguments.dropFirst().first ?? ""
        let name = URL(fileURLWithPath: CommandLine.arguments.first ?? "").lastPathComponent
        let line = "process \(ProcessInfo.processInfo.processIdentifier) (\(name) \(command))\n"
        ftruncate(descriptor, 0)
        // Only a courtesy to those who wait: where it cannot be written, they are told less.
        _ = unsafe Array(line.utf8).withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        return descriptor
    }
}
