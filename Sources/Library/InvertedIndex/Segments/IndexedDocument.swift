// What the index is given: a document's particulars, and the terms of its passages. It knows terms as bytes and never
// sees text.

/// A passage's terms.
package struct IndexedPassage: Sendable, Equatable {
    package var id: Int64
    /// Terms of the headings above the passage.
    package var headings: TermList
    /// Terms of the text, in order: position n is that of the term n.
    package var body: TermList
    /// Single characters of the text, as often as they stand there; terms apart from those of the other fields, without
    /// positions, and without a share in the passage's length.
    package var characters: TermList

    package init(id: Int64, headings: TermList = .init(), body: TermList, characters: TermList = .init()) {
        (self.id, self.headings, self.body, self.characters) = (id, headings, body, characters)
    }
}

/// A document and its passages, which stay together in the index.
package struct IndexedDocument: Sendable, Equatable {
    package var attributes: DocumentAttributes
    /// Terms of the title, which count for every passage.
    package var title: TermList
    package var passages: [IndexedPassage]

    package init(attributes: DocumentAttributes, title: TermList = .init(), passages: [IndexedPassage]) {
        (self.attributes, self.title, self.passages) = (attributes, title, passages)
    }
}

/// What filters ask of a document.
package struct DocumentAttributes: Sendable, Hashable {
    package var id: Int64
    package var sourceID: Int64
    /// Days since 1970, the first that the date can mean; nil where the document has none.
    package var date: Int32?
    /// Codes of the caller's choosing.
    package var language: UInt16
    package var format: UInt16

    package init(id: Int64, sourceID: Int64 = 0, date: Int32? = nil, language: UInt16 = 0, format: UInt16 = 0) {
        (self.id, self.sourceID, self.date, self.language, self.format) = (id, sourceID, date, language, format)
    }
}

/// A term of the index and its kind; the same bytes are two terms in the two kinds.
package enum IndexTerm: Sendable, Hashable {
    /// A term of title, headings or body.
    case word(String)
    /// A single character, see `IndexedPassage.characters`.
    case character(String)

    /// No byte of UTF-8; it sorts characters behind all words.
    static let characterMark: UInt8 = 0xFF

    /// The term in the dictionary.
    var key: [UInt8] {
        switch self {
        case .word(let text): Array(text.utf8.prefix(SegmentFormat.longestTerm))
        case .character(let text): [Self.characterMark] + text.utf8.prefix(SegmentFormat.longestTerm)
        }
    }
}
