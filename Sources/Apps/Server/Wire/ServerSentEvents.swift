// Server-sent events: a response that goes on while something happens, with comments while nothing does.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Writes event streams.
enum ServerSentEvents {
    /// A comment goes out when nothing else did for this long: proxies close what is silent.
    static let keepAlive = Duration.seconds(10)

    /// One event with JSON data; a name only where the dialect has names.
    static func event(_ name: String? = nil, _ value: some Encodable) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        if let name { buffer.writeString("event: \(name)\n") }
        buffer.writeString("data: ")
        buffer.writeBytes(try JSONBody.encode(value))
        buffer.writeString("\n\n")
        return buffer
    }

    /// A response that carries the pieces as they come.
    static func response(_ pieces: AsyncThrowingStream<ByteBuffer, any Error>) -> Response {
        let headers: HTTPFields = [
            .contentType: "text/event-stream; charset=utf-8",
            .cacheControl: "no-cache, no-transform",
            .accelBuffering: "no",
        ]
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody { writer in
                for try await piece in withKeepAlive(pieces) { try await writer.write(piece) }
                try await writer.finish(nil)
            }
        )
    }

    /// The pieces, with comments between them while none comes.
    private static func withKeepAlive(
        _ pieces: AsyncThrowingStream<ByteBuffer, any Error>
    ) -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        while !Task.isCancelled {
                            try? await Task.sleep(for: keepAlive)
                            if !Task.isCancelled { continuation.yield(ByteBuffer(string: ": ping\n\n")) }
                        }
                    }
                    do {
                        for try await piece in pieces { continuation.yield(piece) }
                        continuation.finish()
                    } catch {
                        continuation.finish(throwing: error)
                    }
                    group.cancelAll()
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
