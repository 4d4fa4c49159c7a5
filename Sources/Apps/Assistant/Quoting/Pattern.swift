// A regular expression that is compiled once and shared; Swift's own cannot be kept in a `Sendable` place.

internal import Foundation

/// An ICU regular expression.
struct Pattern: Sendable {
    private let expression: NSRegularExpression?

    /// The pattern is part of the program; one that does not compile matches nothing, and its test fails.
    init(_ pattern: String, ignoresCase: Bool = false) {
        expression = try? NSRegularExpression(pattern: pattern, options: ignoresCase ? [.caseInsensitive] : [])
    }

    func matches(_ text: String) -> Bool {
        expression?.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }

    /// All matches, in order.
    func all(in text: String) -> [Substring] {
        let found = expression?.matches(in: text, range: NSRange(location: 0, length: text.utf16.count)) ?? []
        return found.compactMap { match in Range(match.range, in: text).map { text[$0] } }
    }
}
