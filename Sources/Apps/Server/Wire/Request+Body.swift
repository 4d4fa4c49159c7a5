// Bodies as they arrive, in the time that a client has for them.

internal import Hummingbird
internal import NIOCore

extension Request {
    /// Lets `read` take the body in, and stops it when the client is too slow.
    ///
    /// - Throws: `body_too_slow`, and whatever `read` throws.
    func whileBodyComes<Value: Sendable>(
        isUpload: Bool = false,
        _ read: @escaping @Sendable (BodyPace) async throws -> Value
    ) async throws -> Value {
        let (patience, pace) = (ClientPatience.current, BodyPace())
        let reading = Task { try await read(pace) }
        let timing = Task {
            let clock = ContinuousClock()
            let began = clock.now
            while let left = pace.timeLeft(clock.now - began, patience, isUpload: isUpload) {
                try await clock.sleep(for: left)
            }
            reading.cancel()
        }
        defer { timing.cancel() }
        return try await withTaskCancellationHandler {
            try await reading.value
        } onCancel: {
            reading.cancel()
        }
    }

    /// Hands over the body piece by piece.
    ///
    /// - Throws: `body_too_slow` when its time is over, `body_cut` when the client goes away or falls silent in the
    ///   middle, and whatever `take` throws.
    func readBody(at pace: BodyPace, _ take: (ByteBuffer) throws -> Void) async throws {
        var pieces = body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await pieces.next()
            } catch {
                throw pace.isTooSlow
                    ? APIError.bodyTooSlow : .invalid("The body ended before it was whole.", code: "body_cut")
            }
            if pace.isTooSlow { throw APIError.bodyTooSlow }
            guard let piece else { return }
            pace.count(piece.readableBytes)
            try take(piece)
        }
    }
}

extension APIError {
    fileprivate static var bodyTooSlow: APIError {
        APIError(
            status: .requestTimeout,
            code: "body_too_slow",
            message: "The body came too slowly to be waited for. Send it again over a faster connection."
        )
    }
}
