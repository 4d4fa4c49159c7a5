import Testing

@testable import Retrieval
@testable import Server

@Suite("Readiness")
struct ReadinessTests {
    private static let statistics = Library.Statistics(documentCount: 1, passageCount: 2, languages: ["en"])

    @Test("ends when the library fails or falls silent, and comes back with its next answer")
    func pulse() {
        let start = ContinuousClock.now
        var pulse = LibraryPulse(Self.statistics, at: start)
        #expect(pulse.isReady(at: start + .seconds(60)))
        #expect(!pulse.isReady(at: start + .seconds(61)))
        pulse.failed()
        #expect(!pulse.isReady(at: start))
        pulse.answered(Self.statistics, at: start + .seconds(70))
        #expect(pulse.isReady(at: start + .seconds(71)))
    }
}
