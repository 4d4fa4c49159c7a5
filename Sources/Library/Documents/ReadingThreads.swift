// Threads of their own for readers: one may compute for minutes without a pause, and on the shared pool of Swift's
// tasks it would hold up everybody else, the clock that ends it included.

import Dispatch

/// Runs tasks on Dispatch's threads, as many at once as there are cores.
///
/// The class of service matters: on Linux each has threads of its own, and the default one is that of Swift's tasks.
final class ReadingThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "kaiyuan.reading", qos: .utility, attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
