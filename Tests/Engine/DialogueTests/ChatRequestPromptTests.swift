internal import Dialogue
internal import Testing

@Suite("The prompt of a chat")
struct ChatRequestPromptTests {
    private let request = ChatRequest(
        messages: [
            ChatMessage(role: .user, text: "Weather?"),
            ChatMessage(
                role: .assistant,
                text: "",
                reasoning: "Ask the tool.",
                toolCalls: [ChatToolCall(id: "c1", name: "weather", arguments: #"{"b": "北京", "a": 1}"#)]
            ),
            ChatMessage(role: .tool, text: "rain", toolCallID: "c1", name: "weather"),
        ],
        language: "en",
        tools: [
            ChatTool(name: "weather", description: "Looks out", parameters: .object([.init("type", .string("object"))]))
        ]
    )

    @Test("hands over messages, tools and tokens in OpenAI's shape, keys in order")
    func shape() throws {
        let template = try ChatTemplate(
            source: "{{ bos_token }}{{ messages | tojson }}{{ tools | tojson }}{{ eos_token }}"
        )
        var options = PromptOptions()
        (options.beginToken, options.endToken) = ("<s>", "</s>")
        #expect(
            try template.render(request, options) == """
                <s>[{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "", \
                "reasoning_content": "Ask the tool.", "tool_calls": [{"id": "c1", "type": "function", "function": \
                {"name": "weather", "arguments": {"b": "北京", "a": 1}}}]}, {"role": "tool", "content": "rain", \
                "tool_call_id": "c1", "name": "weather"}][{"type": "function", "function": {"name": "weather", \
                "description": "Looks out", "parameters": {"type": "object"}}}]</s>
                """
        )
    }

    @Test("arguments that are no JSON stay text; without tools there is no variable")
    func looseEnds() throws {
        let template = try ChatTemplate(
            source:
                "{{ messages[0].tool_calls[0].function.arguments }}|{{ tools is defined }}|{{ bos_token is defined }}"
        )
        let call = ChatToolCall(name: "f", arguments: "{broken")
        let request = ChatRequest(
            messages: [ChatMessage(role: .assistant, text: "", toolCalls: [call])],
            language: "en"
        )
        #expect(try template.render(request) == "{broken|False|False")
    }

    @Test("thinking and the template's own variables are passed on")
    func variables() throws {
        let template = try ChatTemplate(
            source: "{{ enable_thinking is defined }}{{ enable_thinking }}{{ effort }}{{ add_generation_prompt }}"
        )
        #expect(try template.render(request) == "FalseTrue")
        var options = PromptOptions()
        options.enablesThinking = false
        options.addsGenerationPrompt = false
        options.variables = [.init("effort", .string("high"))]
        #expect(try template.render(request, options) == "TrueFalsehighFalse")
    }

    @Test("text of a user is never read as a template")
    func injection() throws {
        let template = try ChatTemplate(source: "{{ messages[0].content }}")
        let request = ChatRequest(messages: [ChatMessage(role: .user, text: "{{ 1 + 1 }}{% raw %}")], language: "en")
        #expect(try template.render(request) == "{{ 1 + 1 }}{% raw %}")
    }
}
