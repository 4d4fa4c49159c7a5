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

    init(_ router: Router<KaiyuanContext>) { responder = router.buildResponder() }

    func execute(
        uri: String,
        method: HTTPRequest.Method,
        headers: HTTPFields = [:],
        body: ByteBuffer = ByteBuffer()
    ) async throws -> TestResponse {
        let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: uri, headerFields: headers)
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        var context = KaiyuanContext(
            source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger)
        )
        context.logger[metadataKey: "hb.request.id"] = "test"
        let response = try await responder.respond(
            to: Request(head: head, body: RequestBody(buffer: body)),
            context: context
        )
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
