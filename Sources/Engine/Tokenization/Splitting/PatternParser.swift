// Reads the regular expressions of split patterns, in the dialect of Oniguruma that tokenizer.json is written in. Only what
// one automaton can carry out in linear time is taken; everything else is refused by name.

/// What a split pattern is made of.
indirect enum PatternNode {
    /// One scalar of the set.
    case scalar(ScalarSet)
    case sequence([PatternNode])
    /// The first alternative that lets the whole match is taken.
    case choice([PatternNode])
    case repetition(PatternNode, atLeast: Int, atMost: Int?, lazy: Bool, possessive: Bool)
    /// Holds where the next scalar is of the set, and where `atEnd` says so at the end of the text.
    case lookahead(ScalarSet, atEnd: Bool)
}

/// Turns a pattern's text into nodes.
struct PatternParser {
    private static let deepestGroup = 50
    private static let longestPattern = 50_000
    private static let largestCount = 1_000

    private let source: String
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var ignoresCase = false

    init(_ pattern: String) throws {
        source = pattern
        scalars = Array(pattern.unicodeScalars)
        guard scalars.count <= Self.longestPattern else { throw unsupported("more than 50,000 characters") }
    }

    mutating func parse() throws -> PatternNode {
        let node = try alternatives()
        guard position == scalars.count else { throw unsupported("a parenthesis that was not opened") }
        return node
    }

    func unsupported(_ construct: String) -> TokenizationError {
        .unsupportedPattern(pattern: source, construct: construct)
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private mutating func alternatives() throws -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepestGroup else { throw unsupported("groups nested more than 50 deep") }
        var branches = [try branch()]
        while take("|") { branches.append(try branch()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func branch() throws -> PatternNode {
        var items: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            guard let item = try item() else { continue }
            items.append(try repeated(item))
        }
        return .sequence(items)
    }

    /// The next item without its quantifier; nil where only an option was set.
    private mutating func item() throws -> PatternNode? {
        if take("(") { return try group() }
        if take("[") { return .scalar(folded(try classBody())) }
        if take(".") { return .scalar(ScalarSet("\n").inverted) }
        if take("$") { return .lookahead(ScalarSet("\n"), atEnd: true) }
        if take("\\z") { return .lookahead(ScalarSet(), atEnd: true) }
        if let set = try escape() { return .scalar(folded(set)) }
        guard let scalar = next, !"^*+?{".unicodeScalars.contains(scalar) else {
            throw unsupported("\"\(next.map(String.init) ?? "")\" at character \(position + 1)")
        }
        position += 1
        return .scalar(folded(ScalarSet(scalar)))
    }

    private func folded(_ set: ScalarSet) -> ScalarSet { ignoresCase ? set.caseInsensitive : set }

    // MARK: Groups

    private mutating func group() throws -> PatternNode? {
        let outer = ignoresCase
        if take("?i)") {
            ignoresCase = true
            return nil
        }
        let isNegative = take("?!")
        let isLookahead = isNegative || take("?=")
        if !isLookahead, take("?i:") {
            ignoresCase = true
        } else if !isLookahead, !take("?:"), next == "?" {
            throw unsupported("the group (\(String(String.UnicodeScalarView(scalars[position...].prefix(3))))")
        }
        let node = try alternatives()
        ignoresCase = outer
        guard take(")") else { throw unsupported("a group without its end") }
        guard isLookahead else { return node }
        guard let set = Self.singleScalar(node) else { throw unsupported("lookahead over more than one character") }
        return .lookahead(isNegative ? set.inverted : set, atEnd: isNegative)
    }

    /// The set, if the node always takes exactly one scalar.
    private static func singleScalar(_ node: PatternNode) -> ScalarSet? {
        switch node {
        case .scalar(let set): return set
        case .sequence(let items): return items.count == 1 ? singleScalar(items[0]) : nil
        case .choice(let branches):
            return branches.reduce(ScalarSet()) { set, branch in
                guard let set, let other = singleScalar(branch) else { return nil }
                return set.union(other)
            }
        case .repetition, .lookahead: return nil
        }
    }

    // MARK: Quantifiers

    private mutating func repeated(_ item: PatternNode) throws -> PatternNode {
        var node = item
        while let (least, most, isInterval) = try quantifier() {
            if case .lookahead = node { throw unsupported("a quantifier after a lookahead") }
            let lazy = take("?")
            // In Oniguruma's Ruby syntax a plus after an interval is a quantifier of its own.
            let possessive = !lazy && !isInterval && take("+")
            if possessive, Self.singleScalar(node) == nil { throw unsupported("a possessive quantifier after a group") }
            node = .repetition(node, atLeast: least, atMost: most, lazy: lazy, possessive: possessive)
        }
        return node
    }

    private mutating func quantifier() throws -> (Int, Int?, isInterval: Bool)? {
        if take("*") { return (0, nil, false) }
        if take("+") { return (1, nil, false) }
        if take("?") { return (0, 1, false) }
        let start = position
        guard take("{") else { return nil }
        let least = number()
        var most = least
        if take(",") { most = number() }
        guard take("}"), least != nil || most != nil else {
            position = start
            throw unsupported("a brace that is no interval at character \(start + 1)")
        }
        guard least ?? 0 <= Self.largestCount, most ?? 0 <= Self.largestCount, least ?? 0 <= most ?? .max else {
            throw unsupported("an interval beyond \(Self.largestCount)")
        }
        return (least ?? 0, most, true)
    }

    private mutating func number() -> Int? {
        let start = position
        var value = 0
        while let scalar = next, ("0"..."9").contains(scalar), position - start < 9 {
            value = value * 10 + Int(scalar.value - 48)
            position += 1
        }
        return position > start ? value : nil
    }

    // MARK: Classes

    /// What stands between brackets, after the opening one: scalars, ranges, escapes, classes, `&&`.
    private mutating func classBody() throws -> ScalarSet {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepestGroup else { throw unsupported("classes nested more than 50 deep") }
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        var intersected: ScalarSet?
        var isFirst = true
        while true {
            guard let scalar = next else { throw unsupported("a class without its end") }
            if scalar == "]", !isFirst { break }
            isFirst = false
            if take("&&") {
                let left = ScalarSet(ranges)
                intersected = intersected.map { $0.intersection(left) } ?? left
                ranges = []
            } else if take("[:") {
                throw unsupported("a POSIX bracket")
            } else if take("[") {
                ranges += try classBody().ranges
            } else {
                ranges += try classRange().ranges
            }
        }
        position += 1
        let set = intersected.map { $0.intersection(ScalarSet(ranges)) } ?? ScalarSet(ranges)
        return isNegated ? set.inverted : set
    }

    /// A scalar, an escape, or two scalars with a hyphen between them.
    private mutating func classRange() throws -> ScalarSet {
        let first = try classAtom()
        guard position + 1 < scalars.count, scalars[position] == "-", scalars[position + 1] != "]",
            let low = Self.onlyScalar(first)
        else { return first }
        position += 1
        let end = try classAtom()
        guard let high = Self.onlyScalar(end), low <= high else { throw unsupported("a range that runs backwards") }
        return ScalarSet([low...high])
    }

    private mutating func classAtom() throws -> ScalarSet {
        if let set = try escape() { return set }
        guard let scalar = next else { throw unsupported("a class without its end") }
        position += 1
        return ScalarSet(scalar)
    }

    private static func onlyScalar(_ set: ScalarSet) -> UInt32? {
        guard set.ranges.count == 1, let range = set.ranges.first, range.count == 1 else { return nil }
        return range.lowerBound
    }

    /// What a backslash begins; nil where there is none.
    private mutating func escape() throws -> ScalarSet? {
        guard take("\\") else { return nil }
        guard let scalar = next else { throw unsupported("a backslash at its end") }
        position += 1
        switch scalar {
        case "s": return UnicodeClasses.whitespace
        case "S": return UnicodeClasses.whitespace.inverted
        case "d": return UnicodeClasses.digits
        case "D": return UnicodeClasses.digits.inverted
        case "w": return UnicodeClasses.word
        case "W": return UnicodeClasses.word.inverted
        case "r": return ScalarSet("\r")
        case "n": return ScalarSet("\n")
        case "t": return ScalarSet("\t")
        case "f": return ScalarSet("\u{0C}")
        case "v": return ScalarSet("\u{0B}")
        case "p": return try property()
        case "P": return try property().inverted
        case "x", "u": return try codePoint(digits: scalar == "x" ? 2 : 4)
        default:
            guard scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else {
                throw unsupported("the escape \\\(scalar)")
            }
            return ScalarSet(scalar)
        }
    }

    private mutating func property() throws -> ScalarSet {
        var name = ""
        if take("{") {
            while let scalar = next, scalar != "}" {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            guard take("}") else { throw unsupported("a property without its end") }
        } else if let scalar = next {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        let isNegated = name.hasPrefix("^")
        guard let set = UnicodeClasses.named(isNegated ? String(name.dropFirst()) : name) else {
            throw unsupported("the property \\p{\(name.prefix(40))}")
        }
        return isNegated ? set.inverted : set
    }

    private mutating func codePoint(digits: Int) throws -> ScalarSet {
        let isBraced = take("{")
        var value: UInt32 = 0
        var count = 0
        while let digit = next.flatMap({ Character($0).hexDigitValue }), count < (isBraced ? 6 : digits) {
            value = value << 4 | UInt32(digit)
            position += 1
            count += 1
        }
        guard count > 0, !isBraced || take("}"), let scalar = Unicode.Scalar(value) else {
            throw unsupported("a code point that is none at character \(position + 1)")
        }
        return ScalarSet(scalar)
    }
}
