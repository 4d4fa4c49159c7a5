// `POST /mcp`: the Model Context Protocol over HTTP ("streamable HTTP"). A message a request; the response is JSON, or a
// stream of events where progress is wanted. A client that closes the stream cancels its request.

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import ModelContext
internal import NIOCore

/// The protocol's one address.
struct ContextRoutes {
    let server: ContextServer

    func add(to router: Router<KaiyuanContext>) { router.post("mcp", use: receive) }

    @Sendable func receive(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let data = try await JSONBody.data(from: request)
        var id: JSONValue?
        do throws(ProtocolError) {
            guard let message = try ProtocolMessage(data), message.id != nil else {
                return Response(status: .accepted)
            }
            id = message.id
            try Self.check(request.headers, against: message)
            return try await respond(to: message, request, context)
        } catch {
            return try JSONBody.response(ProtocolMessage.response(to: id, error), status: .badRequest)
        }
    }

    private func respond(
        to message: ProtocolMessage,
        _ request: Request,
        _ context: KaiyuanContext
    ) async throws(ProtocolError) -> Response {
        let accepted = request.headers[.accept] ?? ""
        do {
            if accepted.contains("text/event-stream"), message.wantsProgress { return stream(message, context) }
            let response = await context.whileConnected { await server.respond(to: message) { _ in } }
            guard let response else { throw APIError.clientGone }
            return try JSONBody.response(response, status: Self.status(of: response, message))
        } catch {
            throw ProtocolError(.internalError, "The request was given up.")
        }
    }

    private func stream(_ message: ProtocolMessage, _ context: KaiyuanContext) -> Response {
        ServerSentEvents.response(
            AsyncThrowingStream { continuation in
                let task = Task {
                    let response = await context.whileConnected {
                        await server.respond(to: message) { notification in
                            if let event = try? ServerSentEvents.event(nil, notification) { continuation.yield(event) }
                        }
                    }
                    if let response, let event = try? ServerSentEvents.event(nil, response) {
                        continuation.yield(event)
                    }
                    continuation.finish()
                }
                continuation.onTermination = { _ in task.cancel() }
            }
        )
    }

    /// Proxies decide by the headers, so these must say what the body says (revision 2026-07-28, "Transports").
    private static func check(_ headers: HTTPFields, against message: ProtocolMessage) throws(ProtocolError) {
        guard let version = message.version else {
            guard headers[.protocolVersion] != ContextServer.revision else {
                throw ProtocolError(.headerMismatch, "MCP-Protocol-Version names a revision that _meta does not.")
            }
            return
        }
        guard headers[.protocolVersion] == version else {
            throw ProtocolError(.headerMismatch, "MCP-Protocol-Version does not say the revision that _meta says.")
        }
        guard headers[.protocolMethod] == message.method else {
            throw ProtocolError(.headerMismatch, "Mcp-Method does not say the method of the body.")
        }
        if message.method == "tools/call", let name = message.parameters["name"]?.string,
            headers[.protocolName] != name
        {
            throw ProtocolError(.headerMismatch, "Mcp-Name does not say the tool that is called.")
        }
    }

    private static func status(of response: JSONValue, _ message: ProtocolMessage) -> HTTPResponse.Status {
        // Before 2026-07-28 an error is an ordinary response.
        guard message.version != nil, case .integer(let code)? = response["error"]?["code"] else { return .ok }
        switch ProtocolError.Code(rawValue: code) {
        case .methodNotFound: return .notFound
        case .internalError, nil: return .ok
        default: return .badRequest
        }
    }
}
