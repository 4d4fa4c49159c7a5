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
    /// What the model may call.
    package var tools: [ChatTool]

    package init(
        messages: [ChatMessage],
        passages: [GroundingPassage] = [],
        searchedCount: Int = 0,
        language: String,
        tools: [ChatTool] = []
    ) {
        (self.messages, self.passages, self.tools) = (messages, passages, tools)
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
    /// What the model thought before it wrote the text.
    package var reasoning: String?
    /// What the model asked for in this turn.
    package var toolCalls: [ChatToolCall]?
    /// Which call a turn of a tool answers.
    package var toolCallID: String?
    /// The tool that answers.
    package var name: String?

    package init(
        role: Role,
        text: String,
        reasoning: String? = nil,
        toolCalls: [ChatToolCall]? = nil,
        toolCallID: String? = nil,
        name: String? = nil
    ) {
        (self.role, self.text, self.reasoning) = (role, text, reasoning)
        (self.toolCalls, self.toolCallID, self.name) = (toolCalls, toolCallID, name)
    }
}

/// A call that a model asks for.
package struct ChatToolCall: Sendable, Equatable, Codable {
    package var id: String?
    package var name: String
    /// A JSON object, as text.
    package var arguments: String

    package init(id: String? = nil, name: String, arguments: String) {
        (self.id, self.name, self.arguments) = (id, name, arguments)
    }
}

/// A tool that a model may call.
package struct ChatTool: Sendable, Equatable {
    package var name: String
    package var description: String?
    /// A JSON schema; the order of its keys is what the model reads.
    package var parameters: OrderedJSON?

    package init(name: String, description: String? = nil, parameters: OrderedJSON? = nil) {
        (self.name, self.description, self.parameters) = (name, description, parameters)
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
