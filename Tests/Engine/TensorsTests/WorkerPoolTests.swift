// The worker pool divides work without leaving anything out or doing anything twice.

import Foundation
import Synchronization
import Testing

@testable import Tensors

@Suite("The worker pool")
struct WorkerPoolTests {
    @Test("covers a range once, in multiples of the grain", arguments: [1, 2, 3, 7], [1, 4, 16])
    func division(workers: Int, grain: Int) {
        let pool = WorkerPool(workerCount: workers)
        for count in [0, 1, 5, 16, 17, 100] {
            let ranges = Mutex<[Range<Int>]>([])
            pool.divide(count, grain: grain) { range, worker in
                #expect((0..<workers).contains(worker))
                ranges.withLock { $0.append(range) }
            }
            let sorted = ranges.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
            #expect(sorted.flatMap { Array($0) } == Array(0..<count))
            #expect(sorted.allSatisfy { $0.lowerBound.isMultiple(of: grain) })
        }
    }

    @Test("does each of many tasks once, thousands of times in a row")
    func distribution() {
        let pool = WorkerPool(workerCount: 3)
        for round in 0..<2000 {
            let sum = Atomic<Int>(0)
            pool.distribute(round % 9) { task, _ in sum.add(task + 1, ordering: .relaxed) }
            let count = round % 9
            #expect(sum.load(ordering: .relaxed) == count * (count + 1) / 2)
        }
    }
}
