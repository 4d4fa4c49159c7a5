// The server put together: middleware in order, one file of routes a resource. Start here.

internal import Assistant
internal import Dialogue
internal import Documents
internal import Foundation
internal import HTTPTypes
package import Hummingbird
package import Logging
internal import NIOCore
package import Retrieval
internal import ServiceLifecycle
package import Store

/// Everything behind one address.
package struct KaiyuanServer: Sendable {
    private let settings: ServerSettings
    private let library: Library
    private let store: ConversationStore
    private let desk: AnswerDesk
    private let assistant: Assistant
    private let uploads: UploadDesk
    private let logger: Logger

    /// Prepares a server over a library and the database of the history; `application` starts it.
    ///
    /// Requests that fail for a reason of ours are told to the logger. Throws when the history cannot be written.
    package init(
        settings: ServerSettings,
        library: Library,
        conversations: any Database,
        logger: Logger
    ) async throws {
        self.settings = settings
        self.library = library
        self.logger = logger
        store = ConversationStore(database: conversations)
        assistant = Assistant(library: library, model: QuotingAnswerer(library: library))
        desk = AnswerDesk(assistant: assistant, store: store) { error in
            logger.error("An answer could not be kept", metadata: ["error": "\(error)"])
        }
        uploads = UploadDesk(intake: Intake(library: library), folder: settings.uploadFolder)
        try await store.closeInterrupted(
            with: .init(message: "The server stopped while this was being answered. Ask again.", code: "interrupted")
        )
    }

    /// The application, ready to run; `onServing` is called with the port once the server accepts requests.
    package func application(onServing: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        var application = Application(
            router: router(),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                serverName: "kaiyuan"
            ),
            onServerRunning: { channel in await onServing(channel.localAddress?.port ?? settings.port) },
            logger: logger
        )
        application.addServices(AnswerShutdown(desk: desk))
        return application
    }

    func router() -> Router<KaiyuanContext> {
        let sessions = settings.secret.map(SessionSigner.init)
        let metrics = ServerMetrics()
        let router = Router(context: KaiyuanContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: HeaderMiddleware())
        router.add(middleware: MetricsMiddleware(metrics: metrics))
        router.add(middleware: ErrorMiddleware())
        router.add(middleware: GuardMiddleware(settings: settings, sessions: sessions))
        router.add(middleware: MethodMiddleware())
        PageRoutes().add(to: router)
        StatusRoutes(
            library: library,
            desk: desk,
            examples: ExampleQuestions(assistant: assistant),
            metrics: metrics,
            settings: settings,
            sessions: sessions
        ).add(to: router)
        SessionRoutes(sessions: sessions).add(to: router)
        AskRoutes(desk: desk).add(to: router)
        SearchRoutes(library: library).add(to: router)
        DocumentRoutes(library: library, pictures: PagePictures()).add(to: router)
        UploadRoutes(desk: uploads).add(to: router)
        ConversationRoutes(store: store).add(to: router)
        ModelRoutes().add(to: router)
        ChatRoutes(assistant: assistant).add(to: router)
        return router
    }
}

/// Lets running answers end, and be kept, before the process does.
private struct AnswerShutdown: Service {
    let desk: AnswerDesk

    func run() async throws {
        try? await gracefulShutdown()
        await desk.shutDown()
    }
}
