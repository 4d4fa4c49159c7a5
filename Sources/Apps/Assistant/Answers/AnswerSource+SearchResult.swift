// A source of an answer, as a search found it.

internal import Documents
internal import Foundation
internal import Retrieval

extension AnswerSource {
    /// A source as retrieval found it; its place and the words that answer are filled in later.
    init(_ result: SearchResult, number: Int) {
        let document = result.document
        self.number = number
        documentID = document.id
        title = document.title
        address = document.canonicalAddress ?? document.address
        folder = document.folder
        format = document.format.rawValue
        language = document.language
        author = document.author
        date = document.date
        layer = document.layer.rawValue
        place = Place()
        snippet = Self.beginning(of: result.passages.first?.text ?? "")
        start = result.passages.first?.range.lowerBound
        end = result.passages.first?.range.upperBound
        cited = false
        near = false
    }

    /// The first 240 characters, cut between words, with a sign that there is more.
    private static func beginning(of text: String) -> String {
        guard text.count > 240 else { return text }
        let head = text.prefix(240)
        let isCut = head.last?.isLetter ?? false && head.last?.unicodeScalars.first?.isHan == false
        let end = isCut ? head.lastIndex(where: \.isWhitespace) ?? head.endIndex : head.endIndex
        return head[..<end].trimmingCharacters(in: .whitespacesAndNewlines) + "…"
    }
}
