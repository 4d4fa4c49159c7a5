// The scheduler under random arrivals, lengths, ends and shortage of blocks: what must hold whatever happens.

import Testing
import Randomness

@testable import Inference
@testable import Tensors

@Suite("The scheduler")
struct SchedulerTests {
    @Test("computes every token in order, never shares a block, and finishes everything", arguments: 0..<40)
    func invariants(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let blockCount = Int.random(in: 3...12, using: &random)
        let budget = Int.random(in: 1...70, using: &random)
        var scheduler = Scheduler(
            blockCount: blockCount,
            tokenBudget: budget,
            sequenceLimit: Int.random(in: 1...6, using: &random)
        )
        /// What a request wants, and how many tokens of it were computed since it last began.
        var wanted: [Int: Int] = [:]
        var computed: [Int: Int] = [:]
        var nextID = 0
        var steps = 0
        while nextID < 15 || !scheduler.isIdle {
            steps += 1
            guard steps < 100_000 else {
                Issue.record("the scheduler does not come to an end with seed \(seed)")
                return
            }
            if nextID < 15, Bool.random(using: &random) {
                let length = Int.random(in: 1...scheduler.tokenLimit - 10, using: &random)
                scheduler.add(nextID, prompt: Array(repeating: 7, count: length))
                wanted[nextID] = min(scheduler.tokenLimit, length + Int.random(in: 1...40, using: &random))
                nextID += 1
            }
            if Int.random(in: 0..<50, using: &random) == 0, let id = wanted.keys.randomElement(using: &random) {
                scheduler.remove(id)
                wanted[id] = nil
            }
            let plan = scheduler.plan()
            #expect(plan.reduce(0) { $0 + $1.piece.tokens.count } <= budget)
            var owner: [Int32: Int] = [:]
            for sequence in scheduler.running {
                for block in sequence.blocks {
                    #expect(owner.updateValue(sequence.id, forKey: block) == nil, "block \(block) has two owners")
                    #expect((0..<Int32(blockCount)).contains(block))
                }
            }
            for sequence in scheduler.waiting {
                #expect(sequence.blocks.isEmpty)
                computed[sequence.id] = 0
            }
            for work in plan {
                #expect(work.piece.start == computed[work.id] ?? 0)
                let end = work.piece.start + work.piece.tokens.count
                computed[work.id] = end
                #expect(work.piece.blocks.count * KeyValueCache.blockTokenCount >= end)
                guard work.isComplete else { continue }
                #expect(end == scheduler.tokens(of: work.id)?.count)
                if end >= wanted[work.id] ?? 0 {
                    scheduler.remove(work.id)
                    wanted[work.id] = nil
                } else {
                    scheduler.append(7, to: work.id)
                }
            }
        }
        #expect(wanted.isEmpty)
    }

    @Test("lets those that write go before prompts, and cuts prompts to what is left")
    func order() {
        var scheduler = Scheduler(blockCount: 10, tokenBudget: 8, sequenceLimit: 4)
        scheduler.add(0, prompt: [1, 2, 3])
        #expect(scheduler.plan().map { $0.piece.tokens } == [[1, 2, 3]])
        scheduler.append(4, to: 0)
        scheduler.add(1, prompt: Array(10..<20))
        let second = scheduler.plan()
        #expect(second.map { $0.piece.tokens } == [[4], Array(10..<17)])
        #expect(second.map(\.isComplete) == [true, false])
        // A prompt in parts is rotated as one in one piece.
        #expect(second[1].piece.promptLength == 10)
        scheduler.append(5, to: 0)
        #expect(scheduler.plan().map { $0.piece.tokens } == [[5], [17, 18, 19]])
    }

    @Test("gives the blocks of the latest sequence to an earlier one, which goes on")
    func preemption() {
        // Two blocks of 32: both prompts fit, both sequences cannot grow.
        var scheduler = Scheduler(blockCount: 2, tokenBudget: 100, sequenceLimit: 4)
        scheduler.add(0, prompt: Array(repeating: 1, count: 32))
        scheduler.add(1, prompt: Array(repeating: 2, count: 31))
        #expect(scheduler.plan().map(\.id) == [0, 1])
        scheduler.append(3, to: 0)
        scheduler.append(4, to: 1)
        #expect(scheduler.plan().map(\.id) == [0])
        #expect(scheduler.waiting.map(\.tokens) == [Array(repeating: 2, count: 31) + [4]])
        scheduler.remove(0)
        let again = scheduler.plan()
        #expect(again.map(\.piece.start) == [0])
        #expect(again.map { $0.piece.tokens.count } == [32])
    }
}
