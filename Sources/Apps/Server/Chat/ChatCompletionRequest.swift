// What a client of OpenAI's dialect asks for: what can be met is parsed, what cannot is refused by name. Fields that
// change nothing here (seed, user, metadata and the like) are ignored, as the dialect wants.

internal import Assistant
internal import Foundation
internal import Retrieval

/// The fields of a chat completion request that mean something here.
struct ChatCompletionRequest: Decodable {
    struct Message: Decodable {
        var role: String
        var text: String

        private enum CodingKeys: CodingKey { case role, content }
        private struct Part: Decodable {
            var type: String
            var text: String?
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            role = try container.decode(String.self, forKey: .role)
            if let plain = try? container.decodeIfPresent(String.self, forKey: .content) {
                text = plain
            } else if try container.contains(.content) && !container.decodeNil(forKey: .content) {
                let parts = try container.decode([Part].self, forKey: .content)
                text = parts.compactMap(\.text).joined(separator: "\n")
            } else {
                text = ""
            }
        }
    }

    struct StreamOptions: Decodable {
        var includeUsage: Bool?

        enum CodingKeys: String, CodingKey { case includeUsage = "include_usage" }
    }

    var model: String
    var messages: [Message]
    var stream: Bool?
    var streamOptions: StreamOptions?
    private var options: ChatOptions

    private enum CodingKeys: String, CodingKey {
        case model, messages, stream
        case streamOptions = "stream_options"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        model = try container.decode(String.self, forKey: .model)
        messages = try container.decode([Message].self, forKey: .messages)
        stream = try container.decodeIfPresent(Bool.self, forKey: .stream)
        streamOptions = try container.decodeIfPresent(StreamOptions.self, forKey: .streamOptions)
        options = try ChatOptions(from: decoder)
    }

    /// Where the answer ends although it could go on.
    var cutter: ReplyCutter { ReplyCutter(stops: options.stops, tokenLimit: options.tokenLimit) }

    var promptTokens: Int { messages.reduce(0) { $0 + PassageCutter.tokenCount(of: $1.text) } }

    private static let roles: Set<String> = ["developer", "system", "user", "assistant", "tool", "function"]
    private static let messageCount = 1_000

    /// The last message as the question, the turns before it as its context.
    func question() throws -> Question {
        guard model == ModelRoutes.assistantName else { throw APIError.unknownModel(model) }
        try options.check()
        guard messages.count <= Self.messageCount else {
            throw APIError.invalid("More than \(Self.messageCount) messages.", param: "messages")
        }
        for (index, message) in messages.enumerated() where !Self.roles.contains(message.role) {
            throw APIError.invalid(
                "There is no role \"\(message.role.prefix(40))\".",
                param: "messages.[\(index)].role"
            )
        }
        guard let last = messages.last(where: { $0.role == "user" }),
            !last.text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty
        else {
            throw APIError.invalid("There is no user message with text.", param: "messages")
        }
        guard last.text.unicodeScalars.count <= AskRequest.longestQuestion else {
            throw APIError.invalid(
                "The question has more than \(AskRequest.longestQuestion) characters.",
                param: "messages",
                code: "context_length_exceeded"
            )
        }
        let earlier = messages.filter { $0.role == "user" }.dropLast().map(\.text)
        return Question(last.text, exchanges: Exchange.chain(earlier), language: "en")
    }
}
