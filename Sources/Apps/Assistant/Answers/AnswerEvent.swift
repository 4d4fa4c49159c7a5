// What happens while an answer comes about, in the order in which the page shows it.

/// One step of an answer.
package enum AnswerEvent: Sendable, Equatable {
    case start(AnswerStart)
    case progress(AnswerProgress)
    case sources([AnswerSource])
    /// Text to append, with the marks that stand in it.
    case delta(text: String, marks: [Mark])
    case followups([String])
    /// The whole answer; always the last event.
    case done(Answer)
}

/// Which turn is being answered.
package struct AnswerStart: Sendable, Equatable, Codable {
    package var conversationID: String
    package var turnID: String
    package var question: String
    package var createdAt: String

    enum CodingKeys: String, CodingKey {
        case question
        case conversationID = "conversation_id"
        case turnID = "turn_id"
        case createdAt = "created_at"
    }
}

/// What is being done, in words and counts.
package struct AnswerProgress: Sendable, Equatable, Codable {
    package enum Stage: String, Sendable, Codable {
        case understanding, gathering, searching, reading, writing
    }

    package var stage: Stage
    /// The question as it is searched, when a follow-up was made to stand on its own.
    package var query: String?
    package var documents: Int?
    package var passages: Int?
}
