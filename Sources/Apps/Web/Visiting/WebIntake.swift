// Sources on the web come into a library and are visited again: pages, sites, feeds, repositories. Start here.

internal import Documents
internal import Foundation
package import Retrieval

/// Adds and refreshes sources on the web.
package struct WebIntake: Sendable {
    let library: Library
    let fetcher: WebFetcher
    let robots: RobotsDesk

    /// What somebody wants to be added.
    package struct Order: Sendable {
        package var address: String
        /// Nil for what the address turns out to be: a repository by its name, a feed or a page by its content.
        package var kind: Source.Kind?
        /// Nil for what is usual for the kind.
        package var layer: TrustLayer?
        package var depth: Int?
        package var pageLimit: Int?
        /// Nil for what is usual for the kind.
        package var interval: Interval?

        /// How often a source is visited.
        package enum Interval: Sendable, Equatable {
            case seconds(Double)
            case never
        }

        package init(_ address: String) { self.address = address }
    }

    package init(library: Library, fetcher: WebFetcher) {
        (self.library, self.fetcher) = (library, fetcher)
        robots = RobotsDesk(fetcher: fetcher)
    }

    /// Whether a text that could be a path is an address on the web.
    package static func isAddress(_ text: String) -> Bool {
        let start = text.prefix(12).lowercased()
        return ["http://", "https://", "git+http://", "git+https://"].contains { start.hasPrefix($0) }
    }

    /// Adds a source and visits it for the first time; one that is known already is visited again.
    ///
    /// - Throws: `FetchError` where the address itself cannot be had; then nothing is added.
    package func add(
        _ order: Order,
        tell: @escaping @Sendable (WebProgress) async -> Void = { _ in }
    ) async throws -> WebReport {
        var order = order
        var text = order.address
        let isGit = text.lowercased().hasPrefix("git+")
        if isGit { text = String(text.dropFirst(4)) }
        guard let address = WebAddress(text) else {
            throw FetchError.notOfKind(order.address, wanted: "address on the web")
        }
        let known = try await library.webSources().first { $0.source.address == Self.name(of: address) }?.source.kind
        // Named again without a word of its kind, a source stays what it is.
        if order.kind == nil, known != .search { order.kind = known }
        if order.kind == .repository || isGit || address.path.hasSuffix(".git") {
            let clone = try await RepositoryClone(of: address, fetcher: fetcher)
            defer { clone.remove() }
            let source = try await source(at: address, .repository, order)
            return try await visit(source, tell) { visit in try await visit.take(clone) }
        }
        try await robots.check(address)
        let answer = try await fetcher.fetch(address)
        if order.kind == .site {
            let source = try await source(at: address, .site, order)
            return try await visit(source, tell) { visit in try await visit.crawl(from: address, answer) }
        }
        if let feed = Feed(answer.bytes), order.kind != .page {
            let source = try await source(at: address, .feed, order)
            return try await visit(source, tell) { visit in try await visit.read(feed, at: address, answer) }
        }
        let links = PageLinks(of: answer.bytes, charset: answer.charset, agent: WebFetcher.agent)
        if order.kind == .feed {
            // Who names an author's page and asks for the feed means the one that the page names.
            guard let target = links.feeds.first, let place = WebAddress(target, from: answer.address) else {
                throw FetchError.notOfKind("\(address)", wanted: "feed (RSS, Atom or JSON Feed), and names none")
            }
            try await robots.check(place)
            let answer = try await fetcher.fetch(place)
            guard let feed = Feed(answer.bytes) else {
                throw FetchError.notOfKind("\(place)", wanted: "feed (RSS, Atom or JSON Feed)")
            }
            let source = try await source(at: place, .feed, order)
            return try await visit(source, tell) { visit in try await visit.read(feed, at: place, answer) }
        }
        let source = try await source(at: address, .page, order)
        var report = try await visit(source, tell) { visit in
            _ = try await visit.take(address, depth: 0, fetched: answer)
        }
        report.feeds = links.feeds.compactMap { WebAddress($0, from: answer.address)?.description }
        return report
    }

    /// Visits a source again, as far as something new may be there.
    ///
    /// What fails is in the report and kept with the source; throws only what the library throws, or cancellation.
    package func refresh(
        _ source: WebSource,
        tell: @escaping @Sendable (WebProgress) async -> Void = { _ in }
    ) async throws -> WebReport {
        guard let address = WebAddress(source.source.address) else { return WebReport() }
        return try await visit(source, tell) { visit in
            switch source.source.kind {
            case .site: try await visit.crawl(from: address, nil)
            case .feed: try await visit.poll(address)
            case .repository: try await visit.pull(address)
            default: _ = try await visit.take(address, depth: 0)
            }
        }
    }

    /// Sources that are visited at once; two on one host still take turns.
    private static let visitCount = 4

    /// Visits every source whose time has come.
    package func refreshDue() async throws {
        let due = try await library.webSources(dueAt: Date.now.timeIntervalSince1970)
        try await withThrowingTaskGroup(of: Void.self) { group in
            var rest = due.makeIterator()
            func visitNext() {
                guard !Task.isCancelled, let source = rest.next() else { return }
                group.addTask { _ = try await refresh(source) }
            }
            for _ in 0..<Self.visitCount { visitNext() }
            while try await group.next() != nil { visitNext() }
        }
    }

    /// The name of a source: its address, of a whole host without the slash, so that `source:example.org` finds it.
    package static func name(of address: WebAddress) -> String {
        address.path == "/" && address.query == nil ? address.origin : address.description
    }

    private func source(at address: WebAddress, _ kind: Source.Kind, _ order: Order) async throws -> WebSource {
        let usual = Self.usual(kind)
        let known = try await library.webSources().first { $0.source.address == Self.name(of: address) }
        var plan = if let known, known.source.kind == kind { known.plan } else { usual.plan }
        plan.depth = order.depth ?? plan.depth
        plan.pageLimit = order.pageLimit ?? plan.pageLimit
        switch order.interval {
        case .seconds(let seconds)?: plan.interval = seconds
        case .never?: plan.interval = nil
        case nil: break
        }
        return try await library.webSource(
            at: Self.name(of: address),
            kind: kind,
            layer: order.layer,
            otherwise: usual.layer,
            plan: plan
        )
    }

    private static func usual(_ kind: Source.Kind) -> (layer: TrustLayer, plan: WebPlan) {
        let hour = 3_600.0
        return switch kind {
        case .site: (.reference, WebPlan(depth: 5, pageLimit: 200, interval: 7 * 24 * hour))
        case .feed: (.author, WebPlan(depth: 1, pageLimit: 100, interval: hour))
        case .repository: (.reference, WebPlan(depth: 0, pageLimit: 5_000, interval: 24 * hour))
        default: (.reference, WebPlan(depth: 0, pageLimit: 1, interval: 24 * hour))
        }
    }

    /// How long it is until the next visit: never before a busy server's time is over, and not much after it where it
    /// cut the visit short.
    private static func wait(_ usual: Double, _ visit: Visit) -> Double {
        guard let pause = visit.pause else { return usual }
        return visit.failure == nil ? max(pause, min(usual, shortestWait)) : max(pause, usual)
    }

    /// Seconds after which the rest of a visit is tried that a busy server cut short.
    private static let shortestWait = 3_600.0

    /// Carries out a visit and notes how it ended: one that failed waits longer and longer before the next.
    private func visit(
        _ source: WebSource,
        _ tell: @escaping @Sendable (WebProgress) async -> Void,
        _ work: (inout Visit) async throws -> Void
    ) async throws -> WebReport {
        var visit = try await Visit(of: source, by: self, tell: tell)
        do {
            try await work(&visit)
        } catch let error as FetchError {
            visit.note(error)
            visit.failure = error.failure
            visit.report.skipped.append(.init(address: source.source.address, failure: error.failure))
        }
        let now = Date.now.timeIntervalSince1970
        let patience = visit.failure == nil ? 1 : Double(1 << min(source.failureCount + 1, 4))
        try await library.finishVisit(
            of: source,
            at: now,
            dueAt: source.plan.interval.map { now + Self.wait($0 * patience, visit) },
            failure: visit.failure
        )
        return visit.report
    }
}
