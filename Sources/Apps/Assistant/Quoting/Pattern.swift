// A regular expression that is compiled once and shared; Swift's own cannot be kept in a `Sendable` place.

internal import Foundation

/// An ICU regular expression.
struct Pattern: Sendable {
    private let expression: NSRegularExpression?

    /// How much of a text a match covers.
    enum Extent {
        case anywhere, beginning, whole
    }

    /// The pattern is part of the program; one that does not compile matches nothing, and its test fails.
    init(_ pattern: String, _ extent: Extent = .anywhere, ignoresCase: Bool = false) {
        let anchored =
            switch extent {
            case .anywhere: pattern
            case .beginning: #"\A(?:\#(pattern))"#
            case .whole: #"\A(?:\#(pattern))\z"#
            }
        expression = try? NSRegularExpression(pattern: anchored, options: ignoresCase ? [.caseInsensitive] : [])
    }

    func matches(_ text: String) -> Bool {
        expression?.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }

    /// The first match and its groups, nil where a group takes no part; nil where nothing matches.
    func groups(in text: String) -> [Substring?]? {
        let whole = NSRange(location: 0, length: text.utf16.count)
        guard let match = expression?.firstMatch(in: text, range: whole) else { return nil }
        return (0..<match.numberOfRanges).map { Range(match.range(at: $0), in: text).map { text[$0] } }
    }

    /// All matches, in order.
    func all(in text: String) -> [Substring] {
        let found = expression?.matches(in: text, range: NSRange(location: 0, length: text.utf16.count)) ?? []
        return found.compactMap { match in Range(match.range, in: text).map { text[$0] } }
    }
}
