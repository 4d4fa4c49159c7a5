// A pattern as a nondeterministic automaton: the steps between its text and the table that `Pattern` runs.

/// Instructions in the manner of Thompson (1968) and Pike, in order of preference where they part.
struct PatternProgram {
    enum Instruction {
        /// Takes a scalar of `sets[set]`.
        case scalar(set: Int, next: Int)
        /// Goes on at both; what follows `first` is preferred.
        case split(first: Int, second: Int)
        /// Goes on where the next scalar is of `sets[set]`, or at the end where `atEnd` says so.
        case look(set: Int, atEnd: Bool, next: Int)
        case match
    }

    private static let most = 20_000

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []
    private(set) var start = 0
    private var numbers: [ScalarSet: Int] = [:]
    private var visits = 0

    init(_ pattern: String) throws {
        var parser = try PatternParser(pattern)
        let node = try parser.parse()
        let end = try add(.match, parser)
        start = try compile(node, next: end, parser)
    }

    /// One scalar of a set.
    init(_ set: ScalarSet) {
        instructions = [.scalar(set: 0, next: 1), .match]
        sets = [set]
    }

    /// Instructions are made from the end: each knows what comes after it.
    private mutating func compile(_ node: PatternNode, next: Int, _ parser: PatternParser) throws -> Int {
        visits += 1  // empty groups repeated in each other make no instructions, yet take time
        guard visits <= 4 * Self.most else { throw parser.unsupported("too many repetitions in each other") }
        switch node {
        case .scalar(let set):
            return try add(.scalar(set: number(set), next: next), parser)
        case .lookahead(let set, let atEnd):
            return try add(.look(set: number(set), atEnd: atEnd, next: next), parser)
        case .sequence(let items):
            return try items.reversed().reduce(next) { try compile($1, next: $0, parser) }
        case .choice(let branches):
            var entry = try compile(branches[branches.count - 1], next: next, parser)
            for branch in branches.dropLast().reversed() {
                let first = try compile(branch, next: next, parser)
                entry = try add(.split(first: first, second: entry), parser)
            }
            return entry
        case .repetition(let body, let least, let most, let lazy, let possessive):
            return try repetition(body, least, most, lazy, possessive, next, parser)
        }
    }

    private mutating func repetition(
        _ body: PatternNode,
        _ least: Int,
        _ most: Int?,
        _ lazy: Bool,
        _ possessive: Bool,
        _ next: Int,
        _ parser: PatternParser
    ) throws -> Int {
        var leave = next
        if possessive, case .scalar(let set) = body {
            // Giving nothing back means to stop only where the body cannot go on.
            leave = try add(.look(set: number(set.inverted), atEnd: true, next: next), parser)
        }
        func fork(_ again: Int) -> Instruction {
            lazy ? .split(first: leave, second: again) : .split(first: again, second: leave)
        }
        var entry: Int
        if let most {
            entry = next
            for _ in 0..<(most - least) {
                let again = try compile(body, next: entry, parser)
                entry = try add(fork(again), parser)
            }
        } else {
            let loop = try add(.match, parser)
            let again = try compile(body, next: loop, parser)
            instructions[loop] = fork(again)
            entry = loop
        }
        for _ in 0..<least { entry = try compile(body, next: entry, parser) }
        return entry
    }

    private mutating func add(_ instruction: Instruction, _ parser: PatternParser) throws -> Int {
        guard instructions.count < Self.most else { throw parser.unsupported("more than 20,000 steps") }
        instructions.append(instruction)
        return instructions.count - 1
    }

    private mutating func number(_ set: ScalarSet) -> Int {
        if let number = numbers[set] { return number }
        numbers[set] = sets.count
        sets.append(set)
        return sets.count - 1
    }
}
