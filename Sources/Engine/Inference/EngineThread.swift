// The thread on which an engine computes, so that steps of the model never hold up the threads that everything else shares.

internal import Foundation
internal import Synchronization

/// Carries out an actor's jobs one after the other on a thread of its own; the thread ends with the last user.
final class EngineThread: SerialExecutor {
    private let desk: Desk

    init(name: String) {
        let desk = Desk()
        self.desk = desk
        let thread = Thread { desk.serve() }
        thread.name = name
        thread.start()
    }

    deinit { desk.close() }

    func enqueue(_ job: consuming ExecutorJob) {
        desk.put(UnownedJob(job), for: self)
    }
}

/// Where jobs wait.
private final class Desk: Sendable {
    private struct Entry: Sendable {
        let job: UnownedJob
        /// Keeps the executor until its job is done.
        let executor: EngineThread
    }

    private let entries = Mutex<[Entry]>([])
    private let bell = DispatchSemaphore(value: 0)

    func put(_ job: UnownedJob, for executor: EngineThread) {
        entries.withLock { $0.append(Entry(job: job, executor: executor)) }
        bell.signal()
    }

    func close() {
        bell.signal()
    }

    func serve() {
        while true {
            bell.wait()
            // One signal for each job, and one for the end: a job keeps its executor, so the end comes after all jobs.
            let entry = entries.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let entry else { return }
            unsafe entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
        }
    }
}
