// A site, page after page: what its sitemaps and its links name, nearest first, one request at a time.

internal import Documents
internal import Retrieval

extension Visit {
    private static let sitemapCount = 20

    /// Visits the pages of a site, those known before among them.
    ///
    /// - Parameters:
    ///   - start: the site's address.
    ///   - fetched: its answer, where somebody has asked already.
    /// - Throws: what the library throws, or cancellation.
    mutating func crawl(from start: WebAddress, _ fetched: WebFetcher.Answer?) async throws {
        let limit = source.plan.pageLimit
        // The site is where its address leads: example.org may live at www.example.org.
        let first = try await take(start, depth: 0, fetched: fetched)
        if first.failure != nil, !known.values.contains(where: { $0.depth > 0 }) { return }
        var frontier = CrawlFrontier(start: first.address, depth: source.plan.depth, pageLimit: limit)
        for visited in [start, first.address] { frontier.add(visited, depth: 0) }
        while frontier.next() != nil {}
        // What robots.txt forbids is no failure of a link; what was read before and is forbidden now has to be looked at.
        let rules = try await intake.robots.rules(for: first.address)
        add(first, depth: 0, to: &frontier, rules)
        for page in known.values.sorted(by: { ($0.depth, $0.address) < ($1.depth, $1.address) }) {
            if let address = WebAddress(page.address) {
                frontier.add(address, depth: min(page.depth, source.plan.depth))
            }
        }
        for address in try await sitemap(of: first.address, frontier) where rules.allows(address.target) {
            frontier.add(address, depth: 1)
        }

        var keptCount = first.isKept ? 1 : 0
        while keptCount < limit, !isOver, let (address, depth) = frontier.next() {
            try Task.checkCancellation()
            waitingCount = min(frontier.waitingCount, limit - keptCount)
            let found = try await take(address, depth: depth) { [frontier] in frontier.contains($0) }
            if found.isKept { keptCount += 1 }
            add(found, depth: depth, to: &frontier, rules)
            // A server that has had enough is left alone until the next visit.
            if found.failure?.code == FetchError.busyCode { break }
        }
        report.leftOutCount = frontier.leftOutCount + frontier.waitingCount
    }

    private func add(_ found: Found, depth: Int, to frontier: inout CrawlFrontier, _ rules: RobotsFile) {
        guard let links = found.links, links.robots.isDisjoint(with: ["nofollow", "none"]) else { return }
        let base = links.base.flatMap { WebAddress($0, from: found.address) } ?? found.address
        for target in links.targets {
            if let address = WebAddress(target, from: base), rules.allows(address.target) {
                frontier.add(address, depth: depth + 1)
            }
        }
    }

    /// The addresses that a site's sitemaps name: those of its robots.txt, or the usual one.
    private func sitemap(of start: WebAddress, _ frontier: CrawlFrontier) async throws -> [WebAddress] {
        var waiting = try await intake.robots.rules(for: start).sitemaps.compactMap { WebAddress($0, from: start) }
        if waiting.isEmpty, let usual = WebAddress("/sitemap.xml", from: start) { waiting = [usual] }
        var (seen, pages): (Set<WebAddress>, [WebAddress]) = ([], [])
        while let next = waiting.popLast(), seen.count < Self.sitemapCount, !isOver {
            guard next.isSameHost(as: start), seen.insert(next).inserted else { continue }
            do {
                try await intake.robots.check(next)
                try await intake.robots.awaitTurn(for: next)
                let map = Sitemap(try await intake.fetcher.fetch(next, accept: "application/xml, text/xml").bytes)
                waiting += map.sitemaps.compactMap { WebAddress($0, from: next) }
                pages += map.pages.lazy.compactMap { WebAddress($0, from: next) }.filter(frontier.contains)
                    .prefix(10 * source.plan.pageLimit)
            } catch is FetchError {
                continue
            }
        }
        return pages
    }
}
