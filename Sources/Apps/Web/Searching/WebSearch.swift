// A search engine on the web, asked with the question: what it finds is fetched, read into the library as the layer
// `web`, and then found, quoted and cited like everything else. Any endpoint that speaks SearXNG's JSON will do.

internal import Foundation
internal import Retrieval

/// Gathers pages for a question.
package struct WebSearch: Sendable {
    private let endpoint: WebAddress
    private let intake: WebIntake
    private let searcher: WebFetcher

    private static let pageCount = 6
    private static let pagesPerHost = 2
    /// Fetching and reading for one question end after this long; what is there by then is searched.
    private static let seconds = 8.0
    /// A page that was fetched within this time is not fetched for another question.
    private static let freshness = 24 * 3_600.0
    /// Pages found for questions that are kept; the oldest go first.
    private static let keptCount = 1_000

    /// - Parameters:
    ///   - endpoint: the address of the engine, such as `https://searx.example.org/`.
    ///   - intake: brings pages into the library.
    package init(endpoint: WebAddress, intake: WebIntake) {
        (self.endpoint, self.intake) = (endpoint, intake)
        // Whoever names the engine means its host, on this machine too; what it finds gets no such leave.
        var limits = intake.fetcher.limits
        (limits.byteCount, limits.seconds) = (4 << 20, Self.seconds)
        searcher = WebFetcher(policy: intake.fetcher.policy.allowing(host: endpoint.host), limits: limits)
    }

    /// Asks the engine and brings what it finds into the library, as far as the time allows.
    ///
    /// - Returns: how many pages were read.
    /// - Throws: `FetchError` where the engine does not answer, and what the library throws.
    @discardableResult
    package func gather(for question: String) async throws -> Int {
        let found = try await addresses(for: question)
        let source = try await intake.library.webSource(
            at: name,
            kind: .search,
            layer: nil,
            otherwise: .web,
            plan: WebPlan(depth: 1, pageLimit: Self.keptCount, interval: nil)
        )
        let count = try await withThrowingTaskGroup(of: Int?.self) { group in
            for address in found { group.addTask { try await read(address, into: source) } }
            group.addTask {
                try? await Task.sleep(for: .seconds(Self.seconds))
                return nil
            }
            defer { group.cancelAll() }
            var (count, finished) = (0, 0)
            while finished < found.count, let read = try await group.next() {
                guard let read else { break }
                (count, finished) = (count + read, finished + 1)
            }
            return count
        }
        try await tidy(source)
        return count
    }

    /// Where the engine is asked, which also names its source: the address itself may be a page that somebody added.
    private var name: String {
        endpoint.origin + (endpoint.path.hasSuffix("/search") ? endpoint.path : endpoint.folder + "search")
    }

    /// The addresses that the engine names, the best first, few of each host.
    private func addresses(for question: String) async throws -> [WebAddress] {
        var components = URLComponents()
        components.queryItems = [
            URLQueryItem(name: "q", value: String(question.prefix(400))), URLQueryItem(name: "format", value: "json"),
        ]
        // A plus sign of the question would be read as a blank.
        let query = (components.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        guard let address = WebAddress("\(name)?\(query)") else { return [] }
        let answer = try await searcher.fetch(address, accept: "application/json")
        guard let page = try? JSONDecoder().decode(ResultPage.self, from: Data(answer.bytes)) else {
            throw FetchError.notOfKind("\(endpoint)", wanted: "search engine that answers in SearXNG's JSON")
        }
        var perHost: [String: Int] = [:]
        var addresses: [WebAddress] = []
        for address in page.results.compactMap({ $0.url.flatMap { WebAddress($0) } })
        where addresses.count < Self.pageCount && address.mayBeDocument && !addresses.contains(address) {
            perHost[address.host, default: 0] += 1
            if perHost[address.host, default: 0] <= Self.pagesPerHost { addresses.append(address) }
        }
        return addresses
    }

    private struct ResultPage: Decodable {
        struct Result: Decodable {
            var url: String?
        }

        var results: [Result]
    }

    /// Reads one page; 0 where it cannot be had, or is here already.
    private func read(_ address: WebAddress, into source: WebSource) async throws -> Int {
        let library = intake.library
        let now = Date.now.timeIntervalSince1970
        if let known = try await library.origin(of: address.description),
            try await library.sourceID(ofDocumentAt: address.description) != source.source.id
                || now - known.modifiedAt < Self.freshness
        {
            return 0
        }
        var visit = try await Visit(of: source, by: intake, tell: { _ in })
        do {
            return try await visit.take(address, depth: 1).isKept ? 1 : 0
        } catch is CancellationError {
            return 0
        }
    }

    /// Lets the oldest pages go.
    private func tidy(_ source: WebSource) async throws {
        try await intake.library.remove(
            documentIDs: try await intake.library.documentIDs(of: source.source, beyond: Self.keptCount)
        )
        try await intake.library.forgetPages(of: source.source, beyond: 2 * Self.keptCount)
        let now = Date.now.timeIntervalSince1970
        try await intake.library.finishVisit(of: source, at: now, dueAt: nil, failure: nil)
    }
}
