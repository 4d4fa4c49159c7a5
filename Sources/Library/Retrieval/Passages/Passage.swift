// A piece of a document that is found and quoted as a whole.

/// A stretch of a document's text, with the heading path above it.
package struct Passage: Sendable, Equatable {
    /// UTF-8 offsets in the document's text.
    ///
    /// A passage reaches to the beginning of the next one, so that all passages
    /// of a document put together are its text, byte for byte.
    package var range: Range<Int>
    package var text: String
    /// The headings above, outermost first, down to the one that the passage begins with.
    package var headings: [String]
}
