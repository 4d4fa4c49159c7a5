import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Testing

@testable import Server

/// Over real connections, with times so short that a test may wait for them.
@Suite("Slow clients", .timeLimit(.minutes(1)))
struct PatienceTests {
    @Test(
        "a connection on which nothing comes is closed, before a request, within its head, and within its body",
        arguments: [
            "", "GET /health HTTP/1.1\r\nHost: localhost\r\n",
            "POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{",
        ]
    )
    func idle(sent: String) async throws {
        var patience = ClientPatience()
        patience.idle = .milliseconds(200)
        try await TestServer.listen(patience: patience) { port in
            // Without the server's end of it this would never end.
            _ = try await Self.answer(to: [sent], at: port)
        }
    }

    @Test("a JSON body that trickles in is refused with a sentence when its time is over")
    func trickle() async throws {
        var patience = ClientPatience()
        patience.body = .milliseconds(300)
        try await TestServer.listen(patience: patience) { port in
            let head =
                "POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000"
                + "\r\n\r\n"
            let answer = try await Self.answer(to: [head] + Array(repeating: " ", count: 100_000), at: port)
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
            #expect(answer.contains("\"code\":\"body_too_slow\""))
        }
    }

    @Test(
        "an upload earns time by what has come: one that trickles is refused, a steady one is taken"
    )
    func upload() async throws {
        var patience = ClientPatience()
        (patience.body, patience.uploadRate) = (.seconds(1), 5)
        let file =
            "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nSome words.\r\n--x--\r\n"
        let head =
            "POST /api/documents HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        try await TestServer.listen(patience: patience) { [patience] port in
            let whole = "\(head)Connection: close\r\nContent-Length: \(file.utf8.count)\r\n\r\n"
            // Four pieces, of which each earns more than the pause behind it.
            let pieces = stride(from: 0, to: file.count, by: 30).map { String(file.dropFirst($0).prefix(30)) }
            let taken = try await Self.answer(to: [whole] + pieces, pause: patience.body, at: port)
            #expect(taken.hasPrefix("HTTP/1.1 202 "))
            let trickling = "\(head)Content-Length: 100000\r\n\r\n"
            let refused = try await Self.answer(
                to: [trickling + file.prefix(10)] + Array(repeating: "", count: 100_000),
                at: port
            )
            #expect(refused.hasPrefix("HTTP/1.1 408 "))
        }
    }

    /// Sends the pieces with a pause behind each, and reads until the server closes the connection.
    private static func answer(
        to pieces: [String],
        pause: Duration = .milliseconds(5),
        at port: Int
    ) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            let sending = Task {
                for piece in pieces {
                    if !piece.isEmpty { try await outbound.write(ByteBuffer(string: piece)) }
                    try await Task.sleep(for: pause)
                }
            }
            defer { sending.cancel() }
            var answer = ""
            do {
                for try await piece in inbound { answer += String(buffer: piece) }
            } catch {
                // A connection that was reset is closed as well.
            }
            return answer
        }
    }
}
