// `kaiyuan serve`: the page and the API.

internal import ArgumentParser
internal import Foundation
internal import Logging
internal import Assistant
internal import Retrieval
internal import Server
internal import Store
internal import Web

/// Starts the server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start the server with the page and the API.",
        discussion: """
            On this machine's own address nobody signs in; on any other a secret is needed (KAIYUAN_SECRET).

              kaiyuan serve
              KAIYUAN_SECRET=… kaiyuan serve --host 0.0.0.0 --port 80
            """
    )

    @Option(name: .long, help: "The address to listen on (default: 127.0.0.1).")
    var host: String?

    @Option(name: .long, help: "The port to listen on; 0 takes any that is free (default: 8080).")
    var port: Int?

    @OptionGroup var options: HomeOptions

    func run() async throws {
        var flags: [Setting: String] = [:]
        flags[.host] = host
        flags[.port] = port.map(String.init)
        let settings = try await options.settings(flags)
        let serverSettings = ServerSettings(
            host: settings.host,
            port: try settings.port(),
            secret: settings.secret,
            uploadFolder: settings.uploadFolder,
            version: Kaiyuan.version,
            embed: try settings.embedOrigins()
        )
        if let problem = serverSettings.problem { throw ValidationError(problem) }
        let policy = try settings.webPolicy()
        let endpoint = try settings.webSearch()
        var logger = Logger(label: "kaiyuan") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let server = try await server(settings, serverSettings, policy, endpoint, logger)
        let json = options.json
        let host = settings.host
        try await server.run { port in
            let address = "http://\(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host):\(port)"
            print(json ? "{\"address\": \"\(address)\"}" : "Kaiyuan is at \(address)")
            fflush(nil)
        }
    }

    private func server(
        _ settings: Settings,
        _ serverSettings: ServerSettings,
        _ policy: AddressPolicy,
        _ endpoint: WebAddress?,
        _ logger: Logger
    ) async throws -> KaiyuanServer {
        let home = HomeFolder(path: settings.home)
        try home.prepare()
        try home.lock()
        let library = try await home.opening(settings.libraryPath) { try Library(path: settings.libraryPath) }
        let web = WebIntake(library: library, fetcher: WebFetcher(policy: policy))
        let search = endpoint.map { WebSearch(endpoint: $0, intake: web) }
        return try await home.opening(settings.conversationPath) {
            try await KaiyuanServer(
                settings: serverSettings,
                library: library,
                conversations: try SQLiteDatabase(
                    path: settings.conversationPath,
                    migrations: ConversationStore.migrations
                ),
                web: web,
                gather: search.map { Self.gatherer($0, logger) },
                logger: logger
            )
        }
    }

    /// Asks the search engine, and tells the log when it gives nothing: the library then answers alone.
    private static func gatherer(_ search: WebSearch, _ logger: Logger) -> Gatherer {
        { question in
            do {
                return try await search.gather(for: question)
            } catch let error as FetchError {
                logger.warning("The search engine gave nothing", metadata: ["reason": "\(error.code)"])
                throw error
            }
        }
    }
}
