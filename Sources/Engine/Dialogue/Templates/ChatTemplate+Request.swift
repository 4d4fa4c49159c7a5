// A chat as templates want to see it: messages and tools in the shape of OpenAI's API, which is what Hugging Face hands
// to its templates as well.

/// What a prompt needs besides the chat itself.
package struct PromptOptions: Sendable, Equatable {
    /// Ends with the head of the assistant's turn, so that the model answers.
    package var addsGenerationPrompt = true
    /// The texts of the tokens that begin and end a sequence; templates write them where they belong.
    package var beginToken: String?
    package var endToken: String?
    /// Whether the model may think first; nothing leaves it to the template.
    package var enablesThinking: Bool?
    /// What this template asks for besides, such as `reasoning_effort`.
    package var variables: [OrderedJSON.Member] = []

    package init() {}
}

extension ChatTemplate {
    /// The prompt of a chat.
    ///
    /// - Throws: `TemplateError`.
    package func render(
        _ request: ChatRequest,
        _ options: PromptOptions = PromptOptions(),
        now: @escaping () -> TemplateTime = TemplateTime.now
    ) throws -> String {
        var context: [OrderedJSON.Member] = [
            .init("messages", .array(request.messages.map(\.json))),
            .init("add_generation_prompt", .bool(options.addsGenerationPrompt)),
        ]
        if !request.tools.isEmpty { context.append(.init("tools", .array(request.tools.map(\.json)))) }
        if let token = options.beginToken { context.append(.init("bos_token", .string(token))) }
        if let token = options.endToken { context.append(.init("eos_token", .string(token))) }
        if let thinks = options.enablesThinking {
            // Families call the same thing by two names.
            context.append(.init("enable_thinking", .bool(thinks)))
            context.append(.init("thinking", .bool(thinks)))
        }
        return try render(.object(context + options.variables), now: now)
    }
}

extension ChatMessage {
    fileprivate var json: OrderedJSON {
        var members: [OrderedJSON.Member] = [.init("role", .string(role.rawValue)), .init("content", .string(text))]
        if let reasoning { members.append(.init("reasoning_content", .string(reasoning))) }
        if let toolCalls, !toolCalls.isEmpty { members.append(.init("tool_calls", .array(toolCalls.map(\.json)))) }
        if let toolCallID { members.append(.init("tool_call_id", .string(toolCallID))) }
        if let name { members.append(.init("name", .string(name))) }
        return .object(members)
    }
}

extension ChatToolCall {
    /// Most templates write the arguments as JSON themselves, so they are given as a value where they are one.
    fileprivate var json: OrderedJSON {
        let parsed = try? OrderedJSON(parsing: arguments)
        let function: [OrderedJSON.Member] = [
            .init("name", .string(name)), .init("arguments", parsed ?? .string(arguments)),
        ]
        return .object(
            (id.map { [.init("id", .string($0))] } ?? [])
                + [.init("type", .string("function")), .init("function", .object(function))]
        )
    }
}

extension ChatTool {
    fileprivate var json: OrderedJSON {
        var function: [OrderedJSON.Member] = [.init("name", .string(name))]
        if let description { function.append(.init("description", .string(description))) }
        if let parameters { function.append(.init("parameters", parameters)) }
        return .object([.init("type", .string("function")), .init("function", .object(function))])
    }
}
