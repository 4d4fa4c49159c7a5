// A feed: the articles that somebody publishes, each read where it stands. What its author takes down, or asks programs
// not to keep, goes at the next visits.

internal import Documents
internal import Foundation
internal import Retrieval

extension Visit {
    /// Articles that were read are looked at again after this long, in seconds, and so many at one visit.
    private static let recheckAge = 7.0 * 24 * 3_600
    private static let recheckCount = 20
    /// One that could not be had is asked for again after this long, as long as the feed announces it.
    private static let retryAge = 6.0 * 3_600

    /// Asks the feed for something new; even where it has nothing, old articles are looked at again.
    mutating func poll(_ address: WebAddress) async throws {
        let before = known[address.description]
        do {
            try await intake.robots.check(address)
            try await intake.robots.awaitTurn(for: address)
            let answer = try await intake.fetcher.fetch(
                address,
                known: .init(etag: before?.etag, lastModified: before?.lastModified)
            )
            if answer.isUnchanged { return try await recheck(except: []) }
            guard let feed = Feed(answer.bytes) else {
                throw FetchError.notOfKind("\(address)", wanted: "feed (RSS, Atom or JSON Feed)")
            }
            try await read(feed, at: address, answer)
        } catch FetchError.robots(let name, let host) {
            // The site does not want to be read by programs any more: all that was read there goes.
            try await removeAll()
            throw FetchError.robots(name, host: host)
        }
    }

    /// Reads the articles of a feed that are not in the library.
    ///
    /// `noindex` at the feed itself means the feed, which has no place among search results; articles have their own.
    mutating func read(_ feed: Feed, at address: WebAddress, _ answer: WebFetcher.Answer) async throws {
        var page = WebPage(address: address.description, depth: 0, fetchedAt: Date.now.timeIntervalSince1970)
        var seen: Set<String> = []
        let articles = feed.articles.compactMap { article in
            WebAddress(article.address, from: answer.address).map { (article, $0) }
        }
        let new = articles.filter { isWanted(known[$0.1.description], at: page.fetchedAt) }
            .filter { seen.insert($0.1.description).inserted }
        report.leftOutCount = max(0, new.count - source.plan.pageLimit)
        for (index, (article, place)) in new.prefix(source.plan.pageLimit).enumerated() {
            guard !isOver else { break }
            try Task.checkCancellation()
            waitingCount = min(new.count, source.plan.pageLimit) - index - 1
            try await take(article, at: place, of: feed)
        }
        try await recheck(except: seen)
        // Only when its articles are in is the feed itself known: a visit that was cut off begins again.
        (page.etag, page.lastModified) = (isOver ? nil : answer.etag, isOver ? nil : answer.lastModified)
        page.documentAddress = nil
        try await intake.library.record(page, of: source.source)
    }

    /// Whether an article is to be asked for: it is new, or could not be had for a reason that may have passed.
    private func isWanted(_ page: WebPage?, at time: Double) -> Bool {
        guard let page else { return true }
        guard let failure = page.failure, !Self.isRefusal(failure) else { return false }
        return time - page.fetchedAt >= Self.retryAge
    }

    private mutating func take(_ article: Feed.Article, at place: WebAddress, of feed: Feed) async throws {
        var article = article
        article.author = article.author ?? feed.author
        let found = try await take(place, depth: 1, article: article)
        guard let failure = found.failure, !Self.isRefusal(failure), let content = article.content else { return }
        // The page cannot be had, but the author sent the whole article with the feed.
        var page = WebPage(address: place.description, depth: 1, fetchedAt: Date.now.timeIntervalSince1970)
        do {
            try await keep(Array("<!doctype html>\n\(content)".utf8), charset: "utf-8", at: place, article, &page)
        } catch is ReadingError {
            return
        }
        report.skipped.removeAll { $0.address == page.address }
        try await intake.library.record(page, of: source.source)
    }

    /// Whether an article is not to be kept, wherever it is read.
    private static func isRefusal(_ failure: WebFailure) -> Bool {
        ["opted-out", "robots", "gone", "address-refused"].contains(failure.code)
    }

    /// Looks again at articles that were read long ago: some were corrected, some taken down.
    private mutating func recheck(except fresh: Set<String>) async throws {
        let now = Date.now.timeIntervalSince1970
        let old = known.values
            .filter { $0.depth > 0 && now - $0.fetchedAt >= Self.recheckAge && !fresh.contains($0.address) }
            .sorted { ($0.fetchedAt, $0.address) < ($1.fetchedAt, $1.address) }
        for page in old.prefix(Self.recheckCount) {
            guard !isOver, let address = WebAddress(page.address) else { continue }
            try Task.checkCancellation()
            _ = try await take(address, depth: page.depth)
        }
    }

    private mutating func removeAll() async throws {
        for var page in known.values.sorted(by: { $0.address < $1.address }) {
            try await remove(&page)
            try await intake.library.forget(page.address, of: source.source)
        }
    }
}
