// Whether the library answers: looked at now and then, so that a probe has its answer at once and never waits in a line
// with those who ask.

internal import Logging
internal import Retrieval
internal import ServiceLifecycle
internal import Synchronization

/// What the last looks at the library saw.
struct LibraryPulse {
    /// A library that has not answered for this long is not ready.
    static let patience = Duration.seconds(60)

    private(set) var statistics: Library.Statistics
    private var answeredAt: ContinuousClock.Instant
    private var hasFailed = false

    init(_ statistics: Library.Statistics, at now: ContinuousClock.Instant) {
        (self.statistics, answeredAt) = (statistics, now)
    }

    mutating func answered(_ statistics: Library.Statistics, at now: ContinuousClock.Instant) {
        (self.statistics, answeredAt, hasFailed) = (statistics, now, false)
    }

    mutating func failed() { hasFailed = true }

    func isReady(at now: ContinuousClock.Instant) -> Bool { !hasFailed && now - answeredAt <= Self.patience }
}

/// Feels the pulse of a library while the server runs.
final class Readiness: Service {
    private static let interval = Duration.seconds(5)

    private let library: Library
    private let logger: Logger
    private let pulse: Mutex<LibraryPulse>

    /// Looks for the first time; throws what the library throws.
    init(library: Library, logger: Logger) async throws {
        (self.library, self.logger) = (library, logger)
        pulse = Mutex(LibraryPulse(try await library.statistics(), at: .now))
    }

    var isReady: Bool { pulse.withLock { $0.isReady(at: .now) } }

    /// What the library held when it was looked at last.
    var statistics: Library.Statistics { pulse.withLock { $0.statistics } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                await self.look()
            }
        }
    }

    func look() async {
        do {
            let statistics = try await library.statistics()
            pulse.withLock { $0.answered(statistics, at: .now) }
        } catch is CancellationError {
            return
        } catch {
            logger.error("The library does not answer", metadata: ["error": "\(error)"])
            pulse.withLock { $0.failed() }
        }
    }
}
