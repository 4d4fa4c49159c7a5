// What somebody typed into the box, taken apart: words, "phrases", -without, title:, and filters.

internal import Documents
internal import Foundation

/// A search, parsed once at the door.
package struct SearchQuery: Sendable, Equatable {
    /// What is left of the text once operators and filters are taken out; this is what ranks.
    package var text: String
    /// Texts that must stand in the passage word for word.
    package var phrases: [String] = []
    /// Texts that must not stand in the passage.
    package var excluded: [String] = []
    /// Texts that must stand in the document's title, and texts that must not.
    package var titles: [String] = []
    package var excludedTitles: [String] = []
    package var filter: DocumentFilter
    /// How many documents are wanted.
    package var limit: Int
    /// How many passages of one document are shown.
    package var passagesPerDocument = 3

    package static let longestText = 4_000
    package static let largestLimit = 1_000

    /// Parses the text as typed.
    ///
    /// `"a phrase"`, `-word`, `-"a phrase"`, `title:word`, `type:pdf`, `lang:zh`, `folder:notes`, `source:papers`,
    /// `after:2024-05`, `before:2025`; a minus before any of them but a date turns it around. Filters in the text narrow
    /// those given as `filter`.
    /// - Throws: `LibraryError.badQuery` when the text is too long or a filter has no such value.
    package init(_ typed: String, filter: DocumentFilter = DocumentFilter(), limit: Int = 10) throws(LibraryError) {
        guard typed.unicodeScalars.count <= Self.longestText else {
            throw .badQuery("The question has more than \(Self.longestText) characters. Ask in fewer words.")
        }
        self.filter = filter
        self.limit = min(max(1, limit), Self.largestLimit)
        self.text = ""
        var words: [String] = []
        for part in Self.parts(of: typed) {
            try take(part, words: &words)
        }
        text = words.joined(separator: " ")
    }

    /// A query for plain text, in which nothing is an operator.
    package init(plain text: String, filter: DocumentFilter = DocumentFilter(), limit: Int = 10) {
        self.text = text
        self.filter = filter
        self.limit = limit
    }

    /// Everything that ranks: the free text and the phrases.
    package var rankingText: String { ([text] + phrases + titles).filter { !$0.isEmpty }.joined(separator: " ") }

    private struct Part {
        var key: String?
        var text: String
        var isNegative: Bool
        var isQuoted: Bool
    }

    private mutating func take(_ part: Part, words: inout [String]) throws(LibraryError) {
        switch part.key {
        case "title", "intitle":
            if part.isNegative { excludedTitles.append(part.text) } else { titles.append(part.text) }
        case "type", "format":
            let format = try Self.format(part.text)
            if part.isNegative { filter.excluding.formats.insert(format) } else { filter.formats.insert(format) }
        case "lang", "language":
            let tag = part.text.lowercased()
            if part.isNegative { filter.excluding.languages.insert(tag) } else { filter.language = tag }
        case "folder":
            if part.isNegative { filter.excluding.folders.insert(part.text) } else { filter.folder = part.text }
        case "source":
            if part.isNegative { filter.excluding.sources.insert(part.text) } else { filter.source = part.text }
        case "after", "since":
            guard !part.isNegative else { throw .badQuery("Write before: instead of -after:.") }
            filter.since = try Self.date(part.text)
        case "before", "until":
            guard !part.isNegative else { throw .badQuery("Write after: instead of -before:.") }
            filter.until = try Self.date(part.text)
        case .some, .none:
            if part.isNegative {
                excluded.append(part.text)
            } else if part.isQuoted {
                phrases.append(part.text)
            } else {
                words.append(part.text)
            }
        }
    }

    private static func format(_ text: String) throws(LibraryError) -> DocumentFormat {
        guard let format = DocumentFormat(rawValue: text.lowercased()) else {
            let known = DocumentFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badQuery("There is no type \"\(text.prefix(40))\". The types are \(known).")
        }
        return format
    }

    private static func date(_ text: String) throws(LibraryError) -> String {
        guard isDate(text) else {
            throw .badQuery("\"\(text.prefix(40))\" is no date. Write 2024, 2024-05 or 2024-05-31.")
        }
        return text
    }

    /// Whether the text is a year, a month or a day.
    package static func isDate(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?/) != nil
    }

    private static let keys: Set<String> = [
        "title", "intitle", "type", "format", "lang", "language", "folder", "source", "after", "since", "before",
        "until",
    ]

    /// Cuts at blanks outside quotation marks; a quotation mark that is never closed is an ordinary character.
    private static func parts(of typed: String) -> [Part] {
        var parts: [Part] = []
        var rest = Substring(typed)
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { return parts }
            var word = rest
            var isNegative = false
            var key: String?
            if word.first == "-", let second = word.dropFirst().first, !second.isWhitespace, second != "-" {
                isNegative = true
                word = word.dropFirst()
            }
            if let colon = word.firstIndex(of: ":"), keys.contains(word[..<colon].lowercased()),
                word.index(after: colon) < word.endIndex, !word[word.index(after: colon)].isWhitespace
            {
                key = word[..<colon].lowercased()
                word = word[word.index(after: colon)...]
            }
            if let open = word.first, let close = ["\"": "\"", "“": "”"][open],
                let end = word.dropFirst().firstIndex(of: Character(close)),
                !word[word.index(after: word.startIndex)..<end].allSatisfy(\.isWhitespace)
            {
                let text = String(word[word.index(after: word.startIndex)..<end])
                parts.append(Part(key: key, text: text, isNegative: isNegative, isQuoted: true))
                rest = word[word.index(after: end)...]
            } else {
                let end = word.firstIndex(where: \.isWhitespace) ?? word.endIndex
                parts.append(Part(key: key, text: String(word[..<end]), isNegative: isNegative, isQuoted: false))
                rest = word[end...]
            }
        }
    }
}
