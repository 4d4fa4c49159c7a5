// What a model sends while it answers.

/// A piece of an answer, in the order in which it is to be shown.
package enum ChatEvent: Sendable, Equatable {
    /// Markdown; never half a character.
    case text(String)
    /// The mark that stands at the end of the text sent so far, and what it rests on.
    case citation(ChatCitation)
    /// The passages hold no answer; what follows only says so. Comes before any text.
    case noAnswer
    /// What the passages say contradicts each other, newest first. Comes before any text.
    case disagreement([ChatSide])
    case finished(ChatFinish)
}

/// What one mark rests on.
package struct ChatCitation: Sendable, Equatable {
    /// Index into `ChatRequest.passages`.
    package var passage: Int
    /// The words, as UTF-8 offsets in the passage's text.
    package var range: Range<Int>

    package init(passage: Int, range: Range<Int>) {
        (self.passage, self.range) = (passage, range)
    }
}

/// One side of a disagreement.
package struct ChatSide: Sendable, Equatable {
    /// Markdown, without its mark.
    package var text: String
    package var citation: ChatCitation

    package init(text: String, citation: ChatCitation) {
        (self.text, self.citation) = (text, citation)
    }
}

/// Why an answer ended.
package enum ChatFinish: Sendable, Equatable {
    case stop
    case length
}
