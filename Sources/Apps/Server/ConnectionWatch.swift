// Notices when a client goes away, so that nobody works for it any longer.

internal import Logging
internal import NIOCore
internal import Synchronization

/// Stands in each connection's pipeline.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    /// Nothing is looked at but the connection's end.
    typealias InboundIn = Never

    private struct State {
        var isClosed = false
        var lastNumber = 0
        var actions: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// Calls `act` when the client has closed its side; at once when it has already.
    ///
    /// - Returns: a number by which to forget it.
    func whenClosed(_ act: @escaping @Sendable () -> Void) -> Int {
        let (number, isClosed) = state.withLock { state in
            state.lastNumber += 1
            if !state.isClosed { state.actions[state.lastNumber] = act }
            return (state.lastNumber, state.isClosed)
        }
        if isClosed { act() }
        return number
    }

    func forget(_ number: Int) {
        state.withLock { _ = $0.actions.removeValue(forKey: number) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { close() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        close()
        context.fireChannelInactive()
    }

    private func close() {
        let actions = state.withLock { state in
            state.isClosed = true
            defer { state.actions = [:] }
            return state.actions.values.map { $0 }
        }
        for act in actions { act() }
    }
}

extension KaiyuanContext {
    /// Does the work in a task that is cancelled when the client goes away.
    func whileConnected<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
        let task = Task { await work() }
        let watch = try? await channel.pipeline.handler(type: ConnectionWatch.self).get()
        let number = watch?.whenClosed { task.cancel() }
        defer { if let number { watch?.forget(number) } }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
