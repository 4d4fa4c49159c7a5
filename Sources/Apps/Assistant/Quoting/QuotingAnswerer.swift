// The answerer that needs no model: it says nothing of its own, but finds the sentences that answer and quotes them.

package import Dialogue
internal import Documents
package import Retrieval

/// Answers with verbatim quotes from the passages it is given, or says that they hold no answer.
package struct QuotingAnswerer: ChatModel {
    package let name = "quoting"
    package let abilities: ChatAbilities = [.cites]
    private let library: Library

    /// How many quotes an answer has at most, the first one included.
    static let quoteCount = 5

    /// - Parameter library: tells how rare words are; the passages come with each request.
    package init(library: Library) { self.library = library }

    package func respond(to request: ChatRequest) -> AsyncThrowingStream<ChatEvent, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    let plan = try await weigh(request).plan
                    let composer = QuoteComposer(request: request, quoteCount: Self.quoteCount)
                    for event in composer.events(of: plan) {
                        try Task.checkCancellation()
                        continuation.yield(event)
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Which words of the passages answer the last message, and all that was weighed for it.
    func weigh(
        _ request: ChatRequest
    ) async throws -> (plan: QuotePlan, question: QuestionAnalysis, candidates: QuoteCandidates) {
        let selector = QuoteSelector(
            question: DefinitionQuestion.plain(request.messages.last?.text ?? ""),
            passages: request.passages,
            analyzer: library.analyzer
        )
        let statistics = LexicalStatistics(frequencies: try await library.frequencies(of: selector.terms))
        let (question, candidates) = selector.weigh(with: statistics)
        return (selector.plan(question, candidates), question, candidates)
    }
}
