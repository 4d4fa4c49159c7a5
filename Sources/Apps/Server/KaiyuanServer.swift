// The server put together: middleware in order, one file of routes a resource. Start here.

package import Assistant
internal import Dialogue
internal import Documents
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
package import Logging
internal import ModelContext
internal import NIOCore
package import Retrieval
internal import ServiceLifecycle
internal import UnixSignals
package import Store
package import Web

/// Everything behind one address.
package struct KaiyuanServer: Sendable {
    private let settings: ServerSettings
    private let library: Library
    private let store: ConversationStore
    let desk: AnswerDesk
    private let assistant: Assistant
    let uploads: UploadDesk
    private let metrics = ServerMetrics()
    private let readiness: Readiness
    private let web: WebIntake?
    private let visits: VisitDesk?
    private let logger: Logger

    /// Running requests may take this long to end when the server stops.
    private static let shutdownDuration = Duration.seconds(5)

    /// Prepares a server over a library and the database of the history; `run` starts it.
    ///
    /// Requests that fail for a reason of ours are told to the logger. `web` visits sources when they are due; `gather`
    /// is asked before a question is answered. Throws when the history cannot be written.
    package init(
        settings: ServerSettings,
        library: Library,
        conversations: any Database,
        web: WebIntake? = nil,
        gather: Gatherer? = nil,
        logger: Logger
    ) async throws {
        try await self.init(
            settings: settings,
            library: library,
            conversations: conversations,
            model: QuotingAnswerer(library: library),
            web: web,
            gather: gather,
            logger: logger
        )
    }

    init(
        settings: ServerSettings,
        library: Library,
        conversations: any Database,
        model: any ChatModel,
        web: WebIntake? = nil,
        gather: Gatherer? = nil,
        logger: Logger
    ) async throws {
        self.settings = settings
        self.web = web
        visits = web.map(VisitDesk.init)
        self.library = library
        self.logger = logger
        store = ConversationStore(database: conversations)
        assistant = Assistant(library: library, model: model, gather: gather)
        desk = AnswerDesk(assistant: assistant, store: store) { [metrics] in Self.observe($0, metrics, logger) }
        uploads = UploadDesk(library: library, folder: UploadFolder(path: settings.uploadFolder))
        readiness = try await Readiness(library: library, logger: logger)
        try await store.closeInterrupted(
            with: .init(message: "The server stopped while this was being answered. Ask again.", code: "interrupted")
        )
        try await store.prepareSearch()
        try await uploads.resume()
    }

    private static func observe(_ occurrence: AnswerDesk.Occurrence, _ metrics: ServerMetrics, _ logger: Logger) {
        switch occurrence {
        case .began:
            metrics.beginAnswer()
        case .ended(let status, let seconds):
            metrics.endAnswer(status: status.rawValue, seconds: seconds)
        case .failed(let turnID, let reason):
            logger.error("An answer failed", metadata: ["turn": "\(turnID)", "error": "\(reason)"])
        case .lost(let turnID, let error):
            logger.error("An answer could not be kept", metadata: ["turn": "\(turnID)", "error": "\(error)"])
        }
    }

    /// Serves until SIGTERM or SIGINT; running answers are then stopped and kept.
    ///
    /// `onServing` is called with the port once requests are accepted. Throws `ListeningError`.
    package func run(onServing: @escaping @Sendable (Int) async -> Void) async throws {
        let scheduled = web.map { WebVisits(intake: $0, logger: logger) }
        var configuration = ServiceGroupConfiguration(
            // The last one stops first.
            services: [application(onServing: onServing), readiness] + (scheduled.map { [$0] } ?? [])
                + [DeskShutdown(answers: desk, visits: visits)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = Self.shutdownDuration
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            return
        } catch {
            throw ListeningError(error, host: settings.host, port: settings.port) ?? error
        }
    }

    private func application(onServing: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        Application(
            router: router(),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [ConnectionWatch()],
                    idleTimeout: TimeAmount(settings.patience.idle)
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                serverName: "kaiyuan"
            ),
            onServerRunning: { channel in await onServing(channel.localAddress?.port ?? settings.port) },
            logger: logger
        )
    }

    func router() -> Router<KaiyuanContext> {
        let sessions = settings.secret.map { secret in
            SessionSigner(secret: secret) { [logger] client in
                logger.warning("Wrong secret", metadata: ["client": "\(client)"])
            }
        }
        let pages = PageRoutes()
        let router = Router(context: KaiyuanContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: HeaderMiddleware(embed: settings.embed))
        router.add(middleware: MetricsMiddleware(metrics: metrics))
        router.add(middleware: ErrorMiddleware(pages: pages))
        router.add(middleware: GuardMiddleware(settings: settings, sessions: sessions))
        router.add(middleware: MethodMiddleware())
        router.add(middleware: PatienceMiddleware(patience: settings.patience))
        pages.add(to: router)
        StatusRoutes(
            library: library,
            readiness: readiness,
            examples: ExampleQuestions(assistant: assistant),
            metrics: metrics,
            settings: settings,
            sessions: sessions
        ).add(to: router)
        SessionRoutes(sessions: sessions).add(to: router)
        AskRoutes(desk: desk).add(to: router)
        SearchRoutes(library: library).add(to: router)
        DocumentRoutes(library: library, uploads: uploads, pictures: PagePictures()).add(to: router)
        OverviewRoutes(library: library, discoveries: DiscoveryDesk(library: library)).add(to: router)
        SourceRoutes(library: library, visits: visits).add(to: router)
        UploadRoutes(desk: uploads).add(to: router)
        EmbedRoutes(assistant: assistant, origins: settings.embed, pages: pages).add(to: router)
        ConversationRoutes(store: store).add(to: router)
        ModelRoutes().add(to: router)
        ChatRoutes(assistant: assistant, metrics: metrics).add(to: router)
        ContextRoutes(
            server: ContextServer(
                assistant: assistant,
                version: settings.version,
                intake: UploadedText(library: library, uploadFolder: settings.uploadFolder)
            )
        ).add(to: router)
        return router
    }
}

/// Lets running answers end, and be kept, before the process does; visits on the web are stopped.
private struct DeskShutdown: Service {
    let answers: AnswerDesk
    let visits: VisitDesk?

    func run() async throws {
        try? await gracefulShutdown()
        await answers.shutDown()
        await visits?.shutDown()
    }
}
