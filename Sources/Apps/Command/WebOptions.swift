// The options of `add` for what lies on the web.

internal import ArgumentParser
internal import Retrieval
internal import Web

/// `--site`, `--feed`, `--git`, `--depth`, `--pages` and `--every`.
struct WebOptions: ParsableArguments {
    @Flag(name: .long, help: "Add the whole site: what its sitemaps and links name on this host, below this folder.")
    var site = false

    @Flag(name: .long, help: "Add the feed that the page names, and the articles it announces.")
    var feed = false

    @Flag(name: .long, help: "Add the documents of a git repository, where the address does not end in .git.")
    var git = false

    @Option(name: .long, help: "How many links from its address a page of a site may be (default: 5).")
    var depth: Int?

    @Option(name: .long, help: "How many pages, articles or files are read of a source (default: 200 of a site).")
    var pages: Int?

    @Option(
        name: .long,
        help:
            "How often it is visited again, such as 30m, 6h, 7d or never (default: 1h for feeds, 7d for sites, else 1d)."
    )
    var every: String?

    private static let largestDepth = 50
    private static let largestPageCount = 10_000
    private static let shortestInterval = 300.0

    /// What is wanted of an address.
    ///
    /// - Throws: `ValidationError` where the options contradict each other or mean nothing.
    func order(for address: String, layer: TrustLayer?) throws -> WebIntake.Order {
        guard [site, feed, git].filter(\.self).count <= 1 else {
            throw ValidationError("--site, --feed and --git exclude each other: name one.")
        }
        var order = WebIntake.Order(address)
        if site { order.kind = .site }
        if feed { order.kind = .feed }
        if git { order.kind = .repository }
        order.layer = layer
        if let depth {
            guard (0...Self.largestDepth).contains(depth) else {
                throw ValidationError("The depth is a number from 0 to \(Self.largestDepth), not \(depth).")
            }
            order.depth = depth
        }
        if let pages {
            guard (1...Self.largestPageCount).contains(pages) else {
                throw ValidationError("The number of pages is one from 1 to \(Self.largestPageCount), not \(pages).")
            }
            order.pageLimit = pages
        }
        order.interval = try every.map(Self.interval)
        return order
    }

    private static func interval(_ text: String) throws -> WebIntake.Order.Interval {
        if text == "never" { return .never }
        let units: [Character: Double] = ["m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Double(text.dropLast()), count.isFinite,
            count * unit >= shortestInterval
        else {
            throw ValidationError("--every is a time of 5m or more, such as 30m, 6h or 7d, or never; not \"\(text)\".")
        }
        return .seconds(count * unit)
    }
}

/// Shows on a terminal how far a visit is.
struct WebProgressLine: Sendable {
    private let line = ProgressLine(unit: "pages")

    @Sendable func show(_ progress: WebProgress) async {
        line.show(progress.finishedCount, of: progress.totalCount, note: Terminal.printable(progress.address))
    }
}
