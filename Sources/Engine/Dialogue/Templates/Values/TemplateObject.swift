// Values with behaviour of their own. What is common to them stands here; each kind says what it adds.

/// The base of such values: it can do nothing.
package class TemplateObject {
    /// Python's name of the type.
    var typeName: String { "object" }
    /// `len()`, where it has one.
    var length: Int? { nil }
    var isTrue: Bool { length != 0 }
    var isCallable: Bool { false }
    /// Has a length and elements at places.
    var isSequence: Bool { false }
    var depth: Int { 0 }
    var representation: String { "<\(typeName) object>" }

    func attribute(_ name: String, _ rendering: Rendering) throws -> TemplateValue? { nil }

    func element(_ key: TemplateValue, _ rendering: Rendering) throws -> TemplateValue? { nil }

    func call(_ arguments: TemplateArguments, _ rendering: Rendering) throws -> TemplateValue {
        throw TemplateFailure("'\(typeName)' object is not callable")
    }

    /// Its elements, where it has any.
    func iterator() -> TemplateIterator? { nil }

    /// Lets go of what it refers to, so that nothing refers to itself once a rendering has ended.
    func clear() {}
}

/// `namespace(...)`: the one value that a template can change.
final class TemplateNamespace: TemplateObject {
    private var attributes: TemplateDictionaryBuilder

    override var typeName: String { "Namespace" }

    init(_ attributes: TemplateDictionaryBuilder) { self.attributes = attributes }

    func set(_ name: String, _ value: TemplateValue) { attributes.set(name, value) }

    override func attribute(_ name: String, _ rendering: Rendering) -> TemplateValue? { attributes.value(name) }

    override func element(_ key: TemplateValue, _ rendering: Rendering) throws -> TemplateValue? {
        if case .string(let name) = key { attributes.value(name) } else { nil }
    }

    override func clear() { attributes = TemplateDictionaryBuilder() }
}

/// `range(...)`: numbers that are not written out.
final class TemplateRange: TemplateObject {
    let start: Int
    let step: Int
    let count: Int

    override var typeName: String { "range" }
    override var length: Int? { count }
    override var isSequence: Bool { true }
    override var representation: String {
        step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))"
    }

    private let stop: Int

    init(from start: Int, to stop: Int, by step: Int) {
        (self.start, self.stop, self.step) = (start, stop, step)
        let distance = step > 0 ? Double(stop) - Double(start) : Double(start) - Double(stop)
        count = distance <= 0 ? 0 : Int((distance / Double(step.magnitude)).rounded(.up))
    }

    subscript(index: Int) -> TemplateValue { .int(start + index * step) }

    override func element(_ key: TemplateValue, _ rendering: Rendering) throws -> TemplateValue? {
        guard let index = key.integer else { return nil }
        let place = index < 0 ? index + count : index
        return 0..<count ~= place ? self[place] : nil
    }

    override func attribute(_ name: String, _ rendering: Rendering) -> TemplateValue? {
        switch name {
        case "start": .int(start)
        case "stop": .int(stop)
        case "step": .int(step)
        default: nil
        }
    }

    override func iterator() -> TemplateIterator? { TemplateIterator(.range(self, 0)) }
}

/// What `keys()`, `values()` and `items()` of a dictionary give.
final class TemplateDictionaryView: TemplateObject {
    enum Part: String {
        case keys = "dict_keys"
        case values = "dict_values"
        case items = "dict_items"
    }

    let dictionary: TemplateDictionary
    let part: Part

    override var typeName: String { part.rawValue }
    override var length: Int? { dictionary.count }
    override var depth: Int { dictionary.depth }
    override var representation: String {
        "\(part.rawValue)(\(TemplateWriter.representation(of: .list(TemplateSequence(elements)))))"
    }

    init(_ part: Part, of dictionary: TemplateDictionary) { (self.part, self.dictionary) = (part, dictionary) }

    var elements: [TemplateValue] {
        switch part {
        case .keys: dictionary.keys
        case .values: dictionary.values
        case .items: zip(dictionary.keys, dictionary.values).map { .tuple([$0, $1]) }
        }
    }

    override func iterator() -> TemplateIterator? {
        part == .items ? TemplateIterator(.items(dictionary, 0)) : TemplateIterator(.elements(elements, 0))
    }
}

/// Elements that are made one by one, once: what `map`, `select` and the like give.
final class TemplateGenerator: TemplateObject {
    private let produce: () throws -> TemplateValue?
    private let nesting: Int
    private let name: String

    override var typeName: String { name }
    override var depth: Int { nesting }

    /// The source is what the elements come from: generators over generators nest.
    init(
        of source: TemplateValue,
        typeName: String = "generator",
        _ produce: @escaping () throws -> TemplateValue?
    ) {
        self.produce = produce
        name = typeName
        nesting = source.depth + 1
    }

    func next() throws -> TemplateValue? { try produce() }

    override func iterator() -> TemplateIterator? { TemplateIterator(.generator(self)) }
}

/// A method together with the value that it belongs to.
final class TemplateMethod: TemplateObject {
    private let receiver: TemplateValue
    private let name: String

    override var typeName: String { "builtin_function_or_method" }
    override var isCallable: Bool { true }
    override var depth: Int { receiver.depth + 1 }

    init(_ name: String, of receiver: TemplateValue) { (self.name, self.receiver) = (name, receiver) }

    override func call(_ arguments: TemplateArguments, _ rendering: Rendering) throws -> TemplateValue {
        try TemplateMethods.call(name, of: receiver, arguments, rendering)
    }
}

/// A function that every template finds, such as `range`.
final class TemplateFunction: TemplateObject {
    typealias Body = @Sendable (TemplateArguments, Rendering) throws -> TemplateValue

    private let body: Body

    override var typeName: String { "function" }
    override var isCallable: Bool { true }

    init(_ body: @escaping Body) { self.body = body }

    override func call(_ arguments: TemplateArguments, _ rendering: Rendering) throws -> TemplateValue {
        try body(arguments, rendering)
    }
}
