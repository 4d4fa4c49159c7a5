// `kaiyuan chat MODEL`: a conversation with a model in the terminal.

internal import Dialogue
internal import Foundation
internal import Inference

/// A conversation with a model, which remembers what was said.
struct ModelChat {
    let model: LanguageModel
    let options: ModelOptions
    private var messages: [ChatMessage] = []

    init(model: LanguageModel, options: ModelOptions) {
        self.model = model
        self.options = options
    }

    /// Talks until the input ends.
    ///
    /// Lines between two lines of `"""` are one message; `/system TEXT` begins anew.
    mutating func talk() async throws {
        let terminal = Terminal.output
        while true {
            if terminal.isInteractive { print(terminal.styled("> ", .blue), terminator: "") }
            fflush(nil)
            guard let line = Self.message() else { return }
            if line.hasPrefix("/system ") {
                messages = [ChatMessage(role: .system, text: String(line.dropFirst("/system ".count)))]
                continue
            }
            guard !line.trimmingCharacters(in: .whitespaces).isEmpty else { return }
            messages.append(ChatMessage(role: .user, text: line))
            try await answer(terminal)
        }
    }

    private mutating func answer(_ terminal: Terminal) async throws {
        let prompt = try model.prompt(chat: messages)
        let room = model.engine.contextLimit - prompt.count
        guard room > 0 else {
            // The oldest exchange gives way to the newest; the system's message stays.
            guard let oldest = messages.firstIndex(where: { $0.role != .system }), messages.count > oldest + 2 else {
                throw InferenceError.tooLong(tokenCount: prompt.count, limit: model.engine.contextLimit - 1)
            }
            messages.removeSubrange(oldest..<oldest + 2)
            return try await answer(terminal)
        }
        let start = ContinuousClock.now
        let stream = try await model.write(
            after: prompt,
            tokenLimit: options.maxTokens,
            sampling: options.sampling
        )
        let (text, tokenCount) = try await TextPrinter.show(stream)
        messages.append(ChatMessage(role: .assistant, text: text))
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let speed = String(format: "%.1f", Double(tokenCount) / max(seconds, 1e-3))
        if terminal.isInteractive { print(terminal.styled("\(tokenCount) tokens, \(speed) tokens/s", .dim)) }
    }

    /// The next message: a line, or the lines between two of `"""`; nil at the end of the input.
    private static func message() -> String? {
        guard let line = readLine() else { return nil }
        guard line.hasPrefix("\"\"\"") else { return line }
        var lines = [String(line.dropFirst(3))].filter { !$0.isEmpty }
        while let next = readLine(), !next.hasPrefix("\"\"\"") { lines.append(next) }
        return lines.joined(separator: "\n")
    }
}
