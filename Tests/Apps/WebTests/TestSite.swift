import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A small HTTP server on loopback, whose every byte the test decides: honest sites and hostile ones.
final class TestSite: Sendable {
    struct Request: Sendable {
        var target: String
        /// By names in lower case.
        var headers: [String: String]
    }

    /// What is sent for a request.
    enum Reply: Sendable {
        /// A whole answer with its length.
        case answer(status: Int = 200, headers: [(String, String)] = [], body: [UInt8])
        /// These bytes as they stand, then the end of the connection.
        case raw([UInt8])
        /// These bytes, and then the same piece again and again, until the client goes away.
        case endless(start: [UInt8], piece: [UInt8], pause: TimeAmount)

        static func html(_ text: String, _ headers: (String, String)...) -> Reply {
            .answer(headers: [("Content-Type", "text/html; charset=utf-8")] + headers, body: Array(text.utf8))
        }

        static func status(_ code: Int, _ headers: (String, String)...) -> Reply {
            .answer(status: code, headers: headers, body: [])
        }
    }

    private let channel: any Channel
    private let log: Log

    private init(channel: any Channel, log: Log) { (self.channel, self.log) = (channel, log) }

    /// Shared with the connections, which know nothing of the site.
    final class Log: Sendable {
        let requests = Mutex<[Request]>([])
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    func address(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// What was asked for, in order.
    var requests: [Request] { log.requests.withLock { $0 } }

    func count(of target: String) -> Int { requests.filter { $0.target == target }.count }

    /// Serves while the body runs.
    @discardableResult
    static func serving<Value>(
        _ reply: @escaping @Sendable (Request) -> Reply,
        _ body: (TestSite) async throws -> Value
    ) async throws -> Value {
        let log = Log()
        let channel = try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Connection(reply: reply, log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let site = TestSite(channel: channel, log: log)
        do {
            let value = try await body(site)
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }
}

/// Reads requests without bodies, one after the other.
private final class Connection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let reply: @Sendable (TestSite.Request) -> TestSite.Reply
    private let log: TestSite.Log
    private var text = ""

    init(reply: @escaping @Sendable (TestSite.Request) -> TestSite.Reply, log: TestSite.Log) {
        (self.reply, self.log) = (reply, log)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard let end = text.range(of: "\r\n\r\n") else { return }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        text = ""
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces
            )
        }
        let parts = lines[0].split(separator: " ")
        let request = TestSite.Request(target: parts.count > 1 ? String(parts[1]) : "", headers: headers)
        log.requests.withLock { $0.append(request) }
        switch reply(request) {
        case .answer(let status, let extra, let body):
            var head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.count)\r\n"
            for (name, value) in extra { head += "\(name): \(value)\r\n" }
            send(Array((head + "\r\n").utf8) + body, context)
        case .raw(let bytes):
            send(bytes, context)
            context.close(promise: nil)
        case .endless(let start, let piece, let pause):
            send(start, context)
            drip(piece, pause, NIOLoopBound(context, eventLoop: context.eventLoop))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    private func drip(_ piece: [UInt8], _ pause: TimeAmount, _ bound: NIOLoopBound<ChannelHandlerContext>) {
        let channel = bound.value.channel
        @Sendable func next() {
            guard channel.isActive else { return }
            channel.writeAndFlush(ByteBuffer(bytes: piece)).whenSuccess {
                channel.eventLoop.scheduleTask(in: pause) { next() }
            }
        }
        next()
    }
}
