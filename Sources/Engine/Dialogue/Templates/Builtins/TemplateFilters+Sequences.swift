// Filters on lists, dictionaries and whatever else has elements.

extension TemplateFilters {
    static let sequences: [String: Filter] = [
        "length": length,
        "count": length,
        "list": { value, arguments, rendering in
            try arguments.none("list")
            return .list(try value.elements(rendering))
        },
        "first": { value, arguments, _ in
            try arguments.none("first")
            var iterator = try TemplateIterator(value)
            return try iterator.next() ?? empty("No first item, sequence was empty.")
        },
        "last": { value, arguments, rendering in
            try arguments.none("last")
            switch value {
            case .object(let object) where object is TemplateGenerator:
                throw TemplateFailure("'\(object.typeName)' object is not reversible")
            case .string(let text), .markup(let text):
                return text.unicodeScalars.last.map { .string(String($0)) }
                    ?? empty("No last item, sequence was empty.")
            default: return try value.elements(rendering).last ?? empty("No last item, sequence was empty.")
            }
        },
        "random": { value, arguments, rendering in
            try arguments.none("random")
            return try value.elements(rendering).randomElement() ?? empty("No random item, sequence was empty.")
        },
        "reverse": { value, arguments, rendering in
            try arguments.none("reverse")
            if let text = value.text {
                return same(value, String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
            }
            let elements = Array(try value.elements(rendering).reversed())
            if case .object(let object) = value, object is TemplateGenerator { return .list(elements) }
            return generator(of: value, typeName: value.typeName + "_reverseiterator") { elements }
        },
        "join": joined,
        "items": { value, arguments, _ in
            try arguments.none("items")
            return generator(of: value) {
                switch value {
                case .undefined: return []
                case .dictionary(let dictionary): return TemplateDictionaryView(.items, of: dictionary).elements
                default: throw TemplateFailure("Can only get item pairs from a mapping.")
                }
            }
        },
        "dictsort": dictionarySorted,
        "sort": { value, arguments, rendering in
            let given = try arguments.bound("sort", ["reverse", "case_sensitive", "attribute"])
            let paths = AttributePath.several(given[2])
            let ignoresCase = !given[1].truth()
            let sorted = try TemplateComparison.sorted(
                value.elements(rendering),
                reverse: given[0].truth(),
                rendering
            ) { element in
                let keys = try paths.map { try folded(ignoresCase, $0.value(of: element, rendering)) }
                return .list(keys)
            }
            return .list(sorted)
        },
        "unique": { value, arguments, rendering in
            let given = try arguments.bound("unique", ["case_sensitive", "attribute"])
            let ignoresCase = !given[0].truth()
            let path = AttributePath(given[1])
            var seen: Set<TemplateKey> = []
            return lazily(value) { iterator in
                while let element = try iterator.next() {
                    let key = try TemplateKey(folded(ignoresCase, path.value(of: element, rendering)))
                    if seen.insert(key).inserted { return element }
                }
                return nil
            }
        },
        "min": { try extreme("min", $0, $1, $2) },
        "max": { try extreme("max", $0, $1, $2) },
        "sum": { value, arguments, rendering in
            let given = try arguments.bound("sum", ["attribute", "start"])
            let path = given[0].flatMap { $0.isNone ? nil : AttributePath($0) }
            var total = given[1] ?? .int(0)
            if total.text != nil { throw TemplateFailure("sum() can't sum strings [use ''.join(seq) instead]") }
            for element in try value.elements(rendering) {
                let part = try path?.value(of: element, rendering) ?? element
                total = try TemplateArithmetic.apply(.add, total, part, rendering)
            }
            return total
        },
        "batch": { value, arguments, rendering in
            let given = try arguments.bound("batch", ["linecount", "fill_with"], required: 1)
            let fill = given[1].flatMap { $0.isNone ? nil : $0 }
            return generator(of: value) {
                let count = try (given[0] ?? .none).requiredInteger("batch")
                var batches: [TemplateValue] = []
                var batch: [TemplateValue] = []
                for element in try value.elements(rendering) {
                    if batch.count == count {
                        batches.append(.list(batch))
                        batch = []
                    }
                    batch.append(element)
                }
                if !batch.isEmpty {
                    if let fill, batch.count < count {
                        try rendering.checkElements(count)
                        batch += Array(repeating: fill, count: count - batch.count)
                    }
                    batches.append(.list(batch))
                }
                return batches
            }
        },
        "slice": { value, arguments, rendering in
            let given = try arguments.bound("slice", ["slices", "fill_with"], required: 1)
            let fill = given[1].flatMap { $0.isNone ? nil : $0 }
            return generator(of: value) {
                let count = try (given[0] ?? .none).requiredInteger("slice")
                guard count != 0 else { throw TemplateFailure("integer division or modulo by zero") }
                try rendering.checkElements(count)
                let elements = try value.elements(rendering)
                var slices: [TemplateValue] = []
                var start = 0
                for index in 0..<max(0, count) {
                    let isLonger = index < elements.count % count
                    let end = start + elements.count / count + (isLonger ? 1 : 0)
                    var slice = Array(elements[start..<end])
                    if let fill, !isLonger { slice.append(fill) }
                    slices.append(.list(slice))
                    start = end
                }
                return slices
            }
        },
        "groupby": grouped,
    ]

    private static let length: Filter = { value, arguments, _ in
        try arguments.none("length")
        return .int(try value.length())
    }

    private static func empty(_ message: String) -> TemplateValue { .undefined(TemplateUndefined(message: message)) }

    /// Elements that can be taken once, and are made when the first one is.
    private static func generator(
        of source: TemplateValue,
        typeName: String = "generator",
        _ elements: @escaping () throws -> [TemplateValue]
    ) -> TemplateValue {
        var iterator: TemplateIterator?
        return .object(
            TemplateGenerator(of: source, typeName: typeName) {
                if iterator == nil { iterator = TemplateIterator(.elements(try elements(), 0)) }
                return try iterator?.next()
            }
        )
    }

    /// The lower case of a text, where case is not looked at.
    private static func folded(_ ignoresCase: Bool, _ value: TemplateValue) -> TemplateValue {
        guard ignoresCase, let text = value.text else { return value }
        return .string(PythonText.lowercased(text))
    }

    private static let joined: Filter = { value, arguments, rendering in
        let given = try arguments.bound("join", ["d", "attribute"])
        let separator = try given[0].map { try rendering.text(of: $0) } ?? ""
        let path = given[1].flatMap { $0.isNone ? nil : AttributePath($0) }
        var result = ""
        var isFirst = true
        var iterator = try TemplateIterator(value)
        while let element = try iterator.next() {
            if !isFirst { result += separator }
            isFirst = false
            result += try rendering.text(of: try path?.value(of: element, rendering) ?? element)
            try rendering.charge(separator.utf8.count)
            try rendering.checkText(result.utf8.count)
        }
        try rendering.charge(result.utf8.count)
        return .string(result)
    }

    private static let dictionarySorted: Filter = { value, arguments, rendering in
        let given = try arguments.bound("dictsort", ["case_sensitive", "by", "reverse"])
        let by = try given[1]?.requiredText("dictsort") ?? "key"
        guard by == "key" || by == "value" else {
            throw TemplateFailure("You can only sort by either \"key\" or \"value\"")
        }
        if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
        guard case .dictionary(let dictionary) = value else {
            throw TemplateFailure("'\(value.typeName)' object has no attribute 'items'")
        }
        let ignoresCase = !given[0].truth()
        let pairs = Array(zip(dictionary.keys, dictionary.values))
        let sorted = try TemplateComparison.sorted(pairs, reverse: given[2].truth(), rendering) {
            folded(ignoresCase, by == "key" ? $0.0 : $0.1)
        }
        return .list(sorted.map { .tuple([$0.0, $0.1]) })
    }

    private static func extreme(
        _ name: String,
        _ value: TemplateValue,
        _ arguments: TemplateArguments,
        _ rendering: Rendering
    ) throws -> TemplateValue {
        let given = try arguments.bound(name, ["case_sensitive", "attribute"])
        let path = AttributePath(given[1])
        let ignoresCase = !given[0].truth()
        var best: (key: TemplateValue, element: TemplateValue)?
        for element in try value.elements(rendering) {
            try rendering.step()
            let key = folded(ignoresCase, try path.value(of: element, rendering))
            guard let current = best else {
                best = (key, element)
                continue
            }
            let isBetter =
                try name == "min"
                ? TemplateComparison.precedes(key, current.key, rendering)
                : TemplateComparison.precedes(current.key, key, rendering, symbol: ">")
            if isBetter { best = (key, element) }
        }
        return best?.element ?? empty("No aggregated item, sequence was empty.")
    }

    private static let grouped: Filter = { value, arguments, rendering in
        let given = try arguments.bound("groupby", ["attribute", "default", "case_sensitive"], required: 1)
        let path = AttributePath(given[0], fallback: given[1])
        let ignoresCase = !given[2].truth()
        func key(_ element: TemplateValue) throws -> TemplateValue {
            folded(ignoresCase, try path.value(of: element, rendering))
        }
        let sorted = try TemplateComparison.sorted(value.elements(rendering), rendering, by: key)
        var groups: [(key: TemplateValue, elements: [TemplateValue])] = []
        for element in sorted {
            let key = try key(element)
            if let last = groups.last, try TemplateComparison.equal(last.key, key, rendering) {
                groups[groups.count - 1].elements.append(element)
            } else {
                groups.append((key, [element]))
            }
        }
        return .list(
            try groups.map { group in
                let name = try path.value(of: group.elements[0], rendering)
                return .tuple(TemplateSequence([name, .list(group.elements)], fieldNames: ["grouper", "list"]))
            }
        )
    }
}

/// A path such as `name.0.title` that leads from an element to a value.
struct AttributePath {
    private let parts: [TemplateValue]
    private let fallback: TemplateValue?

    init(_ attribute: TemplateValue?, fallback: TemplateValue? = nil) {
        self.fallback = fallback.flatMap { $0.isNone ? nil : $0 }
        switch attribute {
        case nil, TemplateValue.none?: parts = []
        case let attribute?:
            parts =
                attribute.text.map { text in
                    text.split(separator: ".", omittingEmptySubsequences: false).map { part in
                        Int(part).flatMap { part.utf8.allSatisfy { 48...57 ~= $0 } ? .int($0) : nil }
                            ?? .string(String(part))
                    }
                } ?? [attribute]
        }
    }

    /// Paths with commas between them.
    static func several(_ attribute: TemplateValue?) -> [AttributePath] {
        guard let text = attribute?.text else { return [AttributePath(attribute)] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { AttributePath(.string(String($0))) }
    }

    func value(of element: TemplateValue, _ rendering: Rendering) throws -> TemplateValue {
        var value = element
        for part in parts {
            value = try rendering.element(part, of: value)
            if let fallback, value.isUndefined { value = fallback }
        }
        return value
    }
}
