import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded

@testable import Server

/// What a server answered.
struct TestResponse: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: ByteBuffer
}

/// Hands requests to a router, without a network.
struct TestClient: Sendable {
    private let responder: RouterResponder<KaiyuanContext>
    private let channel: NIOAsyncTestingChannel

    /// All requests come over one connection, from this machine.
    init(_ router: Router<KaiyuanContext>) async throws {
        responder = router.buildResponder()
        channel = NIOAsyncTestingChannel()
        channel.remoteAddress = try SocketAddress(ipAddress: "127.0.0.1", port: 40_000)
        try await channel.pipeline.addHandler(ConnectionWatch())
    }

    /// The client closes its side of the connection.
    func leave() { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }

    func execute(
        uri: String,
        method: HTTPRequest.Method,
        host: String = "localhost",
        headers: HTTPFields = [:],
        body: ByteBuffer = ByteBuffer()
    ) async throws -> TestResponse {
        try await execute(uri: uri, method: method, host: host, headers: headers, body: RequestBody(buffer: body))
    }

    func execute(
        uri: String,
        method: HTTPRequest.Method,
        host: String = "localhost",
        headers: HTTPFields = [:],
        body: RequestBody
    ) async throws -> TestResponse {
        let head = HTTPRequest(method: method, scheme: "http", authority: host, path: uri, headerFields: headers)
        let source = ApplicationRequestContextSource(channel: channel, logger: TestServer.quietLogger)
        var context = KaiyuanContext(source: source)
        context.logger[metadataKey: "hb.request.id"] = "test"
        let response = try await responder.respond(to: Request(head: head, body: body), context: context)
        let collected = BodyCollector()
        try await response.body.write(collected)
        return TestResponse(status: response.status, headers: response.headers, body: collected.body)
    }
}

/// Keeps what a response writes.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var body = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws { body.writeImmutableBuffer(buffer) }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
