// Ctrl-C and SIGTERM for long work: it is cancelled and cleans up behind itself, where the signal alone would leave half a
// file.

internal import Dispatch
internal import Foundation

/// Does the work; the first signal to stop cancels it.
func stoppable<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let signals = [SIGINT, SIGTERM]
    let (stops, stop) = AsyncStream.makeStream(of: Void.self)
    let (registrations, registration) = AsyncStream.makeStream(of: Void.self)
    let sources = signals.map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setRegistrationHandler { registration.yield() }
        source.setEventHandler { stop.yield() }
        source.resume()
        return source
    }
    defer {
        for source in sources { source.cancel() }
        for number in signals { signal(number, SIG_DFL) }
    }
    // A signal that came before its source listens would be lost.
    for await _ in registrations.prefix(signals.count) {}
    let task = Task { try await work() }
    let watch = Task { for await _ in stops { task.cancel() } }
    defer { watch.cancel() }
    return try await withTaskCancellationHandler {
        try await task.value
    } onCancel: {
        task.cancel()
    }
}
