// `kaiyuan run`: one prompt, one text, for scripts.

internal import ArgumentParser
internal import Dialogue
internal import Foundation
internal import Inference

/// Continues a text, or answers it where the model is made for chats.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a model write.",
        discussion: """
            MODEL is a GGUF file or a Hugging Face folder. A model with a chat template answers the prompt as a user's
            message; with --raw, and without a template, the prompt itself is continued.

              kaiyuan run model.gguf "写一首关于秋天的诗"
              kaiyuan run model.gguf "Once upon a time" --raw --max-tokens 200 --seed 7
            """
    )

    @Argument(help: "The model.")
    var model: String

    @Argument(help: "The prompt.")
    var prompt: String

    @Flag(help: "Continue the prompt itself.")
    var raw = false

    @Option(help: "A text that ends the answer where the model writes it; may be repeated.")
    var stop: [String] = []

    @OptionGroup var options: ModelOptions

    func run() async throws {
        let model = try options.load(model)
        let tokens =
            try raw || !model.hasChatTemplate
            ? model.prompt(prompt)
            : model.prompt(chat: [ChatMessage(role: .user, text: prompt)])
        let stream = try await model.write(
            after: tokens,
            tokenLimit: options.maxTokens,
            sampling: options.sampling,
            stopStrings: stop
        )
        _ = try await TextPrinter.show(stream)
    }
}
