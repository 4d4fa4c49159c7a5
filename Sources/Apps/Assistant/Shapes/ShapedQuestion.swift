// A question as shapes read it: the plain words, without what is only polite.

internal import Foundation
internal import Retrieval

/// A question without its courtesies and final marks.
struct ShapedQuestion: Sendable {
    let text: String
    /// Whether it is asked in Chinese.
    let isChinese: Bool
    /// The language of Kaiyuan's own words, `en` or `zh`.
    let language: String

    /// Longer texts ask for more than one thing.
    private static let longest = 300

    /// - Parameters:
    ///   - text: a question that stands on its own.
    ///   - language: of Kaiyuan's own words.
    init?(_ text: String, language: String) {
        guard text.utf8.count <= 4 * Self.longest, !text.contains(where: \.isNewline) else { return nil }
        var rest = text.trimmingCharacters(in: Self.ends)
        while let opening = Self.courtesies.groups(in: rest)?[0] { rest = String(rest[opening.endIndex...]) }
        while let closing = Self.closings.groups(in: rest)?[0] { rest = String(rest[..<closing.startIndex]) }
        guard (2...Self.longest).contains(rest.count) else { return nil }
        self.text = rest
        self.language = language
        isChinese = rest.unicodeScalars.contains(where: \.isHan)
    }

    private static let ends = CharacterSet.whitespacesAndNewlines.union(CharacterSet(charactersIn: "?？。.!！:："))

    private static let courtesies = Pattern(
        #"(?:please|can you|could you|would you|tell me|show me|give me|i(?:'d| would) like to know|i want to know|请问一下|请问|请你|请|麻烦|帮我|帮忙|告诉我|我想知道|想知道|你能|能否)[,，、 ]*"#,
        .beginning,
        ignoresCase: true
    )
    private static let closings = Pattern("(?:[,，]? ?please|呢|好吗)$", ignoresCase: true)
}
