import Assistant
import Dialogue
import Documents
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Retrieval
import Store
import Testing

@testable import Server

/// A server over one document, without a network.
enum TestServer {
    static let text = "The old bridge was built in 1905 by Ada Stone. It is made of granite."

    static func run(
        secret: String? = nil,
        model: (any ChatModel)? = nil,
        patience: ClientPatience = ClientPatience(),
        _ body: @Sendable @escaping (TestClient, KaiyuanServer) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let library = try Library(path: folder + "/library.sqlite")
        var builder = DocumentBuilder()
        builder.add(.heading(level: 1), "When was the old bridge built?")
        builder.add(.paragraph, text, at: .lines(first: 2, last: 2))
        var document = builder.document(format: .markdown)
        (document.title, document.language) = ("Bridges", "en")
        let origin = DocumentOrigin(
            address: "/docs/a.md",
            folder: "/docs",
            contentHash: [1],
            byteCount: 1,
            modifiedAt: 0
        )
        try await library.add(
            [library.prepare(document, from: origin)],
            to: try await library.source(at: "/docs", kind: .folder)
        )
        var settings = ServerSettings(
            host: "127.0.0.1",
            port: 0,
            secret: secret,
            uploadFolder: folder + "/uploads",
            version: "test"
        )
        settings.patience = patience
        let server = try await KaiyuanServer(
            settings: settings,
            library: library,
            conversations: try SQLiteDatabase(
                path: folder + "/conversations.sqlite",
                migrations: ConversationStore.migrations
            ),
            model: model ?? QuotingAnswerer(library: library),
            logger: Self.quietLogger
        )
        try await body(try await TestClient(server.router()), server)
    }

    /// The server on a port of this machine, until the body ends.
    static func listen(
        patience: ClientPatience,
        _ body: @Sendable @escaping (_ port: Int) async throws -> Void
    ) async throws {
        try await run(patience: patience) { _, server in
            let (ports, port) = AsyncStream<Int>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run { port.yield($0) } }
                for await port in ports {
                    try await body(port)
                    break
                }
                group.cancelAll()
            }
        }
    }

    /// Says nothing but keeps the metadata, in which Hummingbird has a request's id.
    static var quietLogger: Logger {
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        return logger
    }

    static func json(_ response: TestResponse) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]
        )
    }

    static func events(_ response: TestResponse) throws -> [(name: String, data: [String: Any])] {
        try blocks(response).map { block in
            let lines = block.components(separatedBy: "\n")
            let name = String(try #require(lines.first { $0.hasPrefix("event: ") }).dropFirst(7))
            let data = String(try #require(lines.first { $0.hasPrefix("data: ") }).dropFirst(6))
            let value = try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]
            return (name, try #require(value))
        }
    }

    /// The JSON of an OpenAI stream's chunks; the closing `[DONE]` must be there and is left out.
    static func chunks(_ response: TestResponse) throws -> [[String: Any]] {
        var blocks = blocks(response)
        #expect(blocks.popLast() == "data: [DONE]")
        return try blocks.map { block in
            try #require(
                try JSONSerialization.jsonObject(with: Data(block.dropFirst("data: ".count).utf8)) as? [String: Any]
            )
        }
    }

    private static func blocks(_ response: TestResponse) -> [String] {
        String(buffer: response.body).components(separatedBy: "\n\n").filter { !$0.isEmpty && !$0.hasPrefix(":") }
    }
}

extension TestClient {
    /// Asks, and waits for the whole answer.
    func ask(_ question: String) async throws -> (conversation: String, turn: String, done: [String: Any]) {
        let response = try await execute(
            uri: "/api/ask",
            method: .post,
            headers: [.contentType: "application/json"],
            body: ByteBuffer(string: #"{"question": "\#(question)", "language": "en"}"#)
        )
        let events = try TestServer.events(response)
        return (
            try #require(events.first?.data["conversation_id"] as? String),
            try #require(events.first?.data["turn_id"] as? String),
            try #require(events.last?.data)
        )
    }

    func chat(_ body: String) async throws -> TestResponse {
        try await execute(
            uri: "/v1/chat/completions",
            method: .post,
            headers: [.contentType: "application/json"],
            body: ByteBuffer(string: body)
        )
    }
}

/// Writes a few words and then waits to be stopped.
struct EndlessModel: ChatModel {
    let name = "endless"
    let abilities: ChatAbilities = []
    /// Told when the words are out.
    let written: AsyncStream<Void>.Continuation

    func respond(to request: ChatRequest) -> AsyncThrowingStream<ChatEvent, any Error> {
        let pieces = Counter()
        return AsyncThrowingStream {
            if await pieces.next() == 1 { return .text("It begins") }
            written.yield()
            try await Task.sleep(for: .seconds(3_600))
            return nil
        }
    }
}

/// Fails at once, for a reason that is nobody's business.
struct FailingModel: ChatModel {
    struct Failure: Error {
        let sql = "SELECT secret FROM table"
    }

    let name = "failing"
    let abilities: ChatAbilities = []

    func respond(to request: ChatRequest) -> AsyncThrowingStream<ChatEvent, any Error> {
        AsyncThrowingStream { throw Failure() }
    }
}

private actor Counter {
    private var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}
