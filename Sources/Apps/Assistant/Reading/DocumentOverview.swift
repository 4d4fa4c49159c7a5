// What a reader wants to know of a document before reading it: its outline, its key sentences, the terms that set it
// apart from the library, and what else the library holds on them.

internal import Documents
internal import Foundation
package import Retrieval

/// A document at a glance.
package struct DocumentOverview: Sendable {
    /// A sentence of the document, with its place.
    package struct KeySentence: Sendable, Equatable {
        package var text: String
        /// UTF-8 offsets in the document's text.
        package var range: Range<Int>
        package var place: Place
    }

    /// A term that the document uses more than the library does.
    package struct KeyTerm: Sendable, Equatable {
        package var text: String
        package var count: Int
    }

    /// Another document of the library, and why it is named.
    package struct Related: Sendable {
        package var document: StoredDocument
        /// The passage that is nearest.
        package var range: Range<Int>
        /// The terms that both set apart.
        package var terms: [String]
        /// Whether it is of an earlier year.
        package var isOlder: Bool
    }

    package var outline: [Library.OutlineHeading]
    /// In the order of the document.
    package var sentences: [KeySentence]
    package var terms: [KeyTerm]
    package var related: [Related]
    /// Whether the whole document was looked at; of a long one windows all over it were.
    package var isComplete: Bool

    private static let headingCount = 1_000
    private static let sentenceCount = 5
    private static let termCount = 10

    /// Looks at a document.
    ///
    /// - Throws: `LibraryError`.
    package init(of documentID: Int64, in library: Library) async throws {
        outline = try await library.outline(of: documentID, limit: Self.headingCount)
        let sample = try await DocumentSample(of: documentID, in: library)
        let profile = try await DocumentProfile(of: sample, in: library)
        isComplete = sample.isWhole
        terms = profile.terms.prefix(Self.termCount).map { KeyTerm(text: $0.term.text, count: $0.term.count) }
        sentences = KeySentences(sample, profile).best(Self.sentenceCount)
        related = try await RelatedDocuments(library: library).find(for: sample.document, profile)
    }
}
