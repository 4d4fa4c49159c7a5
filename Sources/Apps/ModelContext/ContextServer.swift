// The Model Context Protocol, whatever carries its messages: a message in, at most one response out, progress on the
// way. Start here. Knows neither pipes nor HTTP.
//
// Speaks the revision 2026-07-28, in which every request says its own revision, and those before it, which begin with a
// handshake. Nothing is kept between messages in either (modelcontextprotocol.io/specification).

package import Assistant
internal import Foundation

/// Answers messages with what the tools find.
package struct ContextServer: Sendable {
    private let toolbox: Toolbox
    private let version: String

    /// The revision in which a request carries all there is to know.
    package static let revision = "2026-07-28"
    /// Those that begin with a handshake, newest first.
    private static let handshakeRevisions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
    private static let instructions = """
        Kaiyuan answers from the user's own documents and quotes them word for word. Use ask for a question, search to \
        look for passages, read to see the text around a quote. Cite the title and place that come with each quote.
        """

    /// - Parameters:
    ///   - assistant: answers, and holds the library.
    ///   - version: of the program.
    ///   - intake: takes documents in; nil where nothing may be added.
    package init(assistant: Assistant, version: String, intake: (any TextIntake)?) {
        (toolbox, self.version) = (Toolbox(assistant: assistant, intake: intake), version)
    }

    /// The response to a message; nil to a notification.
    ///
    /// Never throws: what goes wrong is a response too. A cancelled task gives nil, for nobody waits for a response then.
    package func respond(
        to message: ProtocolMessage,
        notify: @escaping @Sendable (JSONValue) async -> Void
    ) async -> JSONValue? {
        guard let id = message.id else { return nil }
        do {
            return ProtocolMessage.response(to: id, try await result(of: message, notify))
        } catch let error as ProtocolError {
            return ProtocolMessage.response(to: id, error)
        } catch is CancellationError {
            return nil
        } catch {
            return ProtocolMessage.response(to: id, ProtocolError(.internalError, "Something went wrong inside."))
        }
    }

    private func result(
        of message: ProtocolMessage,
        _ notify: @escaping @Sendable (JSONValue) async -> Void
    ) async throws -> JSONValue {
        if message.method == "initialize" { return handshake(message) }
        if let version = message.version {
            guard version == Self.revision else {
                throw ProtocolError(
                    .unsupportedVersion,
                    "This server speaks the revision \(Self.revision), not \(version.prefix(40)).",
                    data: ["supported": [.string(Self.revision)], "requested": .string(version)]
                )
            }
            guard message.parameters["_meta"]?[ProtocolMessage.capabilitiesKey] != nil else {
                throw ProtocolError(.invalidParameters, "_meta lacks \(ProtocolMessage.capabilitiesKey).")
            }
        }
        switch message.method {
        case "server/discover":
            guard message.version != nil else {
                throw ProtocolError(.invalidParameters, "_meta lacks \(ProtocolMessage.versionKey).")
            }
            return cacheable(
                [
                    "supportedVersions": [.string(Self.revision)], "capabilities": capabilities,
                    "instructions": .string(Self.instructions),
                    "_meta": ["io.modelcontextprotocol/serverInfo": serverInfo],
                ]
            )
        case "ping":
            return [:]
        case "tools/list":
            return cacheable(["tools": .array(toolbox.tools.map(\.description))])
        case "tools/call":
            return complete(try await call(message, notify))
        default:
            throw ProtocolError(.methodNotFound, "There is no method \(message.method.prefix(60)) here.")
        }
    }

    private func call(
        _ message: ProtocolMessage,
        _ notify: @escaping @Sendable (JSONValue) async -> Void
    ) async throws -> [String: JSONValue] {
        guard let name = message.parameters["name"]?.string else {
            throw ProtocolError(.invalidParameters, "The call names no tool.")
        }
        let token = message.progressToken
        return try await toolbox.call(name, message.parameters["arguments"] ?? [:]) { progress in
            if let token { await notify(ProtocolMessage.progress(token, progress)) }
        }
    }

    private var capabilities: JSONValue { ["tools": [:]] }

    private var serverInfo: JSONValue { ["name": "kaiyuan", "title": "Kaiyuan 开元", "version": .string(version)] }

    private func handshake(_ message: ProtocolMessage) -> JSONValue {
        let wanted = message.parameters["protocolVersion"]?.string ?? ""
        let agreed = Self.handshakeRevisions.contains(wanted) ? wanted : Self.handshakeRevisions[0]
        return [
            "protocolVersion": .string(agreed), "capabilities": capabilities, "serverInfo": serverInfo,
            "instructions": .string(Self.instructions),
        ]
    }

    private func complete(_ result: [String: JSONValue]) -> JSONValue {
        .object(result.merging(["resultType": "complete"]) { own, _ in own })
    }

    /// What a client may keep for an hour: it changes with the program only.
    private func cacheable(_ result: [String: JSONValue]) -> JSONValue {
        complete(result.merging(["ttlMs": 3_600_000, "cacheScope": "private"]) { own, _ in own })
    }
}
