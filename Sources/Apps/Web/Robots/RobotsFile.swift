// robots.txt by RFC 9309: which addresses of a site a program may ask for. A value without I/O.

/// The rules of one robots.txt that are meant for one program.
package struct RobotsFile: Sendable, Equatable {
    private struct Rule: Equatable {
        var isAllowed: Bool
        /// Normalised; may hold `*`, and `$` at its end.
        var pattern: [UInt8]
    }

    private var rules: [Rule] = []
    /// `Crawl-delay`, which RFC 9309 does not know but many sites use, in seconds.
    package private(set) var delay: Double?
    /// The sitemaps it names, as written.
    package private(set) var sitemaps: [String] = []

    /// RFC 9309, 2.5: at least 500 KiB are read; what follows is not.
    package static let byteCount = 500 << 10

    /// Rules that allow everything.
    package init() {}

    /// Rules that allow nothing.
    package static let disallowingAll: RobotsFile = {
        var file = RobotsFile()
        file.rules = [Rule(isAllowed: false, pattern: Array("/".utf8))]
        return file
    }()

    /// Reads a robots.txt; what is no rule is passed over.
    ///
    /// All groups that name the agent count together; where none does, those for `*`.
    package init(_ bytes: [UInt8], agent: String) {
        var own = Group()
        var general = Group()
        var isOwn = false
        var isGeneral = false
        var isReadingNames = false
        let text = String(decoding: bytes.prefix(Self.byteCount), as: UTF8.self)
        for line in text.split(whereSeparator: \.isNewline) {
            guard let (key, value) = Self.field(line) else { continue }
            switch key {
            case "user-agent":
                if !isReadingNames { (isOwn, isGeneral) = (false, false) }
                isReadingNames = true
                // A product token is letters, "_" and "-"; what follows it, as in "kaiyuan/1.0", is not of the name.
                let name = value.lowercased().prefix { $0.isLetter || $0 == "_" || $0 == "-" }
                if name == agent { isOwn = true }
                if value.hasPrefix("*") { isGeneral = true }
                own.isNamed = own.isNamed || isOwn
            case "allow", "disallow":
                isReadingNames = false
                guard !value.isEmpty else { continue }
                let rule = Rule(isAllowed: key == "allow", pattern: Self.normalised(value))
                if isOwn { own.rules.append(rule) }
                if isGeneral { general.rules.append(rule) }
            case "crawl-delay":
                isReadingNames = false
                guard let seconds = Double(value), seconds >= 0, seconds.isFinite else { continue }
                if isOwn { own.delay = seconds }
                if isGeneral { general.delay = seconds }
            case "sitemap":
                if sitemaps.count < 50 { sitemaps.append(value) }
            default: continue
            }
        }
        let group = own.isNamed ? own : general
        (rules, delay) = (group.rules, group.delay)
    }

    private struct Group {
        var isNamed = false
        var rules: [Rule] = []
        var delay: Double?
    }

    private static func field(_ line: Substring) -> (key: String, value: String)? {
        let line = line.prefix { $0 != "#" }
        guard let colon = line.firstIndex(of: ":") else { return nil }
        func trimmed(_ text: Substring) -> Substring {
            var text = text.drop(while: \.isWhitespace)
            while text.last?.isWhitespace == true { text.removeLast() }
            return text
        }
        // A mark of the byte order may stand before the first key.
        let key = trimmed(line[..<colon]).lowercased().drop { $0 == "\u{FEFF}" }
        return (String(key), String(trimmed(line[line.index(after: colon)...])))
    }

    /// Whether a path with its query may be asked for: the longest rule that matches decides, of equals the one that
    /// allows; robots.txt itself always may.
    package func allows(_ target: String) -> Bool {
        let path = Self.normalised(target)
        if path == Array("/robots.txt".utf8) { return true }
        var best: (length: Int, isAllowed: Bool) = (-1, true)
        for rule in rules where rule.pattern.count >= best.length && Self.matches(rule.pattern, path) {
            if rule.pattern.count > best.length {
                best = (rule.pattern.count, rule.isAllowed)
            } else if rule.isAllowed {
                best.isAllowed = true
            }
        }
        return best.isAllowed
    }

    /// Whether a pattern matches the beginning of a path; the earliest place for each piece between stars is enough, so
    /// no pattern takes longer than its length times the path's.
    private static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
        let isAnchored = pattern.last == UInt8(ascii: "$")
        let pieces = (isAnchored ? pattern.dropLast() : pattern[...])
            .split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        guard let first = pieces.first, path.starts(with: first) else { return false }
        var rest = path.dropFirst(first.count)
        if pieces.count == 1 { return !isAnchored || rest.isEmpty }
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        guard let last = pieces.last, !last.isEmpty else { return true }
        return isAnchored
            ? rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
            : rest.firstRange(of: last) != nil
    }

    /// Paths are compared as octets: what need not be percent-encoded is not, what must be is (RFC 9309, 2.2.2).
    private static func normalised(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        func hex(_ byte: UInt8) -> UInt8? { Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init) }
        func encode(_ byte: UInt8) {
            let digits = Array("0123456789ABCDEF".utf8)
            result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "%"), index + 1 < bytes.count, let high = hex(bytes[index]),
                let low = hex(bytes[index + 1])
            {
                let value = high << 4 | low
                index += 2
                let character = Character(Unicode.Scalar(value))
                if value < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                    result.append(value)
                } else {
                    encode(value)
                }
            } else if byte >= 0x80 {
                encode(byte)
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
