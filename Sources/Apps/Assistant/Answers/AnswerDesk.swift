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

    /// What an operator wants to know of.
    package enum Occurrence: Sendable {
        case began
        case ended(Answer.Status, seconds: Double)
        /// The answer failed; the reason is for the log, not for the asker.
        case failed(turnID: String, reason: String)
        /// The answer was told, but could not be kept.
        case lost(turnID: String, any Error)
    }

    private let assistant: Assistant
    private let store: ConversationStore
    private var runs: [String: Run] = [:]
    private var listenerCount = 0
    private var isStopping = false
    private let observe: @Sendable (Occurrence) -> Void

    /// A desk that tells `observe` what happens.
    package init(assistant: Assistant, store: ConversationStore, observe: @escaping @Sendable (Occurrence) -> Void) {
        (self.assistant, self.store, self.observe) = (assistant, store, observe)
    }

    /// Begins an answer and returns its events, from the first to the last.
    ///
    /// Throws `ConversationError`, or `AnswerDeskError.stopping` once `shutDown` was called.
    package func ask(_ asking: Asking) async throws -> AsyncStream<AnswerEvent> {
        guard !isStopping else { throw AnswerDeskError.stopping }
        let exchanges = try await exchanges(before: asking)
        let start = try await store.begin(
            question: asking.question,
            within: TurnScope(asking.scope),
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

    /// Takes no more questions, stops all answers, and waits until what they wrote is kept.
    package func shutDown() async {
        isStopping = true
        let tasks = runs.values.compactMap(\.task)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

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
        observe(.began)
        var answer = await assistant.answer(question) { await self.tell($0, turnID) }
        observe(.ended(answer.status, seconds: answer.seconds))
        if let error = answer.error {
            observe(.failed(turnID: turnID, reason: error.message))
            answer.error = .unexplained
        }
        await keep(answer, turnID)
        tell(.done(answer), turnID)
        let listeners = runs.removeValue(forKey: turnID)?.listeners.values
        for listener in listeners ?? [:].values { listener.finish() }
    }

    /// Keeps the answer in a task of its own: the one that wrote a stopped answer is cancelled, and the database would
    /// refuse it.
    private func keep(_ answer: Answer, _ turnID: String) async {
        let store = store
        do {
            try await Task { try await store.finish(turnID, with: answer) }.value
        } catch {
            observe(.lost(turnID: turnID, error))
        }
    }

    private func tell(_ event: AnswerEvent, _ turnID: String) {
        runs[turnID]?.events.append(event)
        for listener in runs[turnID]?.listeners.values ?? [:].values { listener.yield(event) }
    }

    private func forget(_ listener: Int, of turnID: String) {
        runs[turnID]?.listeners[listener] = nil
    }
}

/// Why a question is not taken.
package enum AnswerDeskError: Error, Equatable, CustomStringConvertible {
    case stopping

    package var description: String { "The server is stopping. Ask again in a moment." }
}

extension Answer.Failure {
    /// What is told of a failure inside: its words may hold what is nobody's business.
    package static let unexplained = Answer.Failure(
        message: "The question could not be answered; the server's log says why. Ask again.",
        code: "answer_failed"
    )
}
