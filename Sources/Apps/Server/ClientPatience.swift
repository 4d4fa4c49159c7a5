// How long a client is waited for, so that one who sends next to nothing does not hold a connection for ever.

internal import Synchronization

/// The times after which a client has waited upon long enough.
package struct ClientPatience: Sendable {
    /// A connection on which nothing comes for this long, between requests or within one, is closed.
    package var idle = Duration.seconds(60)
    /// The time for a body to come whole.
    package var body = Duration.seconds(60)
    /// The bytes of an upload that earn it one more second.
    package var uploadRate = 10_000

    /// What holds for the request whose task asks; the server sets it.
    @TaskLocal static var current = ClientPatience()
}

/// How a body comes in, seen from two tasks: the one that reads it and the one that keeps the time.
final class BodyPace: Sendable {
    private struct State {
        var byteCount = 0
        var isTooSlow = false
    }

    private let state = Mutex(State())

    var isTooSlow: Bool { state.withLock { $0.isTooSlow } }

    func count(_ byteCount: Int) { state.withLock { $0.byteCount += byteCount } }

    /// Whether the time that a body has is over, `elapsed` after its beginning; else the time that is left of it.
    func timeLeft(_ elapsed: Duration, _ patience: ClientPatience, isUpload: Bool) -> Duration? {
        state.withLock { state in
            let earned = isUpload ? Duration.seconds(Double(state.byteCount) / Double(patience.uploadRate)) : .zero
            let left = patience.body + earned - elapsed
            state.isTooSlow = left <= .zero
            return state.isTooSlow ? nil : left
        }
    }
}
