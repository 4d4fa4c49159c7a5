// `map`, `select` and their relatives: they name other filters and tests, and look at elements only when asked.

extension TemplateFilters {
    static let selections: [String: Filter] = [
        "map": mapped,
        "select": selecting(wanted: true, byAttribute: false),
        "reject": selecting(wanted: false, byAttribute: false),
        "selectattr": selecting(wanted: true, byAttribute: true),
        "rejectattr": selecting(wanted: false, byAttribute: true),
    ]

    private static let mapped: Filter = { value, arguments, rendering in
        var change: ((TemplateValue) throws -> TemplateValue)?
        return lazily(value, emptyWhereFalse: true) { iterator in
            guard let element = try iterator.next() else { return nil }
            try rendering.step()
            if change == nil { change = try mapping(arguments, rendering) }
            return try change?(element)
        }
    }

    private static func mapping(
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> (TemplateValue) throws -> TemplateValue {
        if arguments.positional.isEmpty, arguments.named.contains(where: { $0.name == "attribute" }) {
            let given = try arguments.bound("map", ["attribute", "default"])
            let path = AttributePath(given[0], fallback: given[1])
            return { try path.value(of: $0, rendering) }
        }
        guard let name = arguments.positional.first else { throw TemplateFailure("map requires a filter argument") }
        let rest = TemplateArguments(Array(arguments.positional.dropFirst()), named: arguments.named)
        return { try call(name, $0, rest, rendering) }
    }

    private static func selecting(wanted: Bool, byAttribute: Bool) -> Filter {
        { value, arguments, rendering in
            lazily(value, emptyWhereFalse: true) { iterator in
                var positional = arguments.positional[...]
                var path: AttributePath?
                if byAttribute {
                    guard let attribute = positional.popFirst() else {
                        throw TemplateFailure("Missing parameter for attribute name")
                    }
                    path = AttributePath(attribute)
                }
                let test = positional.popFirst()
                let rest = TemplateArguments(Array(positional), named: arguments.named)
                while let element = try iterator.next() {
                    try rendering.step()
                    let subject = try path?.value(of: element, rendering) ?? element
                    let holds = try test.map { try TemplateTests.call($0, subject, rest, rendering) } ?? subject.isTrue
                    if holds == wanted { return element }
                }
                return nil
            }
        }
    }

    /// Elements made from those of a value, which is not looked at before the first one is wanted.
    static func lazily(
        _ value: TemplateValue,
        emptyWhereFalse: Bool = false,
        _ next: @escaping (inout TemplateIterator) throws -> TemplateValue?
    ) -> TemplateValue {
        var iterator: TemplateIterator?
        return .object(
            TemplateGenerator(of: value) {
                if iterator == nil {
                    iterator =
                        emptyWhereFalse && !value.isTrue
                        ? TemplateIterator(.elements([], 0)) : try TemplateIterator(value)
                }
                guard var elements = iterator else { return nil }
                let element = try next(&elements)
                iterator = elements
                return element
            }
        )
    }
}
