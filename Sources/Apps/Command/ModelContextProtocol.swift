// `kaiyuan mcp`: the Model Context Protocol on standard input and output, for assistants on this machine. Messages are
// lines of JSON; nothing else goes to the standard output.

internal import ArgumentParser
internal import Assistant
internal import Foundation
internal import ModelContext
internal import Retrieval
internal import Server

/// Serves one client until its input ends.
struct ModelContextProtocol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Offer search, read and ask to another assistant (MCP on standard input and output).",
        discussion: """
            Tell the other assistant to start this command. A running server offers the same at /mcp.

              kaiyuan mcp
              kaiyuan mcp --allow-add
            """
    )

    @Flag(name: .long, help: "Offer add too: the other assistant may add texts to the library.")
    var allowAdd = false

    @Option(name: .long, help: ArgumentHelp("The folder of the library (default: ~/.kaiyuan).", valueName: "folder"))
    var home: String?

    func run() async throws {
        let settings = try await Settings(flags: home.map { [.home: $0] } ?? [:])
        HomeFolder.keepToOwner()
        let library = try Library(path: settings.libraryPath)
        let server = ContextServer(
            assistant: Assistant(library: library, model: QuotingAnswerer(library: library)),
            version: Kaiyuan.version,
            intake: allowAdd ? UploadedText(library: library, uploadFolder: settings.uploadFolder) : nil
        )
        let desk = MessageDesk(server: server)
        for await line in MessageLines.standardInput() { await desk.take(line) }
        await desk.finish()
    }
}

/// Works on messages side by side, and writes the responses as they come.
private actor MessageDesk {
    private let server: ContextServer
    private var running: [JSONValue: Task<Void, Never>] = [:]

    init(server: ContextServer) { self.server = server }

    func take(_ line: MessageLines.Line) {
        let message: ProtocolMessage?
        do throws(ProtocolError) {
            guard case .whole(let data) = line else {
                throw ProtocolError(.invalidRequest, "The message has more than \(MessageLines.longest) bytes.")
            }
            message = try ProtocolMessage(data)
        } catch {
            return write(ProtocolMessage.response(to: nil, error))
        }
        guard let message else { return }
        if let id = message.cancelledID { running[id]?.cancel() }
        guard let id = message.id else { return }
        guard running[id] == nil else {
            let error = ProtocolError(.invalidRequest, "A request with this id is being worked on.")
            return write(ProtocolMessage.response(to: id, error))
        }
        running[id] = Task {
            let response = await server.respond(to: message) { await self.write($0) }
            // Whoever cancelled a request wants to hear no more of it.
            if let response, !Task.isCancelled { write(response) }
            running[id] = nil
        }
    }

    /// Waits for what is being worked on: a client that has said all may still listen.
    func finish() async {
        for task in running.values { await task.value }
    }

    private func write(_ message: JSONValue) {
        guard var line = try? message.data() else { return }
        line.append(UInt8(ascii: "\n"))
        // A client that is gone will close our input too.
        try? FileHandle.standardOutput.write(contentsOf: line)
    }
}

/// Lines of a stream of bytes, each within bounds.
private enum MessageLines {
    enum Line: Sendable {
        case whole(Data)
        case tooLong
    }

    static let longest = 4 << 20

    /// The lines of the standard input, to its end.
    ///
    /// A thread of its own reads them, for reading blocks.
    static func standardInput() -> AsyncStream<Line> {
        AsyncStream(bufferingPolicy: .unbounded) { continuation in
            Thread {
                var rest = Data()
                var isTooLong = false
                while case let piece = FileHandle.standardInput.availableData, !piece.isEmpty {
                    var piece = piece[...]
                    while let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
                        rest.append(piece[..<end])
                        piece = piece[piece.index(after: end)...]
                        if isTooLong || rest.count > longest {
                            continuation.yield(.tooLong)
                        } else if !rest.isEmpty {
                            continuation.yield(.whole(rest))
                        }
                        (rest, isTooLong) = (Data(), false)
                    }
                    rest.append(piece)
                    if rest.count > longest { (rest, isTooLong) = (Data(), true) }
                }
                if !rest.isEmpty { continuation.yield(.whole(rest)) }
                continuation.finish()
            }.start()
        }
    }
}
