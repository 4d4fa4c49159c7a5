// Attributes, elements and slices.

final class AttributeNode: TemplateExpression {
    let object: any TemplateExpression
    let name: String
    /// The name may mean a method of dictionaries; other names are looked for among the keys at once.
    private let isMethod: Bool
    private let missing: TemplateUndefined

    init(_ object: any TemplateExpression, _ name: String) {
        (self.object, self.name) = (object, name)
        isMethod = TemplateMethods.isOfDictionaries(name)
        missing = TemplateUndefined(message: "'dict object' has no attribute '\(name)'")
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        let object = try object.value(rendering)
        switch object {
        case .dictionary(let dictionary) where !isMethod:
            return dictionary.value(name) ?? .undefined(missing)
        case .object(let object):
            if let value = try object.attribute(name, rendering) { return value }
        default: break
        }
        return try rendering.attribute(name, of: object)
    }
}

final class ItemNode: TemplateExpression {
    private let object: any TemplateExpression
    private let key: any TemplateExpression

    init(_ object: any TemplateExpression, _ key: any TemplateExpression) { (self.object, self.key) = (object, key) }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        try rendering.element(key.value(rendering), of: object.value(rendering))
    }
}

/// An element under a name that is written down.
final class NamedItemNode: TemplateExpression {
    private let object: any TemplateExpression
    private let name: String
    private let missing: TemplateUndefined
    private let isMethod: Bool

    init(_ object: any TemplateExpression, _ name: String) {
        (self.object, self.name) = (object, name)
        isMethod = TemplateMethods.isOfDictionaries(name)
        missing = TemplateUndefined(message: "'dict object' has no attribute '\(name)'")
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        let object = try object.value(rendering)
        if case .dictionary(let dictionary) = object {
            if let value = dictionary.value(name) { return value }
            if !isMethod { return .undefined(missing) }
        }
        return try rendering.element(.string(name), of: object)
    }
}

final class SliceNode: TemplateExpression {
    private let object: any TemplateExpression
    private let bounds: [(any TemplateExpression)?]

    init(_ object: any TemplateExpression, _ bounds: [(any TemplateExpression)?]) {
        (self.object, self.bounds) = (object, bounds)
    }

    func value(_ rendering: Rendering) throws -> TemplateValue {
        let object = try object.value(rendering)
        return try rendering.slice(
            object,
            from: bounds[0]?.value(rendering) ?? .none,
            to: bounds[1]?.value(rendering) ?? .none,
            by: bounds[2]?.value(rendering) ?? .none
        )
    }
}
