// A chat as OpenAI's chunks: the first carries the role, the last the annotations, then usage and `[DONE]`.

internal import Assistant
internal import NIOCore
internal import Synchronization

/// Writes the chunks of one answer.
final class ChatStream: Sendable {
    private struct State {
        var cutter: ReplyCutter
        var isOpen = false
    }

    private let reply: ChatReply
    private let showsUsage: Bool
    private let state: Mutex<State>
    private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation
    private let opening: AsyncThrowingStream<Void, any Error>.Continuation

    /// Chunks go to `continuation`; `opening` is told of the first one, or of what went wrong before it.
    init(
        _ reply: ChatReply,
        _ cutter: ReplyCutter,
        showsUsage: Bool,
        to continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation,
        opening: AsyncThrowingStream<Void, any Error>.Continuation
    ) {
        (self.reply, self.showsUsage, self.continuation, self.opening) = (reply, showsUsage, continuation, opening)
        state = Mutex(State(cutter: cutter))
    }

    /// - Returns: whether the answer may go on.
    func write(_ text: String) -> Bool {
        let (piece, isCut) = state.withLock { ($0.cutter.take(text), $0.cutter.isCut) }
        open()
        if !piece.isEmpty { send(reply.chunk(.init(content: piece), showsUsage: showsUsage)) }
        return !isCut
    }

    /// Whether the answer ended where the client wanted it ended.
    var isCut: Bool { state.withLock { $0.cutter.isCut } }

    func end(_ answer: Answer) {
        open()
        let rest = state.withLock { $0.cutter.finish() }
        if !rest.isEmpty { send(reply.chunk(.init(content: rest), showsUsage: showsUsage)) }
        let cutter = state.withLock { $0.cutter }
        send(reply.lastChunk(answer, cutter, showsUsage: showsUsage))
        if showsUsage { send(reply.usageChunk(cutter)) }
        continuation.yield(ByteBuffer(string: "data: [DONE]\n\n"))
        continuation.finish()
    }

    /// Before the first words the error gets a status, behind them it is a chunk of its own.
    func fail(_ error: any Error) {
        if state.withLock({ $0.isOpen }) {
            send(ErrorBody(APIError(error)))
            continuation.finish()
        } else {
            opening.finish(throwing: error)
            continuation.finish()
        }
    }

    private func open() {
        let isFirst = state.withLock { state in
            defer { state.isOpen = true }
            return !state.isOpen
        }
        guard isFirst else { return }
        send(reply.chunk(.init(role: "assistant", content: ""), showsUsage: showsUsage))
        opening.yield()
        opening.finish()
    }

    private func send(_ value: some Encodable) {
        do {
            continuation.yield(try ServerSentEvents.event(nil, value))
        } catch {
            continuation.finish(throwing: error)
        }
    }
}
