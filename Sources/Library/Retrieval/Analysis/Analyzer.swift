// The seam between text and index: whatever makes search terms of text. Passages and queries go through the same
// analyzer, or they would not meet.

/// One search term and the words of the text that it stands for.
package struct Term: Sendable, Equatable {
    /// The folded, stemmed form that is indexed.
    package var text: String
    /// UTF-8 offsets of the words in the text it was made of.
    package var range: Range<Int>
    /// Terms that follow each other in the text have positions that follow each other.
    package var position: Int
}

/// Makes search terms of text.
package protocol Analyzer: Sendable {
    /// The terms of `text`, in order of their positions.
    ///
    /// `language` is the text's BCP 47 tag, which decides how its words are stemmed; nil when it is unknown.
    func terms(of text: String, language: String?) -> [Term]
}
