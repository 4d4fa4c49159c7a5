// One rendering of a template: what has been written, the variables, and how much more may be done.

/// The state of a rendering; made for one and thrown away after it.
package final class Rendering {
    let limits: TemplateLimits
    /// What `strftime_now` says.
    let now: () -> TemplateTime
    /// The variables of the macro that is running, or of the template itself.
    var frame: Frame
    /// The variables that the template only reads, in the order that the compiler gave them.
    let context: [TemplateValue]
    var place = TemplatePlace(line: 1, construct: .text)
    private(set) var output: [UInt8] = []
    private var steps = 0
    private var callDepth = 0
    /// Whatever can refer to itself; cleared at the end, since nothing else would free it.
    private var clearable: [TemplateObject] = []
    private var frames: [Frame] = []

    init(
        limits: TemplateLimits,
        now: @escaping () -> TemplateTime,
        frame: Frame,
        context: [TemplateValue]
    ) {
        (self.limits, self.now, self.frame, self.context) = (limits, now, frame, context)
        output.reserveCapacity(4_096)
    }

    // MARK: Output

    func write(_ text: String) throws {
        output.append(contentsOf: text.utf8)
        if output.count > limits.textBytes { throw TemplateFailure.limit("the output is too long.") }
    }

    func write(_ value: TemplateValue) throws {
        switch value {
        case .string(let text), .markup(let text): try write(text)
        case .undefined: break
        default: try write(text(of: value))
        }
    }

    /// The text that a body writes, which does not reach the output.
    func captured(_ body: () throws -> Void) throws -> String {
        let start = output.count
        try body()
        return takeOutput(from: start)
    }

    /// Takes back what was written after a place.
    func takeOutput(from start: Int) -> String {
        let text = String(decoding: output[start...], as: UTF8.self)
        output.removeSubrange(start...)
        return text
    }

    // MARK: Text of values

    func text(of value: TemplateValue) throws -> String {
        if let text = value.text { return text }
        var writer = TemplateWriter(limit: limits.textBytes)
        try writer.write(value)
        try charge(writer.bytes.count)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    func representation(of value: TemplateValue) throws -> String {
        var writer = TemplateWriter(limit: limits.textBytes)
        try writer.writeRepresentation(value)
        try charge(writer.bytes.count)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    // MARK: Bounds

    func step() throws {
        steps &+= 1
        if steps > limits.steps { throw TemplateFailure.limit("it takes more than \(limits.steps) steps.") }
    }

    /// Counts work on many bytes or elements as steps.
    func charge(_ amount: Int) throws {
        steps &+= amount >> 4
        try step()
    }

    /// A text of this many bytes may exist.
    func checkText(_ count: Int) throws {
        if count > limits.textBytes {
            throw TemplateFailure.limit("a text is longer than \(limits.textBytes) bytes.")
        }
    }

    func checkElements(_ count: Int) throws {
        if count > limits.elements {
            throw TemplateFailure.limit("a list has more than \(limits.elements) elements.")
        }
    }

    /// A new container, unless it nests too deep.
    func checked(_ value: TemplateValue) throws -> TemplateValue {
        if value.depth > limits.valueDepth {
            throw TemplateFailure.limit("more than \(limits.valueDepth) values stand inside one another.")
        }
        return value
    }

    /// Runs a macro or a recursive loop; the place is the caller's again afterwards.
    func nested<Result>(_ body: () throws -> Result) throws -> Result {
        callDepth += 1
        guard callDepth <= limits.callDepth else {
            throw TemplateFailure.limit("more than \(limits.callDepth) macros or loops call one another.")
        }
        let place = place
        let result = try body()
        self.place = place
        callDepth -= 1
        return result
    }

    // MARK: What has to be cleared

    func keepForClearing(_ object: TemplateObject) { clearable.append(object) }

    func keepForClearing(_ frame: Frame) {
        if frames.last !== frame { frames.append(frame) }
    }

    func clear() {
        for object in clearable { object.clear() }
        for frame in frames { frame.clear() }
        frame.clear()
    }
}

/// The variables of one call of a macro, or of the template itself.
///
/// Every expression goes through here, so the variables lie in memory of their own: an array inside of a class costs a
/// check of exclusive access for each look, which was a tenth of the time. Safe from outside: every slot is checked.
@safe final class Frame {
    /// Made and freed with the frame, initialised from the first to the last.
    private let variables: UnsafeMutableBufferPointer<TemplateValue>
    private let count: Int
    /// The variables around the macro's definition.
    let outer: Frame?

    init(slotCount: Int, outer: Frame?) {
        unsafe variables = .allocate(capacity: slotCount)
        unsafe variables.initialize(repeating: .none)
        count = slotCount
        self.outer = outer
    }

    deinit {
        unsafe variables.deinitialize()
        unsafe variables.deallocate()
    }

    /// The compiler gives the slots, and counts them; the check costs next to nothing.
    subscript(slot: Int) -> TemplateValue {
        get {
            precondition(slot >= 0 && slot < count)
            return unsafe variables[slot]
        }
        set {
            precondition(slot >= 0 && slot < count)
            unsafe variables[slot] = newValue
        }
    }

    /// Lets go of everything.
    func clear() {
        for slot in 0..<count { self[slot] = .none }
    }
}
