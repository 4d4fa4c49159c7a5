// Questions that the library can answer next: made of headings near what was just cited, never invented.

internal import Documents
internal import Retrieval

/// Suggests what to ask next.
struct FollowUpQuestions {
    private static let count = 3
    let language: String

    /// Up to three questions about headings of the found passages that the answer did not rest on.
    func suggest(after question: String, _ results: [SearchResult], _ answer: Answer) -> [String] {
        guard answer.status == .answered || answer.status == .disagreement else { return [] }
        let citedPlaces = Set(answer.marks.compactMap { $0.place.headings?.last })
        var suggestions: [String] = []
        for result in results {
            for passage in result.passages {
                guard let heading = passage.headings.last, !citedPlaces.contains(heading),
                    let suggestion = self.question(about: heading, in: result.document),
                    suggestion != question, !suggestions.contains(suggestion)
                else { continue }
                suggestions.append(suggestion)
                if suggestions.count == Self.count { return suggestions }
            }
        }
        return suggestions
    }

    private func question(about heading: String, in document: StoredDocument) -> String? {
        let text = heading.replacing(/^[\d.、\s]+/, with: "").trimmed
        guard (2...60).contains(text.count) else { return nil }
        if text.hasSuffix("?") || text.hasSuffix("？") { return text }
        guard text != document.title, document.title.count <= 60 else { return nil }
        return language == "zh"
            ? "《\(document.title)》里「\(text)」讲了什么？" : "What does “\(document.title)” say about \(text)?"
    }
}

extension String {
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
