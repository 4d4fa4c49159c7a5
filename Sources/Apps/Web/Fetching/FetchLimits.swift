// How much of the web is taken at most, in one place.

/// The bounds of fetching.
package struct FetchLimits: Sendable, Equatable {
    /// The body of one answer, unpacked.
    package var byteCount = 20 << 20
    /// The wall-clock time of one fetch, redirects included.
    package var seconds = 30.0
    /// A server that sends nothing for this long is given up.
    package var idleSeconds = 10.0
    package var redirectCount = 8
    /// The least time between two requests to one host, in seconds.
    package var delay = 1.0
    /// The longest time between two requests that a robots.txt can ask for (`Crawl-delay`), in seconds.
    package var longestDelay = 60.0
    /// One visit of a source ends after this long, in seconds; the next one goes on.
    package var visitSeconds = 3_600.0
    /// The working files of one git repository, and each of the files that git writes.
    package var repositoryByteCount = 512 << 20

    package init() {}
}
