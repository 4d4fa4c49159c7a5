// How elements are taken from whatever has some.

/// Takes elements one after the other.
struct TemplateIterator {
    enum Source {
        case elements([TemplateValue], Int)
        case characters(String.UnicodeScalarView.Iterator)
        case range(TemplateRange, Int)
        case items(TemplateDictionary, Int)
        case generator(TemplateGenerator)
    }

    private var source: Source

    init(_ source: Source) { self.source = source }

    /// - Throws: When the value has no elements.
    init(_ value: TemplateValue) throws {
        switch value {
        case .list(let sequence), .tuple(let sequence): source = .elements(sequence.elements, 0)
        case .string(let text), .markup(let text): source = .characters(text.unicodeScalars.makeIterator())
        case .dictionary(let dictionary): source = .elements(dictionary.keys, 0)
        case .undefined: source = .elements([], 0)
        case .object(let object):
            guard let iterator = object.iterator() else { throw Self.failure(value) }
            self = iterator
        default: throw Self.failure(value)
        }
    }

    private static func failure(_ value: TemplateValue) -> TemplateFailure {
        TemplateFailure("'\(value.typeName)' object is not iterable")
    }

    mutating func next() throws -> TemplateValue? {
        switch source {
        case .elements(let elements, let index):
            guard index < elements.count else { return nil }
            source = .elements(elements, index + 1)
            return elements[index]
        case .characters(var scalars):
            guard let scalar = scalars.next() else { return nil }
            source = .characters(scalars)
            return .string(String(scalar))
        case .range(let range, let index):
            guard index < range.count else { return nil }
            source = .range(range, index + 1)
            return range[index]
        case .items(let dictionary, let index):
            guard index < dictionary.count else { return nil }
            source = .items(dictionary, index + 1)
            return .tuple([dictionary.keys[index], dictionary.values[index]])
        case .generator(let generator): return try generator.next()
        }
    }

    /// The rest, all at once.
    mutating func rest(_ rendering: Rendering) throws -> [TemplateValue] {
        if case .elements(let elements, let index) = source {
            source = .elements([], 0)
            return index == 0 ? elements : Array(elements[index...])
        }
        var elements: [TemplateValue] = []
        while let element = try next() {
            try rendering.step()
            elements.append(element)
            try rendering.checkElements(elements.count)
        }
        return elements
    }
}

extension TemplateValue {
    /// All elements.
    func elements(_ rendering: Rendering) throws -> [TemplateValue] {
        var iterator = try TemplateIterator(self)
        return try iterator.rest(rendering)
    }

    /// `len()`.
    func length() throws -> Int {
        switch self {
        case .string(let text), .markup(let text): return text.scalarCount
        case .list(let sequence), .tuple(let sequence): return sequence.elements.count
        case .dictionary(let dictionary): return dictionary.count
        case .undefined: return 0
        case .object(let object):
            if let length = object.length { return length }
        default: break
        }
        throw TemplateFailure("object of type '\(typeName)' has no len()")
    }
}
