// How often a client may guess the secret.

internal import Foundation

/// Counts wrong guesses by client, so that one who guesses does not lock out the others.
///
/// A value without a clock; bounded in memory however many clients there are.
struct AttemptLimit {
    /// Wrong guesses within `seconds` before a client has to wait.
    static let count = 10
    static let seconds = 60.0
    private static let clientCount = 10_000

    private var failures: [String: [Date]] = [:]

    func isReached(by client: String, at now: Date) -> Bool {
        recent(client, now).count >= Self.count
    }

    mutating func fail(_ client: String, at now: Date) {
        if failures.count >= Self.clientCount, failures[client] == nil {
            for known in failures.keys where recent(known, now).isEmpty { failures[known] = nil }
            // So many at once are one attacker with many addresses: the longest quiet makes room.
            if failures.count >= Self.clientCount,
                let quietest = failures.min(by: { ($0.value.last ?? now) < ($1.value.last ?? now) })?.key
            {
                failures[quietest] = nil
            }
        }
        failures[client] = (recent(client, now) + [now]).suffix(Self.count)
    }

    private func recent(_ client: String, _ now: Date) -> [Date] {
        (failures[client] ?? []).filter { now.timeIntervalSince($0) <= Self.seconds }
    }
}
