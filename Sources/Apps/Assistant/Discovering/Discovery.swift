// What a library offers to somebody who asks nothing yet: its topics, what is new, and older pieces worth another look.
// Made of the library alone; nothing of who looks is used or kept. The same all day, another selection the next.

internal import Documents
package import Foundation
package import Retrieval

/// A day's findings in a library.
package struct Discovery: Sendable {
    /// A subject that several documents name in their titles or headings.
    package struct Topic: Sendable, Equatable {
        package var text: String
        package var documentCount: Int
    }

    /// An older document, and why it is shown.
    package struct Revival: Sendable {
        package var document: StoredDocument
        /// One of its key sentences.
        package var sentence: DocumentOverview.KeySentence
        /// A subject that it shares with newer documents, and how many of these there are.
        package var topic: Topic?
    }

    /// The day, such as `2026-11-25`, in UTC.
    package var day: String
    package var topics: [Topic]
    /// Newest first.
    package var arrivals: [StoredDocument]
    package var revivals: [Revival]

    private static let documentCount = 200
    private static let headingCount = 30
    private static let topicCount = 6
    /// Of so many the day's topics are drawn.
    private static let topicPool = 24
    private static let arrivalCount = 3
    private static let revivalCount = 2
    /// Old documents that are looked at before giving up.
    private static let trialCount = 6

    /// Looks around in a library.
    ///
    /// Costs the headings of 200 documents and the texts of a few. Throws what the library throws.
    package init(of library: Library, on day: String) async throws {
        self.day = day
        let documents = try await library.documents(limit: Self.documentCount).documents
        arrivals = Array(documents.prefix(Self.arrivalCount))
        let subjects = try await Subjects(documents, headingCount: Self.headingCount, in: library)
        var draw = DailyDraw(day: day)
        let pool = subjects.shared.prefix(Self.topicPool)
        topics = draw.choose(Self.topicCount, of: Array(pool)).map {
            Topic(text: $0.text, documentCount: $0.documents.count)
        }
        .sorted { ($1.documentCount, $0.text) < ($0.documentCount, $1.text) }
        revivals = []
        let old = try await Self.oldDocuments(documents, day, in: library)
        for document in draw.choose(Self.trialCount, of: old) where revivals.count < Self.revivalCount {
            let sample = try await DocumentSample(of: document.id, in: library)
            let profile = try await DocumentProfile(of: sample, in: library)
            guard let sentence = KeySentences(sample, profile).best(1).first else { continue }
            let shared = subjects.shared.first { subject in
                subject.documents.contains(document.id) && subject.documents.contains { $0 > document.id }
            }
            let topic = shared.map { subject in
                Topic(text: subject.text, documentCount: subject.documents.count { $0 > document.id })
            }
            revivals.append(Revival(document: document, sentence: sentence, topic: topic))
        }
    }

    /// Documents of earlier years; where hardly any states its year, the half that came in first.
    private static func oldDocuments(
        _ newest: [StoredDocument],
        _ day: String,
        in library: Library
    ) async throws -> [StoredDocument] {
        var earlier = DocumentFilter()
        earlier.until = Int(day.prefix(4)).map { String($0 - 2) }
        let recent = Set(newest.prefix(arrivalCount).map(\.id))
        let dated = try await library.documents(filter: earlier, limit: documentCount).documents
        let old = dated.count >= revivalCount ? dated : Array(newest.suffix(newest.count / 2))
        return old.filter { !recent.contains($0.id) }
    }
}

/// A choice that is the same all day.
private struct DailyDraw {
    private var state: UInt64

    /// FNV-1a of the day is where the numbers begin.
    init(day: String) {
        state = day.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func choose<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        var left = elements
        var chosen: [Element] = []
        while chosen.count < count, !left.isEmpty { chosen.append(left.remove(at: Int(next() % UInt64(left.count)))) }
        return chosen
    }
}

/// Holds the day's findings until the day or the library changes.
package actor DiscoveryDesk {
    private let library: Library
    private var made: (for: Library.Statistics, discovery: Discovery)?

    package init(library: Library) { self.library = library }

    /// The findings of the day on which `date` falls in UTC.
    package func discovery(at date: Date = .now) async throws -> Discovery {
        let day = String(date.ISO8601Format().prefix(10))
        let statistics = try await library.statistics()
        if let made, made.for == statistics, made.discovery.day == day { return made.discovery }
        let discovery = try await Discovery(of: library, on: day)
        made = (statistics, discovery)
        return discovery
    }
}
