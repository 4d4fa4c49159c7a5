// `/api/documents/{id}/overview` and `/api/discover`: a document at a glance, and what a library offers unasked.

internal import Assistant
internal import Foundation
internal import Hummingbird
internal import Retrieval

/// What is known of documents before anybody asks.
struct OverviewRoutes {
    let library: Library
    let discoveries: DiscoveryDesk

    func add(to router: Router<KaiyuanContext>) {
        router.get("api/documents/:id/overview", use: overview)
        router.get("api/discover", use: discover)
    }

    @Sendable func overview(_ request: Request, context: KaiyuanContext) async throws -> Response {
        let overview = try await DocumentOverview(of: try context.documentID(), in: library)
        return try JSONBody.response(OverviewBody(overview))
    }

    @Sendable func discover(_ request: Request, context: KaiyuanContext) async throws -> Response {
        try JSONBody.response(DiscoveryBody(try await discoveries.discovery()))
    }
}

private struct SentenceBody: Encodable {
    var text: String
    var start: Int
    var end: Int
    var place: Place

    init(_ sentence: DocumentOverview.KeySentence) {
        (text, place) = (sentence.text, sentence.place)
        (start, end) = (sentence.range.lowerBound, sentence.range.upperBound)
    }
}

private struct OverviewBody: Encodable {
    struct Heading: Encodable {
        var block: Int
        var level: Int
        var text: String
    }

    struct Term: Encodable {
        var text: String
        var count: Int
    }

    struct Related: Encodable {
        var document: DocumentBody
        var start: Int
        var end: Int
        var terms: [String]
        var older: Bool
    }

    var outline: [Heading]
    var key_sentences: [SentenceBody]
    var terms: [Term]
    var related: [Related]
    var complete: Bool

    init(_ overview: DocumentOverview) {
        outline = overview.outline.map { Heading(block: $0.ordinal, level: $0.level, text: $0.text) }
        key_sentences = overview.sentences.map { SentenceBody($0) }
        terms = overview.terms.map { Term(text: $0.text, count: $0.count) }
        related = overview.related.map {
            Related(
                document: DocumentBody($0.document),
                start: $0.range.lowerBound,
                end: $0.range.upperBound,
                terms: $0.terms,
                older: $0.isOlder
            )
        }
        complete = overview.isComplete
    }
}

private struct DiscoveryBody: Encodable {
    struct Topic: Encodable {
        var text: String
        var documents: Int

        init(_ topic: Discovery.Topic) { (text, documents) = (topic.text, topic.documentCount) }
    }

    struct Revival: Encodable {
        var document: DocumentBody
        var sentence: SentenceBody
        var topic: Topic?
    }

    var day: String
    var topics: [Topic]
    var arrivals: [DocumentBody]
    var revivals: [Revival]

    init(_ discovery: Discovery) {
        day = discovery.day
        topics = discovery.topics.map { Topic($0) }
        arrivals = discovery.arrivals.map { DocumentBody($0) }
        revivals = discovery.revivals.map {
            Revival(
                document: DocumentBody($0.document),
                sentence: SentenceBody($0.sentence),
                topic: $0.topic.map { Topic($0) }
            )
        }
    }
}
