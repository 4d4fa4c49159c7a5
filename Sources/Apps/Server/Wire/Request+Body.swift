// Bodies as they arrive.

internal import Hummingbird
internal import NIOCore

extension Request {
    /// Hands over the body piece by piece.
    ///
    /// - Throws: `body_cut` when the client goes away or falls silent in the middle, and whatever `take` throws.
    func readBody(_ take: (ByteBuffer) throws -> Void) async throws {
        var pieces = body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await pieces.next()
            } catch {
                throw APIError.invalid("The body ended before it was whole.", code: "body_cut")
            }
            guard let piece else { return }
            try take(piece)
        }
    }
}
