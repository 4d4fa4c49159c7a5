// Addresses that somebody typed in: each is visited at once, beside everything else, and tells meanwhile how far it is.

internal import Foundation
internal import HTTPTypes
internal import Retrieval
internal import Web

/// An address on its way into the library.
struct SourceVisit: Encodable, Sendable {
    enum Status: String, Encodable {
        case reading, added, failed
    }

    struct Failure: Encodable {
        var message: String
        var code: String
    }

    var id: String
    var address: String
    var status = Status.reading
    /// Addresses that were asked for, and those known to be still to come with them.
    var finished = 0
    var total = 0
    /// Documents that the visit brought.
    var added: Int?
    var error: Failure?
}

/// Carries out first visits and remembers how they ended.
actor VisitDesk {
    /// Visits at one time; each asks its host once a second.
    private static let busyCount = 8
    /// Visits remembered after they ended.
    private static let rememberedCount = 100

    private let intake: WebIntake
    private var visits: [SourceVisit] = []
    private var tasks: [String: Task<Void, Never>] = [:]

    init(intake: WebIntake) { self.intake = intake }

    /// Oldest first.
    var all: [SourceVisit] { visits }

    /// Begins a visit.
    ///
    /// - Throws: `APIError` with status 429 while too many are under way.
    func add(_ order: WebIntake.Order) throws -> SourceVisit {
        guard tasks.count < Self.busyCount else {
            throw APIError(
                status: .tooManyRequests,
                code: "too_many_visits",
                message: "\(tasks.count) addresses are being read already. Wait until one of them is done.",
                headers: [.retryAfter: "10"]
            )
        }
        let visit = SourceVisit(id: "visit_" + UUID().uuidString.lowercased(), address: order.address)
        visits.append(visit)
        if visits.count > Self.rememberedCount, let old = visits.firstIndex(where: { $0.status != .reading }) {
            visits.remove(at: old)
        }
        tasks[visit.id] = Task { await carryOut(order, visit.id) }
        return visit
    }

    /// Stops what is under way; what was read until then stays, and the source is visited again when it is due.
    func shutDown() async {
        for task in tasks.values { task.cancel() }
        for task in tasks.values { await task.value }
    }

    private func carryOut(_ order: WebIntake.Order, _ id: String) async {
        var failure: SourceVisit.Failure?
        var added: Int?
        do {
            let report = try await intake.add(order) { await self.note($0, id) }
            added = report.addedCount
            // A page that could not be read is a failure of the whole; of a site it is told with the source.
            if report.addedCount + report.unchangedCount == 0, let first = report.skipped.first?.failure {
                failure = SourceVisit.Failure(message: first.reason, code: first.code)
            }
        } catch let error as FetchError {
            failure = SourceVisit.Failure(message: error.description, code: error.code)
        } catch {
            let refusal = APIError(error)
            failure = SourceVisit.Failure(message: refusal.message, code: refusal.code)
        }
        tasks[id] = nil
        change(id) { visit in
            (visit.status, visit.added, visit.error) = (failure == nil ? .added : .failed, added, failure)
        }
    }

    private func note(_ progress: WebProgress, _ id: String) {
        change(id) { ($0.finished, $0.total) = (progress.finishedCount, progress.totalCount) }
    }

    private func change(_ id: String, _ body: (inout SourceVisit) -> Void) {
        guard let index = visits.firstIndex(where: { $0.id == id }) else { return }
        body(&visits[index])
    }
}
