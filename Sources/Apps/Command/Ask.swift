// `kaiyuan ask`: one question, one cited answer.

internal import ArgumentParser
internal import Assistant
internal import Foundation
internal import Retrieval

/// Answers a question.
struct Ask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a question; the answer cites its sources.",
        discussion: """
            Ends with status 1 when the library holds no answer.

              kaiyuan ask "When was the bridge built?"
              kaiyuan ask 这座桥是哪一年建成的？ --json
            """
    )

    @Argument(help: "The question.")
    var question: [String]

    @OptionGroup var options: HomeOptions

    func run() async throws {
        let library = try await options.library()
        let asked = question.joined(separator: " ")
        let gather = try await options.gatherer(into: library)
        if gather == nil, Assistant.needsLibrary(asked), try await library.statistics().documentCount == 0 {
            try await options.warnOfEmptiness(of: library)
            throw ExitCode(2)
        }
        let assistant = Assistant(
            library: library,
            model: QuotingAnswerer(library: library),
            gather: gather
        )
        let printer = AnswerPrinter()
        let question = Question(asked, language: AnswerPrinter.language)
        let answer = await assistant.answer(question) { [json = options.json] event in
            if !json { printer.show(event) }
        }
        if options.json {
            try printJSON(answer)
        } else {
            printer.finish(answer)
        }
        switch answer.status {
        case .failed: throw ExitCode(3)
        case .noAnswer: throw ExitCode(1)
        default: break
        }
    }
}
