// What a library knows of a source on the web beyond its documents: how it is visited, what was asked for, what failed.

/// A source on the web, with the state of its visits.
package struct WebSource: Sendable, Equatable {
    package var source: Source
    package var plan: WebPlan
    /// Seconds since 1970; nil before the first visit is over.
    package var visitedAt: Double?
    /// When it is visited again, in seconds since 1970; nil for never.
    package var dueAt: Double?
    /// Why the last visit failed as a whole.
    package var failure: WebFailure?
    /// Visits that failed since one did not.
    package var failureCount: Int
    /// Addresses of which the last fetch failed.
    package var failedPageCount: Int
}

/// How far and how often a source on the web is visited.
package struct WebPlan: Sendable, Equatable {
    /// How many links from its address a page may be.
    package var depth: Int
    package var pageLimit: Int
    /// Seconds between visits; nil for never again.
    package var interval: Double?

    package init(depth: Int, pageLimit: Int, interval: Double?) {
        (self.depth, self.pageLimit, self.interval) = (depth, pageLimit, interval)
    }
}

/// Why something on the web was not read.
package struct WebFailure: Sendable, Hashable {
    /// Stable across versions; the page has words for it in both languages.
    package var code: String
    /// One sentence: what, where, what to do.
    package var reason: String

    package init(code: String, reason: String) { (self.code, self.reason) = (code, reason) }
}

/// One address that was asked for.
package struct WebPage: Sendable, Equatable {
    package var address: String
    /// The address of the document made of it, which may lie behind a redirect.
    package var documentAddress: String?
    /// How many links it is from the source's address.
    package var depth: Int
    /// What the server named its version, to ask whether there is a newer one.
    package var etag: String?
    package var lastModified: String?
    /// Seconds since 1970.
    package var fetchedAt: Double
    package var failure: WebFailure?

    package init(address: String, depth: Int, fetchedAt: Double) {
        (self.address, self.depth, self.fetchedAt) = (address, depth, fetchedAt)
    }
}
