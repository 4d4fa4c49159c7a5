// The robots.txt of each site, fetched once and kept for a while; and the pause between two requests to one host.

internal import Foundation

/// Knows what sites allow, and when they may be asked again.
package actor RobotsDesk {
    private struct Entry {
        var file: RobotsFile
        /// Whether it could not be had, so that nothing may be read.
        var isMissing: Bool
        var fetchedAt: ContinuousClock.Instant
    }

    private let fetcher: WebFetcher
    private var entries: [String: Entry] = [:]
    private var freeAt: [String: ContinuousClock.Instant] = [:]

    /// RFC 9309, 2.4: not kept for more than a day; where there was none to be had, not for long.
    private static let lifetime = Duration.seconds(12 * 3_600)
    private static let shortLifetime = Duration.seconds(300)
    private static let entryCount = 10_000

    package init(fetcher: WebFetcher) { self.fetcher = fetcher }

    /// The rules of the address's site.
    ///
    /// A site without a robots.txt (any 4xx) allows everything; one that fails to give it allows nothing.
    package func rules(for address: WebAddress) async throws -> RobotsFile { try await entry(for: address).file }

    /// Throws `FetchError.robots` or `.noRobots` where the address may not be asked for.
    package func check(_ address: WebAddress) async throws {
        let entry = try await entry(for: address)
        guard !entry.file.allows(address.target) else { return }
        throw entry.isMissing
            ? FetchError.noRobots("\(address)", host: address.host) : .robots("\(address)", host: address.host)
    }

    /// Waits until the address's host may be asked again, and counts the request that follows.
    package func awaitTurn(for address: WebAddress) async throws {
        let rules = try await entry(for: address).file
        let delay = max(fetcher.limits.delay, min(rules.delay ?? 0, fetcher.limits.longestDelay))
        let now = ContinuousClock.now
        let turn = max(now, freeAt[address.host] ?? now)
        if freeAt.count > Self.entryCount { freeAt = freeAt.filter { $0.value > now } }
        freeAt[address.host] = turn + .seconds(delay)
        try await Task.sleep(until: turn, clock: .continuous)
    }

    private func entry(for address: WebAddress) async throws -> Entry {
        if let known = entries[address.origin] {
            let age = ContinuousClock.now - known.fetchedAt
            if age < (known.isMissing ? Self.shortLifetime : Self.lifetime) { return known }
        }
        var entry = Entry(file: RobotsFile(), isMissing: false, fetchedAt: .now)
        guard let place = WebAddress(address.origin + "/robots.txt") else { return entry }
        do {
            let answer = try await fetcher.fetch(place, accept: "text/plain")
            entry.file = RobotsFile(answer.bytes, agent: WebFetcher.agent)
        } catch FetchError.gone {
            entry.file = RobotsFile()
        } catch FetchError.status(_, let code, _) where (400..<500).contains(code) && code != 429 {
            entry.file = RobotsFile()
        } catch FetchError.tooManyRedirects {
            entry.file = RobotsFile()
        } catch FetchError.refused {
            throw FetchError.refused("\(address)", host: address.host)
        } catch FetchError.unknownHost {
            throw FetchError.unknownHost("\(address)", host: address.host)
        } catch FetchError.unreachable(_, let reason) {
            throw FetchError.unreachable("\(address)", reason: reason)
        } catch is FetchError {
            (entry.file, entry.isMissing) = (.disallowingAll, true)
        }
        if entries.count >= Self.entryCount { entries = [:] }
        entries[address.origin] = entry
        return entry
    }
}
