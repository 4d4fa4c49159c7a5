// A file or a page as text with anchors: what every reader yields and everything behind it works on.
// The text is one string; blocks are ranges of it, so that passages, quotes and highlights are ranges too and
// nothing is ever copied out of place.

/// What was understood of one file: its particulars, its whole text, and where each piece of the text stands.
package struct Document: Sendable, Equatable, Codable {
    /// The title that the document states of itself, or nil; never the file's name.
    package var title: String?
    package var author: String?
    /// ISO 8601, as precise as the document states it: `2024`, `2024-05`, `2024-05-01` or with a time.
    package var date: String?
    /// BCP 47 tag of the main language, such as `en` or `zh`; nil when the text is too short to tell.
    package var language: String?
    /// The canonical address that the document states of itself (HTML `rel=canonical`), or nil.
    package var address: String?
    package var format: DocumentFormat
    /// All text in reading order; blocks follow each other with one newline between them.
    package var text: String
    /// The pieces of `text`, in order; their ranges do not overlap and leave out only the newlines between them.
    package var blocks: [Block]
    /// The pages with the boxes of their words; empty unless the format has pages.
    package var pages: [PageLayout]
}

extension Document {
    /// The text of a block of this document.
    package func text(of block: Block) -> String { text(in: block.range) }

    /// The text between two UTF-8 offsets, which must lie on scalar boundaries.
    package func text(in range: Range<Int>) -> String {
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
        return String(text[start..<text.utf8.index(start, offsetBy: range.count)])
    }
}

/// A heading, paragraph, table or the like: one range of the document's text with the place where it stands.
package struct Block: Sendable, Equatable, Codable {
    package enum Kind: Sendable, Equatable, Codable {
        /// Level 1 is the highest.
        case heading(level: Int)
        case paragraph
        case listItem
        /// An item of a numbered list; blocks of one item share its number.
        case numberedItem(Int)
        case quotation
        case code
        /// Rows end with newlines, cells with tabs; the first `headerRows` rows name the columns.
        case table(headerRows: Int)
        /// A footnote, an endnote, a speaker's note, a comment, or a header or footer of every page.
        case note
        /// A caption or a subtitle cue.
        case caption
    }

    package var kind: Kind
    /// UTF-8 offsets in `Document.text`.
    package var range: Range<Int>
    /// The headings above this block, outermost first; a heading's own text is not in its path.
    package var headings: [String]
    package var anchor: Anchor

    package init(kind: Kind, range: Range<Int>, headings: [String], anchor: Anchor) {
        (self.kind, self.range, self.headings, self.anchor) = (kind, range, headings, anchor)
    }
}

/// Where in the original a block stands, in the terms that its format has.
package enum Anchor: Sendable, Equatable, Codable {
    /// The page, counted from 1, and the block's box on it in points from the top left corner.
    case page(Int, box: Box?)
    /// The first and last line in the file, counted from 1.
    case lines(first: Int, last: Int)
    /// The slide, counted from 1.
    case slide(Int)
    /// A sheet and the cells on it, such as `B2:F17`.
    case cells(sheet: String, range: String)
    /// Seconds from the beginning of a recording.
    case time(start: Double, end: Double)
    /// Nothing but the heading path tells where it stands.
    case headings
}

/// A rectangle on a page, in points, with the origin at the top left.
package struct Box: Sendable, Hashable, Codable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
}

/// One page and where its words stand on it.
package struct PageLayout: Sendable, Equatable, Codable {
    package struct Word: Sendable, Equatable, Codable {
        /// UTF-8 offsets in `Document.text`; a word hyphenated across lines has two entries.
        package var range: Range<Int>
        package var box: Box

        package init(range: Range<Int>, box: Box) {
            (self.range, self.box) = (range, box)
        }
    }

    /// Counted from 1.
    package var number: Int
    /// Points, as shown: rotation is already applied.
    package var width: Double
    package var height: Double
    /// In the order of their ranges.
    package var words: [Word]

    package init(number: Int, width: Double, height: Double, words: [Word]) {
        (self.number, self.width, self.height, self.words) = (number, width, height, words)
    }
}
