// The threads that do the arithmetic: a fixed number, divided work, no queue. Between two pieces of work a thread looks
// for the next one for a moment, then sleeps, so that the many small operations of a step follow each other without delay.

internal import Foundation
internal import Synchronization

/// A fixed set of threads that carry out one piece of work together; the caller is one of them.
///
/// One caller at a time: a pool belongs to one executor. The threads end with the pool.
package final class WorkerPool: Sendable {
    /// The number of threads, the caller's among them.
    package let workerCount: Int

    private let post = Post()

    /// Starts the threads; by default one a core.
    package init(workerCount: Int = ProcessInfo.processInfo.activeProcessorCount) {
        self.workerCount = max(1, workerCount)
        for worker in 1..<max(2, self.workerCount) where worker < self.workerCount {
            let post = self.post
            let thread = Thread { post.serve(as: worker) }
            thread.name = "kaiyuan worker \(worker)"
            thread.start()
        }
    }

    deinit { post.close() }

    /// Divides `0..<count` into one range a worker, each a multiple of `grain` long, and returns when all are done.
    package func divide(_ count: Int, grain: Int = 1, _ body: (_ range: Range<Int>, _ worker: Int) -> Void) {
        let grains = (count + grain - 1) / grain
        guard workerCount > 1, grains > 1 else {
            if count > 0 { body(0..<count, 0) }
            return
        }
        let workerCount = self.workerCount
        run { worker in
            let start = grains * worker / workerCount * grain
            let end = min(count, grains * (worker + 1) / workerCount * grain)
            if start < end { body(start..<end, worker) }
        }
    }

    /// Carries out `count` tasks of uneven size, each by whoever is free, and returns when all are done.
    package func distribute(_ count: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
        guard workerCount > 1, count > 1 else {
            for task in 0..<count { body(task, 0) }
            return
        }
        let next = Atomic<Int>(0)
        run { worker in
            while true {
                let task = next.add(1, ordering: .relaxed).oldValue
                guard task < count else { return }
                body(task, worker)
            }
        }
    }

    /// Lets every worker carry out the body once.
    private func run(_ body: (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            post.announce(body, to: workerCount - 1)
            body(0)
            post.waitUntilDone()
        }
    }
}

/// Where the caller leaves the work and the threads find it.
///
/// Sendable although `work` is plain: the caller writes it while no thread works (`remaining` is 0), then publishes it by
/// a releasing change of `generation`; a thread reads it only after an acquiring load saw that change, and no more after
/// its releasing decrement of `remaining`, which the caller awaits.
private final class Post: @unchecked Sendable {
    private let generation = Atomic<Int>(0)
    private let remaining = Atomic<Int>(0)
    private let isClosed = Atomic<Bool>(false)
    private let bell = NSCondition()
    private var work: ((Int) -> Void)?

    /// How often a thread looks for work before it sleeps: some microseconds, the length of a small operation.
    private static let patience = 4000

    func announce(_ work: @escaping (Int) -> Void, to count: Int) {
        self.work = work
        remaining.store(count, ordering: .relaxed)
        generation.add(1, ordering: .releasing)
        // Whoever is about to sleep holds the lock from its last look until it sleeps, so the bell is not missed.
        bell.withLock { bell.broadcast() }
    }

    func waitUntilDone() {
        var looks = 0
        while remaining.load(ordering: .acquiring) > 0 {
            looks += 1
            if looks > Self.patience { sched_yield() }
        }
        work = nil
    }

    func close() {
        isClosed.store(true, ordering: .releasing)
        bell.withLock { bell.broadcast() }
    }

    func serve(as worker: Int) {
        var seen = 0
        while let next = nextGeneration(after: seen) {
            seen = next
            work?(worker)
            remaining.subtract(1, ordering: .releasing)
        }
    }

    /// The generation after the given one, as soon as there is one; nil when the pool is gone.
    private func nextGeneration(after seen: Int) -> Int? {
        for _ in 0..<Self.patience {
            let current = generation.load(ordering: .acquiring)
            if current != seen { return current }
        }
        bell.lock()
        defer { bell.unlock() }
        while true {
            if isClosed.load(ordering: .acquiring) { return nil }
            let current = generation.load(ordering: .acquiring)
            if current != seen { return current }
            bell.wait()
        }
    }
}
