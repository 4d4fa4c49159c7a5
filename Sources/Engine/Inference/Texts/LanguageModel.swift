// A model that reads and writes texts: an engine with its tokenizer, and with its chat template where it has one.

package import Dialogue
internal import Networks
package import Tensors
package import Tokenization

/// A loaded model that writes.
package final class LanguageModel: Sendable {
    package let engine: Engine
    package let tokenizer: Tokenizer

    /// The tokens that end a text: what the files and the vocabulary name.
    package let stopTokens: Set<Int32>

    private let template: ChatTemplate?

    /// Opens and loads a GGUF file or a Hugging Face folder.
    package init(
        contentsOf path: String,
        limits: Engine.Limits = Engine.Limits(),
        instructionSet: InstructionSet
    ) throws {
        let stored = try StoredModel(contentsOf: path)
        tokenizer = try Tokenizer(contentsOf: path)
        engine = try Engine(stored, limits: limits, instructionSet: instructionSet)
        stopTokens = Set(stored.stopTokens.compactMap(Int32.init(exactly:))).union(tokenizer.endTokens)
        template = try stored.chatTemplate.map { try ChatTemplate(source: $0) }
    }

    /// Whether the model's files say how to write a chat.
    package var hasChatTemplate: Bool { template != nil }

    /// The tokens of a plain text, with those round it that the model expects.
    package func prompt(_ text: String) throws -> [Int32] {
        try tokenizer.encode(text, addingTemplate: true)
    }

    /// The tokens of a chat, up to where the answer begins.
    ///
    /// Throws `InferenceError.noChatTemplate` when the model has none, and what rendering throws.
    package func prompt(chat messages: [ChatMessage]) throws -> [Int32] {
        guard let template else { throw InferenceError.noChatTemplate }
        var options = PromptOptions()
        options.beginToken = try tokenizer.beginToken.map { try tokenizer.decode([$0]) }
        options.endToken = try tokenizer.endTokens.first.map { try tokenizer.decode([$0]) }
        // What people and tools wrote stays text; an answer of the model may hold the tokens that it wrote itself.
        let (texts, seal) = tokenizer.sealed(messages.map { $0.role == .assistant ? "" : $0.text })
        var sealed = messages
        for index in sealed.indices where sealed[index].role != .assistant { sealed[index].text = texts[index] }
        let text = try template.render(ChatRequest(messages: sealed, language: "en"), options)
        let ids = try tokenizer.encode(text, special: true, seal: seal)
        // Templates mostly write the begin token themselves.
        guard let begin = tokenizer.beginToken, ids.first != begin else { return ids }
        let expectsBegin = try tokenizer.encode("", addingTemplate: true).first == begin
        return expectsBegin ? [begin] + ids : ids
    }

    /// Continues a prompt; the model's stop tokens end the text, and so do the strings.
    package func write(
        after prompt: [Int32],
        tokenLimit: Int,
        sampling: SamplingParameters,
        stopStrings: [String] = []
    ) async throws -> TextStream {
        var request = GenerationRequest(prompt: prompt, tokenLimit: tokenLimit, sampling: sampling)
        request.stopTokens = stopTokens
        return TextStream(
            events: try await engine.generate(request),
            decoder: StreamingDecoder(tokenizer, skippingSpecial: true),
            stops: StopStrings(stopStrings)
        )
    }
}
