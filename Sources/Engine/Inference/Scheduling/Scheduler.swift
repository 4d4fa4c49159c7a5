// Decides what each step computes: first one token more for each sequence that is writing, then pieces of prompts, in the
// order in which they came, as far as the step's budget and the cache's blocks go. When blocks run out, the sequence that came
// last gives its own back and is computed anew later. A value without I/O.

internal import Tensors

/// Sequences, and what is done of each.
struct Scheduler {
    /// A sequence of tokens, of which the first `computed` are in the cache.
    struct Sequence {
        let id: Int
        var tokens: [Int32]
        let promptLength: Int
        /// Whether the logits of all prompt tokens are wanted.
        let wantsPromptLogits: Bool
        var computed = 0
        var blocks: [Int32] = []
    }

    /// What one step does for a sequence.
    struct Work {
        let id: Int
        let piece: Step.Piece
        /// Whether the last token's logits decide the next token.
        let isComplete: Bool
    }

    /// The most tokens of one step.
    let tokenBudget: Int

    /// The most sequences that are computed at the same time.
    let sequenceLimit: Int

    /// Sequences that are being computed, in the order of their arrival.
    private(set) var running: [Sequence] = []

    /// Sequences that wait for room, in the order of their arrival.
    private(set) var waiting: [Sequence] = []

    private var pool: BlockPool

    init(blockCount: Int, tokenBudget: Int, sequenceLimit: Int) {
        precondition(tokenBudget > 0 && sequenceLimit > 0)
        pool = BlockPool(blockCount: blockCount)
        self.tokenBudget = tokenBudget
        self.sequenceLimit = sequenceLimit
    }

    /// The longest sequence that fits into the cache alone.
    var tokenLimit: Int { pool.blockCount * KeyValueCache.blockTokenCount }

    var isIdle: Bool { running.isEmpty && waiting.isEmpty }

    /// Lets a sequence wait for its turn; ids rise in the order of arrival.
    mutating func add(_ id: Int, prompt: [Int32], wantsPromptLogits: Bool = false) {
        precondition(!prompt.isEmpty && prompt.count <= tokenLimit)
        waiting.append(
            Sequence(id: id, tokens: prompt, promptLength: prompt.count, wantsPromptLogits: wantsPromptLogits)
        )
    }

    /// Forgets a sequence; its blocks are free at once.
    mutating func remove(_ id: Int) {
        waiting.removeAll { $0.id == id }
        guard let index = running.firstIndex(where: { $0.id == id }) else { return }
        pool.giveBack(running[index].blocks)
        running.remove(at: index)
    }

    /// Appends the token that was chosen for a sequence.
    mutating func append(_ token: Int32, to id: Int) {
        guard let index = running.firstIndex(where: { $0.id == id }) else { return }
        running[index].tokens.append(token)
    }

    /// The tokens of a sequence.
    func tokens(of id: Int) -> [Int32]? {
        (running.first { $0.id == id } ?? waiting.first { $0.id == id })?.tokens
    }

    /// What the next step computes, which counts as computed from here on; empty when there is nothing to do.
    mutating func plan() -> [Work] {
        var work: [Work] = []
        var budget = tokenBudget
        // Those that write come first, so that a long prompt does not hold them up.
        for id in running.filter({ $0.tokens.count - $0.computed == 1 }).map(\.id) where budget > 0 {
            guard let one = reserve(id, at: 1) else { continue }
            work.append(one)
            budget -= 1
        }
        let isPlanned = Set(work.map(\.id))
        for id in running.map(\.id) where budget > 0 && !isPlanned.contains(id) {
            guard let one = reserve(id, at: budget) else { continue }
            work.append(one)
            budget -= one.piece.tokens.count
        }
        while budget > 0, running.count < sequenceLimit, let next = waiting.first {
            // A newcomer starts only when its whole prompt finds room: it takes nothing from those before it.
            guard Self.blockCount(for: next.tokens.count) <= pool.freeCount else { break }
            waiting.removeFirst()
            running.insert(next, at: running.firstIndex { $0.id > next.id } ?? running.endIndex)
            guard let one = reserve(next.id, at: budget) else { break }
            work.append(one)
            budget -= one.piece.tokens.count
        }
        return work.filter { one in running.contains { $0.id == one.id } }
    }

    /// Finds blocks for a sequence's next tokens, at most so many, and marks them as computed.
    ///
    /// Takes blocks from later sequences when there are no others; nil when there are none to take.
    private mutating func reserve(_ id: Int, at most: Int) -> Work? {
        guard let sequence = running.first(where: { $0.id == id }) else { return nil }
        let end = min(sequence.tokens.count, sequence.computed + most)
        let needed = Self.blockCount(for: end) - sequence.blocks.count
        while needed > pool.freeCount {
            guard let last = running.last, last.id != id else { return nil }
            preempt(last)
        }
        guard let index = running.firstIndex(where: { $0.id == id }), let blocks = pool.take(max(0, needed)) else {
            return nil
        }
        running[index].blocks += blocks
        running[index].computed = end
        let isComplete = end == sequence.tokens.count
        let isPrompt = sequence.wantsPromptLogits && sequence.computed < sequence.promptLength
        let piece = Step.Piece(
            tokens: Array(sequence.tokens[sequence.computed..<end]),
            start: sequence.computed,
            promptLength: sequence.promptLength,
            blocks: running[index].blocks,
            wanted: isPrompt ? .all : isComplete ? .last : .none
        )
        return Work(id: id, piece: piece, isComplete: isComplete)
    }

    /// Takes a sequence's blocks away; it comes first among those that wait, to be computed anew with what it has written.
    private mutating func preempt(_ sequence: Sequence) {
        running.removeAll { $0.id == sequence.id }
        pool.giveBack(sequence.blocks)
        var sequence = sequence
        sequence.blocks = []
        sequence.computed = 0
        waiting.insert(sequence, at: 0)
    }

    private static func blockCount(for tokenCount: Int) -> Int {
        (tokenCount + KeyValueCache.blockTokenCount - 1) / KeyValueCache.blockTokenCount
    }
}
