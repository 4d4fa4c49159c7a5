// The name of a thing that a question is about, as it is looked for in sentences and headings.

internal import Foundation
internal import Retrieval

/// A name, and the words it is made of.
struct ThingName: Sendable, Equatable {
    /// As it was typed, without articles and quotation marks.
    let text: String
    /// Folded, stemmed words and single characters.
    let keys: [String]

    private static let longest = 60
    private static let articles: Set<String> = ["the", "a", "an", "our", "my", "your", "this", "that"]
    private static let signs = CharacterSet.whitespacesAndNewlines.union(
        CharacterSet(charactersIn: "\"'“”‘’「」『』《》<>()（）,，、.。:：")
    )

    init?(_ typed: some StringProtocol, analyzer: BilingualAnalyzer) {
        var text = typed.trimmingCharacters(in: Self.signs)
        while let blank = text.firstIndex(of: " "), Self.articles.contains(text[..<blank].lowercased()) {
            text = String(text[text.index(after: blank)...])
        }
        let units = analyzer.units(of: text)
        guard !text.isEmpty, text.count <= Self.longest, !units.isEmpty,
            units.contains(where: { !FunctionWords.contains($0) })
        else { return nil }
        self.text = text
        keys = units.map(\.key)
    }

    /// Which of the names stand in a run of words, a longer one hiding those inside it.
    static func mentions(of names: [ThingName], in keys: [String]) -> Set<Int> {
        let order = names.indices.sorted { names[$0].keys.count > names[$1].keys.count }
        var found: Set<Int> = []
        var index = keys.startIndex
        while index < keys.endIndex {
            if let name = order.first(where: { keys[index...].starts(with: names[$0].keys) }) {
                found.insert(name)
                index += names[name].keys.count
            } else {
                index += 1
            }
        }
        return found
    }

    func isNamed(in keys: [String]) -> Bool { !Self.mentions(of: [self], in: keys).isEmpty }
}
