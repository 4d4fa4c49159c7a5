// Attributes, elements and slices: what stands behind `x.y`, `x[y]` and `x[a:b]` in jinja2's sandbox.

extension Rendering {
    /// `value.name`: an attribute, or else an element of that name.
    func attribute(_ name: String, of value: TemplateValue) throws -> TemplateValue {
        if let found = try member(name, of: value) { return found }
        switch value {
        case .dictionary(let dictionary):
            if let found = dictionary.value(name) { return found }
        case .object(let object):
            if let found = try object.element(.string(name), self) { return found }
        default: break
        }
        return .undefined(TemplateUndefined(.string(name), of: value))
    }

    /// `value[key]`: an element, or else an attribute of that name.
    func element(_ key: TemplateValue, of value: TemplateValue) throws -> TemplateValue {
        switch value {
        case .undefined(let undefined): throw TemplateFailure.undefined(undefined)
        case .dictionary(let dictionary):
            // What cannot be a key is not there.
            if let found = try? dictionary.value(key) { return found }
        case .list(let sequence), .tuple(let sequence):
            if let index = key.integer {
                let elements = sequence.elements
                let place = index < 0 ? index &+ elements.count : index
                if elements.indices.contains(place) { return elements[place] }
            }
        case .string(let text):
            if let index = key.integer, let found = character(index, of: text) { return .string(found) }
        case .markup(let text):
            if let index = key.integer, let found = character(index, of: text) { return .markup(found) }
        case .object(let object):
            if let found = try object.element(key, self) { return found }
        default: break
        }
        if case .string(let name) = key, let found = try member(name, of: value) { return found }
        return .undefined(TemplateUndefined(key, of: value))
    }

    /// What Python finds with `getattr`; names that the sandbox hides are undefined.
    func member(_ name: String, of value: TemplateValue) throws -> TemplateValue? {
        if name.utf8.first == UInt8(ascii: "_"), name.hasPrefix("__"), name.hasSuffix("__"),
            TemplateMethods.hiddenNames.contains(name)
        {
            return .undefined(TemplateUndefined(unsafe: name, of: value))
        }
        if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
        switch TemplateMethods.kind(of: name, in: value) {
        case .offered: return .object(TemplateMethod(name, of: value))
        case .forbidden: return .undefined(TemplateUndefined(unsafe: name, of: value))
        case .unknown: break
        }
        switch value {
        case .object(let object): return try object.attribute(name, self)
        case .tuple(let sequence):
            return sequence.fieldNames.firstIndex(of: name).map { sequence.elements[$0] }
        case .int, .bool:
            let number = value.integer ?? 0
            return switch name {
            case "real", "numerator": .int(number)
            case "imag": .int(0)
            case "denominator": .int(1)
            default: nil
            }
        case .float(let number):
            return name == "real" ? .float(number) : name == "imag" ? .float(0) : nil
        default: return nil
        }
    }

    private func character(_ index: Int, of text: String) -> String? {
        let count = text.scalarCount
        let place = index < 0 ? index &+ count : index
        guard 0..<count ~= place else { return nil }
        if count == text.utf8.count { return text.slice(place..<place + 1) }
        let start = text.byteOffset(ofScalar: place)
        return text.slice(start..<text.slice(from: start).byteOffset(ofScalar: 1) + start)
    }

    /// `value[from:to:by]`.
    func slice(
        _ value: TemplateValue,
        from: TemplateValue,
        to: TemplateValue,
        by: TemplateValue
    ) throws -> TemplateValue {
        func bound(_ value: TemplateValue) throws -> Int? {
            if case .none = value { return nil }
            if let integer = value.integer { return integer }
            if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
            throw TemplateFailure("slice indices must be integers or None, not \(value.typeName)")
        }
        if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
        let bounds = try (bound(from), bound(to), bound(by))
        guard bounds.2 != 0 else { throw TemplateFailure("slice step cannot be zero") }
        func selection(_ count: Int) -> (start: Int, step: Int, count: Int) {
            Self.selection(bounds.0, bounds.1, bounds.2 ?? 1, of: count)
        }
        switch value {
        case .list(let sequence):
            try charge(sequence.elements.count)
            return .list(Self.select(sequence.elements, selection(sequence.elements.count)))
        case .tuple(let sequence):
            try charge(sequence.elements.count)
            return .tuple(Self.select(sequence.elements, selection(sequence.elements.count)))
        case .string(let text): return .string(try slice(text, selection(text.scalarCount)))
        case .markup(let text): return .markup(try slice(text, selection(text.scalarCount)))
        case .object(let object):
            if let range = object as? TemplateRange {
                let (start, step, count) = selection(range.count)
                let first = range.start + start * range.step
                let stride = step * range.step
                return .object(TemplateRange(from: first, to: first + count * stride, by: stride))
            }
        default: break
        }
        throw TemplateFailure("'\(value.typeName)' object is not subscriptable by a slice")
    }

    private func slice(_ text: String, _ selection: (start: Int, step: Int, count: Int)) throws -> String {
        try charge(text.utf8.count)
        if selection.count == 0 { return "" }
        if selection.step == 1 {
            let start = text.byteOffset(ofScalar: selection.start)
            let rest = text.slice(from: start)
            return rest.slice(0..<rest.byteOffset(ofScalar: selection.count))
        }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for index in 0..<selection.count { result.append(scalars[selection.start + index * selection.step]) }
        return String(result)
    }

    private static func select(
        _ elements: [TemplateValue],
        _ selection: (start: Int, step: Int, count: Int)
    ) -> [TemplateValue] {
        if selection.count == 0 { return [] }
        if selection.step == 1 { return Array(elements[selection.start..<selection.start + selection.count]) }
        return (0..<selection.count).map { elements[selection.start + $0 * selection.step] }
    }

    /// Which of `count` elements a slice takes.
    private static func selection(_ from: Int?, _ to: Int?, _ by: Int, of count: Int) -> (
        start: Int, step: Int, count: Int
    ) {
        // A step longer than the sequence takes one element, like any other such step.
        let step = max(-count - 1, min(count + 1, by))
        let lowest = step < 0 ? -1 : 0
        let highest = step < 0 ? count - 1 : count
        func clamped(_ index: Int?, _ fallback: Int) -> Int {
            guard let index else { return fallback }
            return max(lowest, min(highest, index < 0 ? index + count : index))
        }
        let start = clamped(from, step < 0 ? highest : lowest)
        let end = clamped(to, step < 0 ? lowest : highest)
        let distance = step < 0 ? start - end : end - start
        let magnitude = abs(step)
        return (start, step, distance <= 0 ? 0 : (distance - 1) / magnitude + 1)
    }
}

extension TemplateUndefined {
    convenience init(unsafe name: String, of value: TemplateValue) {
        self.init(message: "access to attribute '\(name)' of '\(value.typeName)' object is unsafe.")
    }
}
