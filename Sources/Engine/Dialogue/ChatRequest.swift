// What a model is asked: messages, and passages that it may rest its answer on.

/// A chat to be answered.
package struct ChatRequest: Sendable, Equatable {
    /// Oldest first; the last one is answered.
    package var messages: [ChatMessage]
    /// What the answer may rest on; empty when the model answers from what it knows.
    package var passages: [GroundingPassage]
    /// How many documents were searched for the passages.
    package var searchedCount: Int
    /// The language of headings and phrases that the model adds of its own, as a BCP 47 tag.
    package var language: String

    package init(
        messages: [ChatMessage],
        passages: [GroundingPassage] = [],
        searchedCount: Int = 0,
        language: String
    ) {
        (self.messages, self.passages) = (messages, passages)
        (self.searchedCount, self.language) = (searchedCount, language)
    }
}

/// One turn of a chat.
package struct ChatMessage: Sendable, Equatable, Codable {
    package enum Role: String, Sendable, Codable {
        case system, user, assistant, tool
    }

    package var role: Role
    package var text: String

    package init(role: Role, text: String) {
        (self.role, self.text) = (role, text)
    }
}

/// A passage that an answer may quote and cite.
package struct GroundingPassage: Sendable, Equatable {
    /// The number of its source, which its marks show; passages of one document share it.
    package var number: Int
    package var title: String
    package var headings: [String]
    package var text: String
    /// Where headings stand in the text, as UTF-8 offsets: they tell what follows them, but answer nothing themselves.
    package var headingRanges: [Range<Int>]
    package var language: String?
    /// ISO 8601.
    package var date: String?
    /// How well retrieval thought that it fits; higher is better.
    package var score: Double

    package init(
        number: Int,
        title: String,
        headings: [String],
        text: String,
        headingRanges: [Range<Int>] = [],
        language: String?,
        date: String?,
        score: Double
    ) {
        self.number = number
        self.title = title
        self.headings = headings
        self.text = text
        self.headingRanges = headingRanges
        self.language = language
        self.date = date
        self.score = score
    }
}
