// What counts beside relevance: how much a source is trusted, how new a document is where the question asks for that, and
// that no one site fills the list.

internal import Foundation

/// What a document's place in the list rests on; the score is (relevance + nearness) × trust × freshness.
package struct ScoreExplanation: Sendable, Equatable, Codable {
    /// BM25 over title, headings and body.
    package var relevance: Double
    /// Words of the query that stand near each other in the passage.
    package var nearness: Double
    /// 1 for own documents, less for layers further out.
    package var trust = 1.0
    /// 1 unless the question asks for something new or for a year, and the document is that.
    package var freshness = 1.0
    /// Whether it stands further down because better ones of the same site stand above.
    package var isBehindItsSite = false

    package init(relevance: Double, nearness: Double) { (self.relevance, self.nearness) = (relevance, nearness) }

    package var score: Double { (relevance + nearness) * trust * freshness }
}

/// Weighs documents for one query.
///
/// The factors are small: they decide between documents that are alike in relevance, and turn nothing upside down.
struct Weighing {
    /// The particulars of a document that are weighed.
    struct Particulars {
        var layer: TrustLayer
        /// ISO 8601, as precise as stated.
        var date: String?
        /// Where it was read.
        var address: String
    }

    /// A year-old document has half of what a new one gains.
    private static let freshnessGain = 0.3
    private static let halfLife = 365.0
    private static let yearGain = 0.15
    /// So many documents of a site may stand before those of others.
    private static let siteLimit = 3

    private let recency: Recency
    private let today: Int32

    init(_ question: String, today: Date = .now) {
        recency = Recency(question, today: today)
        self.today = Int32(today.timeIntervalSince1970 / 86_400)
    }

    /// How much the layer is trusted.
    static func trust(_ layer: TrustLayer) -> Double {
        switch layer {
        case .own: 1
        case .author: 0.97
        case .reference: 0.95
        case .web: 0.9
        }
    }

    /// How much the document's age speaks for it.
    func freshness(of date: String?) -> Double {
        guard let date, let day = CalendarDay.first(of: date) else { return 1 }
        switch recency {
        case .any: return 1
        case .year(let year): return date.hasPrefix(String(year)) ? 1 + Self.yearGain : 1
        case .latest: return 1 + Self.freshnessGain * exp2(-Double(max(0, today - day)) / Self.halfLife)
        }
    }

    /// The places of the documents, given best first, in the order in which they are shown, and which of them stand behind
    /// their site.
    static func order(_ sites: [String?]) -> (places: [Int], behind: Set<Int>) {
        var counts: [String: Int] = [:]
        var behind: Set<Int> = []
        for (place, site) in sites.enumerated() {
            guard let site else { continue }
            counts[site, default: 0] += 1
            if counts[site, default: 0] > siteLimit { behind.insert(place) }
        }
        return (sites.indices.filter { !behind.contains($0) } + behind.sorted(), behind)
    }

    /// The host of a web address, without `www.`; nil for files.
    static func site(of address: String) -> String? {
        guard address.hasPrefix("http://") || address.hasPrefix("https://"),
            let host = URL(string: address)?.host()?.lowercased()
        else { return nil }
        return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }
}
