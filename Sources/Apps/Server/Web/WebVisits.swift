// While the server runs, sources on the web are visited when they are due: one after the other, beside everything else.

internal import Logging
internal import ServiceLifecycle
internal import Web

/// Visits what is due, until the server stops.
struct WebVisits: Service {
    let intake: WebIntake
    let logger: Logger

    private static let interval = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await intake.refreshDue()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("Sources on the web could not be visited", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }
}
