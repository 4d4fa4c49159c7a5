// Where answers are under way: each belongs to the desk, not to the connection that asked, so that a closed tab loses
// nothing and a second tab sees the same. What happened so far is replayed to whoever joins.

package import Retrieval
internal import Foundation

/// Runs answers, tells whoever listens, and keeps the results.
package actor AnswerDesk {
    private struct Run {
        var start: AnswerStart
        var events: [AnswerEvent]
        var listeners: [Int: AsyncStream<AnswerEvent>.Continuation] = [:]
        var task: Task<Void, Never>?
    }

    /// What to answer, and where the turn belongs.
    package struct Asking: Sendable {
        package var question: String
        package var conversationID: String?
        package var replacedTurnID: String?
        package var scope: DocumentFilter
        package var language: String

        package init(
            question: String,
            conversationID: String? = nil,
            replacedTurnID: String? = nil,
            scope: DocumentFilter = DocumentFilter(),
            language: String
        ) {
            self.question = question
            self.conversationID = conversationID
            self.replacedTurnID = replacedTurnID
            self.scope = scope
            self.language = language
        }
    }

    private let assistant: Assistant
    private let store: ConversationStore
    private var runs: [String: Run] = [:]
    private var listenerCount = 0
    /// Called when an answer could not be kept; the answer itself has been told.
    private let reportLoss: @Sendable (any Error) -> Void

    package init(assistant: Assistant, store: ConversationStore, reportLoss: @escaping @Sendable (any Error) -> Void) {
        (self.assistant, self.store, self.reportLoss) = (assistant, store, reportLoss)
    }

    /// Begins an answer and returns its events, from the first to the last.
    package func ask(_ asking: Asking) async throws -> AsyncStream<AnswerEvent> {
        let exchanges = try await exchanges(before: asking)
        let start = try await store.begin(
            question: asking.question,
            in: asking.conversationID,
            replacing: asking.replacedTurnID
        )
        let question = Question(
            asking.question,
            exchanges: exchanges,
            scope: asking.scope,
            language: asking.language
        )
        runs[start.turnID] = Run(start: start, events: [.start(start)])
        runs[start.turnID]?.task = Task { await self.run(question, start.turnID) }
        return try await events(of: start.turnID)
    }

    /// The events of a turn: those that happened, then those that happen, to the end.
    ///
    /// - Throws: `ConversationError.noSuchTurn`.
    package func events(of turnID: String) async throws -> AsyncStream<AnswerEvent> {
        guard runs[turnID] != nil else {
            let (conversationID, turn) = try await store.turn(turnID)
            return AsyncStream { continuation in
                let start = AnswerStart(
                    conversationID: conversationID,
                    turnID: turn.id,
                    question: turn.question,
                    createdAt: turn.createdAt
                )
                continuation.yield(.start(start))
                continuation.yield(.done(turn.answer))
                continuation.finish()
            }
        }
        let (stream, continuation) = AsyncStream.makeStream(of: AnswerEvent.self)
        for event in runs[turnID]?.events ?? [] { continuation.yield(event) }
        listenerCount += 1
        let listener = listenerCount
        runs[turnID]?.listeners[listener] = continuation
        continuation.onTermination = { _ in Task { await self.forget(listener, of: turnID) } }
        return stream
    }

    /// Stops an answer; what was written so far is kept.
    ///
    /// Does nothing to a finished one.
    package func stop(_ turnID: String) async throws {
        if let run = runs[turnID] {
            run.task?.cancel()
        } else {
            _ = try await store.turn(turnID)
        }
    }

    /// Stops all answers and waits until what they wrote is kept.
    package func shutDown() async {
        let tasks = runs.values.compactMap(\.task)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    /// How many answers are being written.
    package var runningCount: Int { runs.count }

    private func exchanges(before asking: Asking) async throws -> [Exchange] {
        guard let conversationID = asking.conversationID else { return [] }
        let turns = try await store.conversation(conversationID).turns
        let kept = turns.prefix { $0.id != asking.replacedTurnID }
        return kept.reduce(into: [Exchange]()) { exchanges, turn in
            let standing = StandingQuestion(turn.question, after: exchanges)
            let documents = turn.answer.sources.filter(\.cited).map(\.documentID)
            guard turn.answer.status != .chat else { return }
            exchanges.append(Exchange(question: standing.text, documentIDs: documents))
        }
    }

    private func run(_ question: Question, _ turnID: String) async {
        let answer = await assistant.answer(question) { await self.tell($0, turnID) }
        do {
            try await store.finish(turnID, with: answer)
        } catch {
            reportLoss(error)
        }
        tell(.done(answer), turnID)
        let listeners = runs.removeValue(forKey: turnID)?.listeners.values
        for listener in listeners ?? [:].values { listener.finish() }
    }

    private func tell(_ event: AnswerEvent, _ turnID: String) {
        runs[turnID]?.events.append(event)
        for listener in runs[turnID]?.listeners.values ?? [:].values { listener.yield(event) }
    }

    private func forget(_ listener: Int, of turnID: String) {
        runs[turnID]?.listeners[listener] = nil
    }
}
