// `{% for %}` and what a body knows of its loop.

final class ForNode: TemplateStatement {
    /// What decides whether an element is taken; it has a scope of its own.
    struct Condition: Sendable {
        let entry: ScopeEntry
        let target: AssignmentTarget
        let test: any TemplateExpression
    }

    private let target: AssignmentTarget
    private let sequence: any TemplateExpression
    private let condition: Condition?
    /// Where `loop` goes, if the body speaks of it.
    private let loopSlot: Int?
    private let isRecursive: Bool
    private let entry: ScopeEntry
    private let body: TemplateBody
    private let otherwise: (entry: ScopeEntry, body: TemplateBody)?
    /// The variables of the body, which a recursion must leave as they were.
    private let slots: Range<Int>
    private let place: TemplatePlace

    init(
        target: AssignmentTarget,
        sequence: any TemplateExpression,
        condition: Condition?,
        loopSlot: Int?,
        isRecursive: Bool,
        entry: ScopeEntry,
        body: TemplateBody,
        otherwise: (entry: ScopeEntry, body: TemplateBody)?,
        slots: Range<Int>,
        place: TemplatePlace
    ) {
        (self.target, self.sequence, self.condition, self.loopSlot) = (target, sequence, condition, loopSlot)
        (self.isRecursive, self.entry, self.body, self.otherwise) = (isRecursive, entry, body, otherwise)
        (self.slots, self.place) = (slots, place)
    }

    func run(_ rendering: Rendering) throws -> TemplateFlow {
        rendering.place = place
        try rendering.step()
        let sequence = try sequence.value(rendering)
        rendering.place = place
        try run(over: sequence, depth: 0, rendering)
        return .next
    }

    private func run(over sequence: TemplateValue, depth: Int, _ rendering: Rendering) throws {
        // As in jinja2, `else` follows unless some run of the body came to its end.
        var isComplete = false
        if loopSlot == nil, condition == nil, case .list(let list) = sequence {
            for element in list.elements {
                let flow = try iterate(element, rendering)
                if flow == .breakLoop { break }
                if flow == .next { isComplete = true }
            }
        } else {
            let loop = TemplateLoop(
                over: try elements(of: sequence, rendering),
                length: condition == nil ? try? sequence.length() : nil,
                depth: depth,
                recursion: isRecursive ? (self, rendering.frame) : nil
            )
            while let element = try loop.advance() {
                if let loopSlot { rendering.frame[loopSlot] = .object(loop) }
                let flow = try iterate(element, rendering)
                if flow == .breakLoop { break }
                if flow == .next { isComplete = true }
            }
        }
        if !isComplete, let otherwise {
            otherwise.entry.enter(rendering)
            _ = try otherwise.body.run(rendering)
        }
    }

    private func iterate(_ element: TemplateValue, _ rendering: Rendering) throws -> TemplateFlow {
        try rendering.step()
        if !entry.values.isEmpty { entry.enter(rendering) }
        if case .slot(let slot) = target {
            rendering.frame[slot] = element
        } else {
            rendering.place = place
            try target.assign(element, rendering)
        }
        return try body.run(rendering)
    }

    /// The elements that the condition lets through, looked at one by one while the loop goes on.
    private func elements(of sequence: TemplateValue, _ rendering: Rendering) throws -> TemplateIterator {
        var iterator = try TemplateIterator(sequence)
        guard let condition else { return iterator }
        // A macro that was handed the loop may be what asks for the next element.
        let frame = rendering.frame
        rendering.keepForClearing(frame)
        return TemplateIterator(
            .generator(
                TemplateGenerator(of: sequence) {
                    let asking = rendering.frame
                    rendering.frame = frame
                    defer { rendering.frame = asking }
                    while let element = try iterator.next() {
                        try rendering.step()
                        condition.entry.enter(rendering)
                        try condition.target.assign(element, rendering)
                        if try condition.test.test(rendering) { return element }
                    }
                    return nil
                }
            )
        )
    }

    /// `loop(...)` inside of the body: the text of the same loop over other elements.
    func recursion(over sequence: TemplateValue, depth: Int, in frame: Frame, _ rendering: Rendering) throws -> String {
        try rendering.nested {
            let caller = rendering.frame
            rendering.frame = frame
            let saved = slots.map { frame[$0] }
            let text = try rendering.captured { try run(over: sequence, depth: depth, rendering) }
            for (slot, value) in zip(slots, saved) { frame[slot] = value }
            rendering.frame = caller
            return text
        }
    }
}

/// The variable `loop`.
final class TemplateLoop: TemplateObject {
    private var iterator: TemplateIterator
    private var knownLength: Int?
    private let depth0: Int
    private let node: ForNode?
    /// Weak, since the frame holds the loop.
    private weak var frame: Frame?

    private var index0 = -1
    private var previous: TemplateValue?
    private var current: TemplateValue?
    private var ahead: TemplateValue?
    private var isAhead = false
    private var lastChange: [TemplateValue]?

    override var typeName: String { "LoopContext" }
    override var length: Int? { knownLength }
    override var isTrue: Bool { true }
    override var isCallable: Bool { node != nil }
    override var representation: String { "<LoopContext \(index0 + 1)/\(knownLength.map(String.init) ?? "?")>" }

    init(over iterator: TemplateIterator, length: Int?, depth: Int, recursion: (node: ForNode, frame: Frame)?) {
        (self.iterator, knownLength, depth0) = (iterator, length, depth)
        (node, frame) = (recursion?.node, recursion?.frame)
    }

    func advance() throws -> TemplateValue? {
        guard let next = try peek() else { return nil }
        isAhead = false
        index0 += 1
        (previous, current) = (current, next)
        return next
    }

    private func peek() throws -> TemplateValue? {
        if !isAhead {
            ahead = try iterator.next()
            isAhead = true
        }
        return ahead
    }

    /// The number of elements, for which all have to be there.
    private func count(_ rendering: Rendering) throws -> Int {
        if let knownLength { return knownLength }
        var rest: [TemplateValue] = []
        if let next = try peek() { rest = try [next] + iterator.rest(rendering) }
        isAhead = false
        iterator = TemplateIterator(.elements(rest, 0))
        knownLength = index0 + 1 + rest.count
        return index0 + 1 + rest.count
    }

    override func attribute(_ name: String, _ rendering: Rendering) throws -> TemplateValue? {
        switch name {
        case "index": return .int(index0 + 1)
        case "index0": return .int(index0)
        case "first": return .bool(index0 == 0)
        case "last": return .bool(try peek() == nil)
        case "length": return .int(try count(rendering))
        case "revindex": return .int(try count(rendering) - index0)
        case "revindex0": return .int(try count(rendering) - index0 - 1)
        case "previtem": return previous ?? .undefined(TemplateUndefined(message: "there is no previous item"))
        case "nextitem": return try peek() ?? .undefined(TemplateUndefined(message: "there is no next item"))
        case "depth": return .int(depth0 + 1)
        case "depth0": return .int(depth0)
        case "cycle": return .object(Method(self, .cycle))
        case "changed": return .object(Method(self, .changed))
        default: return nil
        }
    }

    override func call(_ arguments: TemplateArguments, _ rendering: Rendering) throws -> TemplateValue {
        guard let node else {
            throw TemplateFailure("The loop must have the 'recursive' marker to be called recursively.")
        }
        guard let frame else { throw TemplateFailure("the loop has ended.") }
        let given = try arguments.bound("loop", ["iterable"], required: 1)
        return .string(
            try node.recursion(over: given[0] ?? .none, depth: depth0 + 1, in: frame, rendering)
        )
    }

    private final class Method: TemplateObject {
        enum Kind { case cycle, changed }

        private let loop: TemplateLoop
        private let kind: Kind

        override var isCallable: Bool { true }

        init(_ loop: TemplateLoop, _ kind: Kind) { (self.loop, self.kind) = (loop, kind) }

        override func call(_ arguments: TemplateArguments, _ rendering: Rendering) throws -> TemplateValue {
            let values = arguments.positional
            switch kind {
            case .cycle:
                guard !values.isEmpty else { throw TemplateFailure("no items for cycling given") }
                return values[loop.index0 % values.count]
            case .changed:
                defer { loop.lastChange = values }
                guard let last = loop.lastChange else { return .bool(true) }
                return .bool(try !TemplateComparison.equal(.tuple(last), .tuple(values), rendering))
            }
        }
    }
}
