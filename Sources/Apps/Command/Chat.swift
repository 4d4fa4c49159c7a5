// `kaiyuan chat`: question after question, each with those before it in mind; of the library, or of a model.

internal import ArgumentParser
internal import Assistant
internal import Foundation
internal import Retrieval

/// Talks until the input ends.
struct Chat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask question after question; follow-ups are understood.",
        discussion: """
            Asks the library, or, with a GGUF file or a Hugging Face folder as MODEL, the model alone: there, /system TEXT
            begins anew with an instruction, and lines between two lines of \"\"\" are one message. Ends with Ctrl-D or an
            empty line.

              kaiyuan chat
              kaiyuan chat model.gguf --temperature 0.3
            """
    )

    @Argument(help: "A model to talk with; without one, the library answers.")
    var model: String?

    @OptionGroup var options: HomeOptions
    @OptionGroup(title: "With a model") var modelOptions: ModelOptions

    func run() async throws {
        if let model {
            var chat = ModelChat(model: try modelOptions.load(model), options: modelOptions)
            return try await chat.talk()
        }
        let library = try await options.library()
        let gather = try await options.gatherer(into: library)
        let assistant = Assistant(
            library: library,
            model: QuotingAnswerer(library: library),
            gather: gather
        )
        let printer = AnswerPrinter()
        var exchanges: [Exchange] = []
        if gather == nil { try await options.warnOfEmptiness(of: library) }
        while true {
            if Terminal.output.isInteractive { print(Terminal.output.styled("? ", .blue), terminator: "") }
            fflush(nil)
            guard let line = readLine(), !line.trimmingCharacters(in: .whitespaces).isEmpty else { return }
            let question = Question(line, exchanges: exchanges, language: AnswerPrinter.language)
            let answer = await assistant.answer(question) { [json = options.json] event in
                if !json { printer.show(event) }
            }
            if options.json { try printJSON(answer) } else { printer.finish(answer) }
            if answer.status != .chat { exchanges.append(Exchange(line, answered: answer, after: exchanges)) }
        }
    }
}
