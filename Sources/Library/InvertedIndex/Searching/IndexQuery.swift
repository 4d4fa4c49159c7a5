// What a search asks of the index: which passages match, how well, and which of them are looked at.

/// A search.
///
/// Where phrases are required, passages match that hold them all, and `anyOf` only ranks; otherwise those that hold any
/// term of `anyOf`. None of the excluded phrases may stand in them, and the filter must let their document pass.
package struct IndexQuery: Sendable, Hashable {
    /// A word of the query in every form in which it may be indexed.
    ///
    /// A passage has it as often as its most frequent form, and it is as rare as its most common one.
    package struct Term: Sendable, Hashable {
        package var forms: [IndexTerm]
        package var weight: Double

        package init(_ forms: [IndexTerm], weight: Double = 1) { (self.forms, self.weight) = (forms, weight) }
    }

    /// Words that follow each other, or one word.
    package struct Phrase: Sendable, Hashable {
        /// The words in order, in each way in which they may be indexed; one of the ways must be found.
        package var variants: [[IndexTerm]]
        /// Where it must stand; nil for any one field.
        package var field: Field?

        package init(_ variants: [[IndexTerm]], in field: Field? = nil) {
            (self.variants, self.field) = (variants, field)
        }
    }

    package enum Field: Sendable, Hashable { case title, headings, body }

    package var anyOf: [Term]
    package var required: [Phrase]
    package var excluded: [Phrase]
    package var filter: PassageFilter

    package init(
        anyOf: [Term] = [],
        required: [Phrase] = [],
        excluded: [Phrase] = [],
        filter: PassageFilter = PassageFilter()
    ) {
        (self.anyOf, self.required, self.excluded, self.filter) = (anyOf, required, excluded, filter)
    }
}

/// A passage that matches.
package struct IndexHit: Sendable, Hashable {
    package var passageID: Int64
    package var documentID: Int64
    /// Higher is better.
    package var score: Double
    /// Where the passage is in the snapshot that was searched.
    package var place: PassagePlace
}

/// Where a passage is in a snapshot; of no meaning in another one.
package struct PassagePlace: Sendable, Hashable {
    /// Which of the snapshot's segments.
    package var segment: Int
    /// The passage's number within it.
    package var passage: Int
}

/// A document that matches, with its best passages.
package struct DocumentHit: Sendable, Hashable {
    package var documentID: Int64
    /// Best first; never empty.
    package var passages: [IndexHit]
}
