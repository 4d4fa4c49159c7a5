// The methods of Python's `str`.

/// One call of a method of a string.
struct StringMethods {
    typealias Method = @Sendable (StringMethods, TemplateArguments) throws -> TemplateValue

    let text: String
    /// The method's name, for messages.
    let name: String
    /// The text is marked as safe.
    var isMarked = false
    let rendering: Rendering

    static let all: [String: Method] = [
        "capitalize": mapping(PythonText.capitalized),
        "casefold": mapping(PythonText.caseFolded),
        "lower": mapping(PythonText.lowercased),
        "swapcase": mapping(PythonText.caseSwapped),
        "title": mapping(PythonText.titled),
        "upper": mapping(PythonText.uppercased),
        "isalnum": every(PythonText.isAlphanumeric),
        "isalpha": every(PythonText.isAlphabetic),
        "isdecimal": every(PythonText.isDecimal),
        "isdigit": every(PythonText.isDigit),
        "isnumeric": every(PythonText.isNumeric),
        "isspace": every(PythonSpace.contains),
        "isascii": asking { $0.utf8.allSatisfy { $0 < 0x80 } },
        "isprintable": asking { $0.unicodeScalars.allSatisfy(PythonText.isPrintable) },
        "isidentifier": asking(isIdentifier),
        "islower": asking { text in
            text.unicodeScalars.contains(where: PythonText.isCased)
                && !text.unicodeScalars.contains { $0.properties.isUppercase || PythonText.isTitlecase($0) }
        },
        "isupper": asking { text in
            text.unicodeScalars.contains(where: PythonText.isCased)
                && !text.unicodeScalars.contains { $0.properties.isLowercase || PythonText.isTitlecase($0) }
        },
        "istitle": asking(isTitle),
        "strip": { try $0.strip($1, left: true, right: true) },
        "lstrip": { try $0.strip($1, left: true, right: false) },
        "rstrip": { try $0.strip($1, left: false, right: true) },
        "removeprefix": { try $0.removing($1, prefix: true) },
        "removesuffix": { try $0.removing($1, prefix: false) },
        "startswith": { try $0.borders($1, atStart: true) },
        "endswith": { try $0.borders($1, atStart: false) },
        "find": { try $0.find($1) },
        "rfind": { try $0.find($1) },
        "index": { try $0.find($1) },
        "rindex": { try $0.find($1) },
        "count": { try $0.count($1) },
        "replace": { try $0.replace($1) },
        "split": { try $0.split($1) },
        "rsplit": { try $0.split($1) },
        "splitlines": { try $0.splitLines($1) },
        "partition": { try $0.partition($1) },
        "rpartition": { try $0.partition($1) },
        "join": { try $0.join($1) },
        "center": { try $0.pad($1) },
        "ljust": { try $0.pad($1) },
        "rjust": { try $0.pad($1) },
        "zfill": { try $0.zeroFill($1) },
        "expandtabs": { try $0.expandTabs($1) },
        "format": { methods, arguments in
            var format = BraceFormat(arguments, methods.rendering)
            return .string(try format.text(methods.text, escapes: methods.isMarked))
        },
        "format_map": { methods, arguments in
            let given = try arguments.bound("format_map", ["mapping"], required: 1, positionalOnly: 1)
            var format = BraceFormat(TemplateArguments(), mapping: given[0], methods.rendering)
            return .string(try format.text(methods.text, escapes: methods.isMarked))
        },
        "translate": { try $0.translate($1) },
    ]

    // MARK: Kinds of methods

    private static func mapping(_ change: @escaping @Sendable (String) -> String) -> Method {
        { methods, arguments in
            try arguments.none(methods.name)
            try methods.rendering.charge(methods.text.utf8.count)
            return .string(change(methods.text))
        }
    }

    private static func asking(_ question: @escaping @Sendable (String) -> Bool) -> Method {
        { methods, arguments in
            try arguments.none(methods.name)
            try methods.rendering.charge(methods.text.utf8.count)
            return .bool(question(methods.text))
        }
    }

    private static func every(_ property: @escaping @Sendable (Unicode.Scalar) -> Bool) -> Method {
        asking { !$0.isEmpty && $0.unicodeScalars.allSatisfy(property) }
    }

    @Sendable private static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return (first == "_" || first.properties.isXIDStart)
            && text.unicodeScalars.dropFirst().allSatisfy { $0.properties.isXIDContinue }
    }

    @Sendable private static func isTitle(_ text: String) -> Bool {
        var afterCased = false, found = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isUppercase || PythonText.isTitlecase(scalar) {
                if afterCased { return false }
                (afterCased, found) = (true, true)
            } else if scalar.properties.isLowercase {
                if !afterCased { return false }
                found = true
            } else {
                afterCased = false
            }
        }
        return found
    }

    // MARK: Ends

    private func strip(_ arguments: TemplateArguments, left: Bool, right: Bool) throws -> TemplateValue {
        try rendering.charge(text.utf8.count)
        guard !arguments.isEmpty else { return .string(text.slice(text.rangeWithoutSpace(left: left, right: right))) }
        let given = try arguments.bound(name, ["chars"], positionalOnly: 1)
        guard let chars = given[0], !chars.isNone else {
            return .string(text.slice(text.rangeWithoutSpace(left: left, right: right)))
        }
        return .string(Self.strip(text, try chars.requiredText(name), left: left, right: right))
    }

    /// The text without any of these characters at its ends.
    static func strip(_ text: String, _ characters: String, left: Bool = true, right: Bool = true) -> String {
        let set = Set(characters.unicodeScalars)
        var scalars = text.unicodeScalars[...]
        if left { scalars = scalars.drop { set.contains($0) } }
        while right, let last = scalars.last, set.contains(last) { scalars.removeLast() }
        return String(scalars)
    }

    private func removing(_ arguments: TemplateArguments, prefix: Bool) throws -> TemplateValue {
        let given = try arguments.bound(name, ["affix"], required: 1, positionalOnly: 1)
        let part = try (given[0] ?? .none).requiredText(name)
        if prefix, text.starts(with: part) { return .string(text.slice(from: part.utf8.count)) }
        if !prefix, text.ends(with: part) { return .string(text.slice(0..<text.utf8.count - part.utf8.count)) }
        return .string(text)
    }

    private func borders(_ arguments: TemplateArguments, atStart: Bool) throws -> TemplateValue {
        let given = try arguments.bound(
            name,
            [atStart ? "prefix" : "suffix", "start", "end"],
            required: 1,
            positionalOnly: 3
        )
        let (part, isEmptyRange) = try part(given[1], given[2])
        func holds(_ value: TemplateValue) throws -> Bool {
            if case .undefined(let undefined) = value { throw TemplateFailure.undefined(undefined) }
            guard let wanted = value.text else {
                throw TemplateFailure("\(name) first arg must be str or a tuple of str, not \(value.typeName)")
            }
            return !isEmptyRange && (atStart ? part.starts(with: wanted) : part.ends(with: wanted))
        }
        if case .tuple(let sequence)? = given[0] {
            for value in sequence.elements where try holds(value) { return .bool(true) }
            return .bool(false)
        }
        return .bool(try holds(given[0] ?? .none))
    }

    /// The text between two places counted in characters; empty beyond the end, which holds not even nothing.
    private func part(_ start: TemplateValue?, _ end: TemplateValue?) throws -> (text: String, isBeyond: Bool) {
        if start == nil, end == nil { return (text, false) }
        let range = try range(start, end)
        guard let range else { return ("", true) }
        return (text.slice(range), false)
    }

    /// A range of bytes from two places counted in characters; nil when it lies beyond the end.
    private func range(_ start: TemplateValue?, _ end: TemplateValue?) throws -> Range<Int>? {
        if start == nil, end == nil { return 0..<text.utf8.count }
        let count = text.scalarCount
        func place(_ value: TemplateValue?, _ fallback: Int) throws -> Int {
            guard let value, !value.isNone else { return fallback }
            let index = try value.requiredInteger(name)
            return index < 0 ? max(0, index + count) : index
        }
        let from = try place(start, 0)
        let to = min(count, try place(end, count))
        guard from <= to else { return nil }
        return text.byteOffset(ofScalar: from)..<text.byteOffset(ofScalar: to)
    }

    // MARK: Finding

    private func find(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["sub", "start", "end"], required: 1, positionalOnly: 3)
        let wanted = try (given[0] ?? .none).requiredText(name)
        try rendering.charge(text.utf8.count)
        if let range = try range(given[1], given[2]) {
            let part = text.slice(range)
            let offset =
                name.hasPrefix("r")
                ? part.lastOffset(of: wanted, before: part.utf8.count) : part.firstOffset(of: wanted)
            if let offset { return .int(text.scalarCount(before: range.lowerBound + offset)) }
        }
        guard name.hasSuffix("find") else { throw TemplateFailure("substring not found") }
        return .int(-1)
    }

    private func count(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["sub", "start", "end"], required: 1, positionalOnly: 3)
        let wanted = try (given[0] ?? .none).requiredText(name)
        try rendering.charge(text.utf8.count)
        guard let range = try range(given[1], given[2]) else { return .int(0) }
        let part = text.slice(range)
        if wanted.isEmpty { return .int(part.scalarCount + 1) }
        var count = 0, start = 0
        while let offset = part.firstOffset(of: wanted, from: start) {
            count += 1
            start = offset + wanted.utf8.count
        }
        return .int(count)
    }

    private func replace(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["old", "new", "count"], required: 2, positionalOnly: 2)
        let old = try (given[0] ?? .none).requiredText(name)
        let new = try (given[1] ?? .none).requiredText(name)
        return .string(try Self.replace(old, new, count: given[2].integer(name, default: -1), in: text, rendering))
    }

    static func replace(_ old: String, _ new: String, count: Int, in text: String, _ rendering: Rendering) throws
        -> String
    {
        var remaining = count < 0 ? Int.max : count
        var result = ""
        try rendering.charge(text.utf8.count)
        if old.isEmpty {
            for scalar in text.unicodeScalars {
                if remaining > 0 { result += new }
                remaining -= remaining > 0 ? 1 : 0
                result.unicodeScalars.append(scalar)
                try rendering.checkText(result.utf8.count)
            }
            return remaining > 0 ? result + new : result
        }
        var start = 0
        while remaining > 0, let offset = text.firstOffset(of: old, from: start) {
            result += text.slice(start..<offset)
            result += new
            start = offset + old.utf8.count
            remaining -= 1
            try rendering.checkText(result.utf8.count)
        }
        if start == 0 { return text }
        try rendering.charge(result.utf8.count)
        return result + text.slice(from: start)
    }

    // MARK: Splitting and joining

    private func split(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["sep", "maxsplit"])
        let most = try given[1].integer(name, default: -1)
        let limit = most < 0 ? Int.max : most
        let isFromRight = name == "rsplit"
        try rendering.charge(text.utf8.count)
        guard let separator = given[0], !separator.isNone else {
            return .list((isFromRight ? wordsFromRight(limit) : words(limit)).map { .string($0) })
        }
        let sep = try separator.requiredText(name)
        guard !sep.isEmpty else { throw TemplateFailure("empty separator") }
        var parts: [TemplateValue] = []
        if isFromRight, limit < Int.max {
            // Occurrences are counted from the end, and none may overlap the one after it.
            var end = text.utf8.count
            while parts.count < limit, let offset = text.lastOffset(of: sep, before: end) {
                parts.append(.string(text.slice(offset + sep.utf8.count..<end)))
                end = offset
                try rendering.charge(text.utf8.count)
            }
            parts.append(.string(text.slice(0..<end)))
            parts.reverse()
        } else {
            var start = 0
            while parts.count < limit, let offset = text.firstOffset(of: sep, from: start) {
                parts.append(.string(text.slice(start..<offset)))
                start = offset + sep.utf8.count
            }
            parts.append(.string(start == 0 ? text : text.slice(from: start)))
        }
        try rendering.checkElements(parts.count)
        return .list(parts)
    }

    private func words(_ limit: Int) -> [String] {
        var words: [String] = []
        var rest = text.slice(text.rangeWithoutSpace(left: true, right: false)).unicodeScalars[...]
        while !rest.isEmpty {
            if words.count == limit {
                words.append(String(rest))
                break
            }
            let word = rest.prefix { !PythonSpace.contains($0) }
            words.append(String(word))
            rest = rest[word.endIndex...].drop(while: PythonSpace.contains)
        }
        return words
    }

    private func wordsFromRight(_ limit: Int) -> [String] {
        var words: [String] = []
        var rest = text.slice(text.rangeWithoutSpace(left: false)).unicodeScalars[...]
        while !rest.isEmpty {
            if words.count == limit {
                words.append(String(rest))
                break
            }
            let word = rest.suffix(while: { !PythonSpace.contains($0) })
            words.append(String(word))
            rest = rest[..<word.startIndex]
            while let last = rest.last, PythonSpace.contains(last) { rest.removeLast() }
        }
        return words.reversed()
    }

    private func splitLines(_ arguments: TemplateArguments) throws -> TemplateValue {
        let keepsEnds = try arguments.bound(name, ["keepends"])[0].integer(name, default: 0) != 0
        try rendering.charge(text.utf8.count)
        return .list(PythonText.lines(of: text, keepingEnds: keepsEnds).map { .string($0) })
    }

    private func partition(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["sep"], required: 1, positionalOnly: 1)
        let sep = try (given[0] ?? .none).requiredText(name)
        guard !sep.isEmpty else { throw TemplateFailure("empty separator") }
        try rendering.charge(text.utf8.count)
        let isFromRight = name == "rpartition"
        let offset = isFromRight ? text.lastOffset(of: sep, before: text.utf8.count) : text.firstOffset(of: sep)
        guard let offset else {
            return .tuple((isFromRight ? ["", "", text] : [text, "", ""]).map { .string($0) })
        }
        return .tuple(
            [text.slice(0..<offset), sep, text.slice(from: offset + sep.utf8.count)].map { .string($0) }
        )
    }

    private func join(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["iterable"], required: 1, positionalOnly: 1)
        var result = ""
        for (index, element) in try (given[0] ?? .none).elements(rendering).enumerated() {
            guard let part = element.text else {
                throw TemplateFailure("sequence item \(index): expected str instance, \(element.typeName) found")
            }
            if index > 0 { result += text }
            result += part
            try rendering.checkText(result.utf8.count)
        }
        try rendering.charge(result.utf8.count)
        return .string(result)
    }

    // MARK: Filling

    private func pad(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["width", "fillchar"], required: 1, positionalOnly: 2)
        let width = try (given[0] ?? .none).requiredInteger(name)
        let fill = try given[1]?.requiredText(name) ?? " "
        guard fill.scalarCount == 1 else {
            throw TemplateFailure("The fill character must be exactly one character long")
        }
        return .string(try Self.padded(text, width, fill, name, rendering))
    }

    static func padded(
        _ text: String,
        _ width: Int,
        _ fill: String,
        _ method: String,
        _ rendering: Rendering
    ) throws -> String {
        try rendering.checkText(width)
        let missing = width - text.scalarCount
        guard missing > 0 else { return text }
        try rendering.charge(width)
        func filling(_ count: Int) -> String { String(repeating: fill, count: count) }
        switch method {
        case "ljust": return text + filling(missing)
        case "rjust": return filling(missing) + text
        default:
            // Python gives the odd blank to the left when the width is odd.
            let left = missing / 2 + (missing & width & 1)
            return filling(left) + text + filling(missing - left)
        }
    }

    private func zeroFill(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["width"], required: 1, positionalOnly: 1)
        let width = try (given[0] ?? .none).requiredInteger(name)
        try rendering.checkText(width)
        let missing = max(0, width - text.scalarCount)
        try rendering.charge(missing)
        let hasSign = text.starts(with: "-") || text.starts(with: "+")
        let sign = hasSign ? text.slice(0..<1) : ""
        return .string(sign + String(repeating: "0", count: missing) + (hasSign ? text.slice(from: 1) : text))
    }

    private func expandTabs(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["tabsize"])
        let size = try given[0].integer(name, default: 8)
        try rendering.checkText(size)
        var result = "", column = 0
        for scalar in text.unicodeScalars {
            if scalar == "\t" {
                let blanks = size > 0 ? size - column % size : 0
                result += String(repeating: " ", count: blanks)
                column += blanks
                try rendering.charge(blanks)
                try rendering.checkText(result.utf8.count)
            } else {
                result.unicodeScalars.append(scalar)
                column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
            }
        }
        try rendering.charge(result.utf8.count)
        return .string(result)
    }

    private func translate(_ arguments: TemplateArguments) throws -> TemplateValue {
        let given = try arguments.bound(name, ["table"], required: 1, positionalOnly: 1)
        guard case .dictionary(let table)? = given[0] else {
            throw TemplateFailure("translate() takes a dictionary of numbers of characters")
        }
        var result = ""
        for scalar in text.unicodeScalars {
            switch try table.value(.int(Int(scalar.value))) {
            case nil: result.unicodeScalars.append(scalar)
            case TemplateValue.none?: break
            case .string(let text)?: result += text
            case let value?:
                guard let scalar = value.integer.flatMap(UInt32.init(exactly:)).flatMap(Unicode.Scalar.init) else {
                    throw TemplateFailure("character mapping must return integer, None or str")
                }
                result.unicodeScalars.append(scalar)
            }
            try rendering.checkText(result.utf8.count)
        }
        try rendering.charge(result.utf8.count)
        return .string(result)
    }
}

extension TemplateValue {
    var isNone: Bool {
        if case .none = self { true } else { false }
    }
}

extension BidirectionalCollection {
    /// The longest end whose elements all have a property.
    fileprivate func suffix(while property: (Element) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex, property(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
