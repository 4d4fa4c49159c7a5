// The options of a chat: ranges are checked, and what a quoting answerer cannot do is refused rather than ignored, so
// that nobody takes its words for the JSON or the tool call that was asked for.

/// How the answer is wanted.
struct ChatOptions: Decodable {
    private struct Named: Decodable {
        var type: String
    }

    /// One text or several.
    private struct Stop: Decodable {
        var texts: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                texts = [text]
            } else {
                texts = try container.decode([String].self)
            }
        }
    }

    /// A mode, or one tool by name.
    private enum ToolChoice: Decodable {
        case mode(String)
        case named

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let mode = try? container.decode(String.self) {
                self = .mode(mode)
            } else {
                _ = try container.decode(Named.self)
                self = .named
            }
        }
    }

    private var n: WholeNumber?
    private var maxTokens: WholeNumber?
    private var maxCompletionTokens: WholeNumber?
    private var temperature: Double?
    private var topP: Double?
    private var frequencyPenalty: Double?
    private var presencePenalty: Double?
    private var stop: Stop?
    private var tools: [Named]?
    private var toolChoice: ToolChoice?
    private var responseFormat: Named?
    private var logprobs: Bool?
    private var topLogprobs: WholeNumber?

    private enum CodingKeys: String, CodingKey {
        case n, temperature, stop, tools, logprobs
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
        case topP = "top_p"
        case frequencyPenalty = "frequency_penalty"
        case presencePenalty = "presence_penalty"
        case toolChoice = "tool_choice"
        case responseFormat = "response_format"
        case topLogprobs = "top_logprobs"
    }

    private static let largestTokenLimit = 2_147_483_647
    private static let stopCount = 4

    var stops: [String] { (stop?.texts ?? []).filter { !$0.isEmpty } }

    var tokenLimit: Int? { (maxCompletionTokens ?? maxTokens)?.value }

    /// - Throws: `invalid_value` for what is out of range, `unsupported_parameter` for what cannot be met.
    func check() throws {
        for (name, limit) in [("max_tokens", maxTokens), ("max_completion_tokens", maxCompletionTokens)] {
            if let limit, !(1...Self.largestTokenLimit).contains(limit.value) {
                throw APIError.invalid("\(name) is 1 or more, and at most \(Self.largestTokenLimit).", param: name)
            }
        }
        try Self.check(temperature, "temperature", 0...2)
        try Self.check(topP, "top_p", 0...1)
        try Self.check(frequencyPenalty, "frequency_penalty", -2...2)
        try Self.check(presencePenalty, "presence_penalty", -2...2)
        guard stop?.texts.count ?? 0 <= Self.stopCount else {
            throw APIError.invalid("stop is one text, or up to \(Self.stopCount).", param: "stop")
        }
        try checkAbilities()
    }

    private static func check(_ value: Double?, _ name: String, _ range: ClosedRange<Double>) throws {
        if let value, !range.contains(value) {
            throw APIError.invalid(
                "\(name) is a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)).",
                param: name
            )
        }
    }

    private func checkAbilities() throws {
        if let n, n.value != 1 {
            throw n.value > 1
                ? APIError.unsupported("The model kaiyuan gives one answer: n is 1.", param: "n")
                : APIError.invalid("n is 1.", param: "n")
        }
        if logprobs ?? false {
            throw APIError.unsupported("The model kaiyuan quotes; it has no logprobs.", param: "logprobs")
        }
        if let topLogprobs, topLogprobs.value != 0 {
            throw topLogprobs.value > 0
                ? APIError.unsupported("The model kaiyuan quotes; it has no logprobs.", param: "top_logprobs")
                : APIError.invalid("top_logprobs is 0.", param: "top_logprobs")
        }
        switch responseFormat?.type {
        case nil, "text"?: break
        case "json_object"?, "json_schema"?:
            throw APIError.unsupported("The model kaiyuan answers in text, not in JSON.", param: "response_format")
        default:
            throw APIError.invalid("response_format has the type \"text\".", param: "response_format.type")
        }
        switch toolChoice {
        case nil, .mode("none"), .mode("auto"): break
        case .mode("required"), .named:
            throw APIError.unsupported("The model kaiyuan calls no tools: none or auto.", param: "tool_choice")
        case .mode:
            throw APIError.invalid("tool_choice is \"none\" or \"auto\".", param: "tool_choice")
        }
    }
}

extension APIError {
    /// What exists in the dialect and cannot be done here.
    static func unsupported(_ message: String, param: String) -> APIError {
        .invalid(message, param: param, code: "unsupported_parameter")
    }
}
