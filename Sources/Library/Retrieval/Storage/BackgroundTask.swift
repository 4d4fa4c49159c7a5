// Work that goes on behind its owner's back, once at a time.

internal import Synchronization

/// At most one running task; it ends with its owner.
final class BackgroundTask: Sendable {
    private let running = Mutex<Task<Void, Never>?>(nil)

    /// Starts the work unless some is going on.
    func start(_ work: @escaping @Sendable () async -> Void) {
        running.withLock { running in
            guard running == nil else { return }
            running = Task { [weak self] in
                await work()
                self?.running.withLock { $0 = nil }
            }
        }
    }

    /// Waits for what is going on.
    func wait() async { await running.withLock { $0 }?.value }

    deinit { running.withLock { $0?.cancel() } }
}
