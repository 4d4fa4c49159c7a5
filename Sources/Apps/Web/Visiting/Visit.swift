// One visit of one source: an address is asked for, read and kept, or it is noted why not. What could not be had this
// time keeps its old text; what is gone, or is not to be kept any more, goes.

internal import Crypto
internal import Documents
internal import Foundation
internal import Retrieval

/// A visit while it goes on.
struct Visit {
    let source: WebSource
    let intake: WebIntake
    /// The addresses that were asked for before.
    let known: [String: WebPage]
    let ends: ContinuousClock.Instant
    var report = WebReport()
    /// Why the visit failed as a whole.
    var failure: WebFailure?
    /// Seconds for which a server on the way asked to be left alone; 0 where it was busy and named no time.
    private(set) var pause: Double?
    private let tell: @Sendable (WebProgress) async -> Void
    private var finishedCount = 0
    /// How many addresses are still to come, as far as is known.
    var waitingCount = 0

    /// Words by which a page, or its server, asks that no copy of it be kept.
    private static let optOuts: Set<String> = ["noindex", "noarchive", "none"]

    init(of source: WebSource, by intake: WebIntake, tell: @escaping @Sendable (WebProgress) async -> Void) async throws
    {
        (self.source, self.intake, self.tell) = (source, intake, tell)
        let pages = try await intake.library.webPages(of: source.source.id)
        known = Dictionary(uniqueKeysWithValues: pages.map { ($0.address, $0) })
        ends = .now + .seconds(intake.fetcher.limits.visitSeconds)
    }

    /// Whether the time of the visit is over.
    var isOver: Bool { ContinuousClock.now >= ends }

    /// What was found at an address.
    struct Found {
        /// Where it was found, behind all redirects.
        var address: WebAddress
        var links: PageLinks?
        /// Whether the address is in the library now.
        var isKept: Bool
        var failure: WebFailure?
    }

    /// Asks for an address, and keeps what is there.
    ///
    /// - Parameters:
    ///   - address: what to ask for.
    ///   - depth: how many links it is from the source's address.
    ///   - fetched: its answer, where somebody has asked already.
    ///   - article: what a feed says of it.
    ///   - belongs: whether what it redirects to is still of the source.
    /// - Returns: what was found; a failure is noted, not thrown.
    /// - Throws: what the library throws, or cancellation.
    mutating func take(
        _ address: WebAddress,
        depth: Int,
        fetched: WebFetcher.Answer? = nil,
        article: Feed.Article? = nil,
        belongs: (WebAddress) -> Bool = { _ in true }
    ) async throws -> Found {
        var page = WebPage(address: address.description, depth: depth, fetchedAt: Date.now.timeIntervalSince1970)
        let before = known[page.address]
        (page.documentAddress, page.etag, page.lastModified) =
            (before?.documentAddress, before?.etag, before?.lastModified)
        var found = Found(address: address, isKept: false)
        do {
            let answer = try await answer(address, fetched, before)
            found.address = answer.address
            if answer.address != address {
                guard belongs(answer.address) else {
                    throw FetchError.outside("\(address)", to: "\(answer.address)")
                }
                try await intake.robots.check(answer.address)
            }
            try await keep(answer, article, &page, &found)
            found.isKept = true
        } catch let error as FetchError {
            if error.removes { try await remove(&page) }
            note(error)
            page.failure = error.failure
        } catch let error as ReadingError {
            // Nothing was read of this version, so it is wanted again.
            (page.etag, page.lastModified) = (nil, nil)
            page.failure = WebFailure(code: error.code, reason: error.description)
        }
        if let failure = page.failure {
            report.skipped.append(.init(address: page.address, failure: failure))
            if depth == 0 { self.failure = failure }
        }
        found.failure = page.failure
        try await intake.library.record(page, of: source.source)
        await step(page.address)
        return found
    }

    /// Remembers that a server wants to be left alone for a while.
    mutating func note(_ error: FetchError) {
        if case .status(_, _, let seconds) = error, error.code == FetchError.busyCode || seconds != nil {
            pause = max(pause ?? 0, seconds ?? 0)
        }
    }

    /// Counts and tells that an address is done.
    mutating func step(_ address: String) async {
        finishedCount += 1
        await tell(.init(finishedCount: finishedCount, totalCount: finishedCount + waitingCount, address: address))
    }

    private func answer(
        _ address: WebAddress,
        _ fetched: WebFetcher.Answer?,
        _ before: WebPage?
    ) async throws -> WebFetcher.Answer {
        try await intake.robots.check(address)
        if let fetched { return fetched }
        var known = WebFetcher.Known()
        // Only what is still in the library is worth the answer that it has not changed.
        if let before, let name = before.documentAddress, try await intake.library.origin(of: name) != nil {
            known = .init(etag: before.etag, lastModified: before.lastModified)
        }
        try await intake.robots.awaitTurn(for: address)
        return try await intake.fetcher.fetch(address, known: known)
    }

    /// Reads an answer into the library.
    private mutating func keep(
        _ answer: WebFetcher.Answer,
        _ article: Feed.Article?,
        _ page: inout WebPage,
        _ found: inout Found
    ) async throws {
        guard answer.robots.isDisjoint(with: Self.optOuts) else { throw FetchError.optedOut(page.address) }
        guard !answer.isUnchanged else { return report.unchangedCount += 1 }
        let links = PageLinks(of: answer.bytes, charset: answer.charset, agent: WebFetcher.agent)
        let asksNotToFollow = !answer.robots.isDisjoint(with: ["nofollow", "none"])
        found.links = asksNotToFollow ? nil : links
        guard links.robots.isDisjoint(with: Self.optOuts) else { throw FetchError.optedOut(page.address) }
        (page.etag, page.lastModified) = (answer.etag, answer.lastModified)
        try await keep(answer.bytes, charset: answer.charset, at: answer.address, article, &page)
    }

    /// Reads bytes that stand for a page into the library.
    mutating func keep(
        _ bytes: [UInt8],
        charset: String?,
        at address: WebAddress,
        _ article: Feed.Article?,
        _ page: inout WebPage
    ) async throws {
        let hash = hash(of: bytes)
        let name = address.description
        page.documentAddress = name
        guard try await isOurs(name, hash) else { return report.unchangedCount += 1 }
        let loader = DocumentLoader(options: ReadingOptions(charset: charset))
        var document = try await loader.load(bytes, named: address.origin + address.path)
        // A page may name any address as its own; what is cited must be where the words were found.
        if let stated = document.address.flatMap({ WebAddress($0, from: address) }), stated.isSameHost(as: address) {
            document.address = stated.description
        } else {
            document.address = name
        }
        document.title = document.title ?? article?.title
        document.author = document.author ?? article?.author
        document.date = document.date ?? article?.date
        let origin = DocumentOrigin(
            address: name,
            folder: address.host,
            contentHash: hash,
            byteCount: bytes.count,
            modifiedAt: page.fetchedAt
        )
        try await intake.library.add([intake.library.prepare(document, from: origin)], to: source.source)
        report.addedCount += 1
    }

    func hash(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Whether a document is to be written: not when it stands there unchanged, belongs to another source that somebody
    /// added, or repeats word for word what stands at another address of this one.
    private func isOurs(_ name: String, _ hash: [UInt8]) async throws -> Bool {
        let library = intake.library
        guard let owner = try await library.sourceID(ofDocumentAt: name) else {
            guard let twin = try await library.document(withHash: hash) else { return true }
            return try await library.sourceID(ofDocumentAt: twin.address) != source.source.id
        }
        if owner == source.source.id { return try await library.origin(of: name)?.contentHash != hash }
        // What was only found for a question goes over to the source that somebody named.
        return try await library.sources().first { $0.id == owner }?.kind == .search
    }

    /// Takes a page's document out of the library, where it is this source's.
    mutating func remove(_ page: inout WebPage) async throws {
        defer { (page.documentAddress, page.etag, page.lastModified) = (nil, nil, nil) }
        guard let name = page.documentAddress, let document = try await intake.library.document(at: name),
            try await intake.library.sourceID(ofDocumentAt: name) == source.source.id
        else { return }
        try await intake.library.remove(documentIDs: [document.id])
        report.removedCount += 1
    }
}

extension WebAddress {
    /// Whether both are of one host, with or without `www.`.
    func isSameHost(as other: WebAddress) -> Bool {
        func bare(_ host: String) -> Substring { host.hasPrefix("www.") ? host.dropFirst(4) : host[...] }
        return bare(host) == bare(other.host)
    }
}
