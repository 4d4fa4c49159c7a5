// A split pattern as a table: a deterministic automaton over classes of scalars, made whole when a tokenizer is read. It
// finds what a backtracking matcher finds (the first alternative that lets the whole match, greedy or lazy as written), one
// look at each scalar. A lookahead over one scalar is decided when that scalar is read: a transition says whether a match
// ended just before it.

/// A regular expression of the kind that tokenizers split text with.
package struct Pattern: Sendable {
    private static let mostStates = 8_000
    /// Scalars that one search may look beyond its match before that is counted.
    private static let freeOverscan = 64

    let source: String
    private let classes: ScalarClasses
    /// `transitions[state * classes.count + class]`: the next state (0: nothing more can match), and the flag below.
    private let transitions: [UInt16]
    private static let matchFlag: UInt16 = 0x8000
    private static let startState: UInt16 = 1

    /// - Throws: `TokenizationError.unsupportedPattern` for what is not carried out here.
    package init(_ source: String) throws {
        try self.init(PatternProgram(source), source)
    }

    /// One scalar of a set.
    init(_ set: ScalarSet) throws {
        try self.init(PatternProgram(set), "of one character")
    }

    private init(_ program: PatternProgram, _ source: String) throws {
        self.source = source
        classes = ScalarClasses(program.sets)
        transitions = try Self.determinized(program, classes, source)
    }

    /// Calls `body` with each match in `range`, from the left, without overlap and never empty.
    ///
    /// - Throws: `TokenizationError.slowPattern` where searches look far ahead again and again.
    func forEachMatch(in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) throws {
        var position = range.lowerBound
        var hindsight = Hindsight(budget: 1 << 22 + 64 * range.count)
        while position < range.upperBound {
            let end = try search(text, from: position, to: range.upperBound, &hindsight)
            if end > position {
                body(position..<end)
                position = end
            } else {
                position += UTF8Scalar.width(text[position])
            }
        }
    }

    /// Where the match that begins at `start` ends; `start` itself where there is none.
    @inline(__always)
    private func search(_ text: Span<UInt8>, from start: Int, to end: Int, _ hindsight: inout Hindsight) throws -> Int {
        var position = start
        var matchEnd = start
        var row = Int(Self.startState) * classes.count
        let transitions = transitions.span
        let isWatched = start < hindsight.end
        while position < end {
            let byte = text[position]
            var width = 1
            let scalarClass: Int
            if byte < 0x80 {
                scalarClass = classes.ascii(byte)
            } else {
                let scalar = UTF8Scalar.decode(text, at: position, end: end)
                scalarClass = classes.of(scalar.value)
                width = scalar.width
            }
            let step = transitions[row + scalarClass]
            if step & Self.matchFlag != 0 { matchEnd = position }
            let state = step & ~Self.matchFlag
            if state == 0 {
                if position - matchEnd > Self.freeOverscan {
                    try recordOverscan(text, start, matchEnd, position, end, &hindsight)
                }
                return matchEnd
            }
            position += width
            row = Int(state) * classes.count
            if isWatched, hindsight.knows(state, at: position) { return matchEnd }
        }
        if transitions[row + classes.end] & Self.matchFlag != 0 { return end }
        if end - matchEnd > Self.freeOverscan { try recordOverscan(text, start, matchEnd, end, end, &hindsight) }
        return matchEnd
    }

    /// Goes over a long search again that found nothing after `matchEnd`, and keeps its states.
    ///
    /// A later search that comes to
    /// the same state at the same place finds nothing either. Without this, `\s+$` on a long run of spaces takes quadratic
    /// time.
    private func recordOverscan(
        _ text: Span<UInt8>,
        _ start: Int,
        _ matchEnd: Int,
        _ stop: Int,
        _ end: Int,
        _ hindsight: inout Hindsight
    ) throws {
        guard hindsight.spend(stop - start) else { throw TokenizationError.slowPattern(pattern: source) }
        hindsight.begin(at: matchEnd)
        var position = start
        var state = Self.startState
        while position < stop {
            let scalar = UTF8Scalar.decode(text, at: position, end: end)
            state = transitions[Int(state) * classes.count + classes.of(scalar.value)] & ~Self.matchFlag
            position += scalar.width
            if position > matchEnd { hindsight.append(state, width: scalar.width) }
        }
    }

    // MARK: Making the table

    /// The subset construction, with the order of preference kept (as in RE2): a state is a list of instructions.
    private static func determinized(
        _ program: PatternProgram,
        _ classes: ScalarClasses,
        _ source: String
    ) throws -> [UInt16] {
        var states: [[Int]: UInt16] = [[]: 0, [program.start]: startState]
        var lists: [[Int]] = [[], [program.start]]
        var transitions = [UInt16](repeating: 0, count: classes.count)
        var index = 1
        var work = 0
        while index < lists.count {
            for scalarClass in 0..<classes.count {
                let (list, isMatch) = step(program, classes, lists[index], scalarClass, &work)
                guard work < 1 << 26, lists.count < mostStates else {
                    throw TokenizationError.unsupportedPattern(pattern: source, construct: "more than 8,000 states")
                }
                if states[list] == nil {
                    states[list] = UInt16(lists.count)
                    lists.append(list)
                }
                transitions.append((states[list] ?? 0) | (isMatch ? matchFlag : 0))
            }
            index += 1
        }
        return transitions
    }

    /// The instructions to go on with after a scalar of the class, and whether the match may end before it.
    private static func step(
        _ program: PatternProgram,
        _ classes: ScalarClasses,
        _ list: [Int],
        _ scalarClass: Int,
        _ work: inout Int
    ) -> (list: [Int], isMatch: Bool) {
        var seen = Set<Int>()
        var following: [Int] = []
        var followingSeen = Set<Int>()
        var stack = Array(list.reversed())
        while let number = stack.popLast() {
            guard seen.insert(number).inserted else { continue }
            work += 1
            switch program.instructions[number] {
            case .match:
                return (following, true)  // what is preferred less is given up
            case .split(let first, let second):
                stack.append(second)
                stack.append(first)
            case .look(let set, let atEnd, let next):
                let holds = scalarClass == classes.end ? atEnd : classes.isMember(scalarClass, of: set)
                if holds { stack.append(next) }
            case .scalar(let set, let next):
                guard scalarClass != classes.end, classes.isMember(scalarClass, of: set) else { continue }
                if followingSeen.insert(next).inserted { following.append(next) }
            }
        }
        return (following, false)
    }
}

/// The states of the last long search that found nothing, place by place.
private struct Hindsight {
    private var start = 0
    private var states: [UInt16] = []
    private var budget: Int

    init(budget: Int) { self.budget = budget }

    var end: Int { start + states.count }

    mutating func spend(_ count: Int) -> Bool {
        budget -= count
        return budget >= 0
    }

    mutating func begin(at position: Int) {
        start = position + 1
        states.removeAll(keepingCapacity: true)
    }

    mutating func append(_ state: UInt16, width: Int) {
        for _ in 1..<width { states.append(0) }
        states.append(state)
    }

    func knows(_ state: UInt16, at position: Int) -> Bool {
        position >= start && position < end && states[position - start] == state
    }
}
