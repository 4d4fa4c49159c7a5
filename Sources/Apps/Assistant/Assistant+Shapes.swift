// Where a question asks for an answer of its own form: more searches where its shape needs them, and what the shape makes
// of all that was found.

internal import Dialogue
internal import Retrieval

extension Assistant {
    /// What searches found, and what writes the answer from it.
    struct Found {
        var results: [SearchResult]
        var writer: AnswerWriter
    }

    /// An answer in a shape of its own, before it is written.
    struct ShapedAnswer {
        var events: [ChatEvent]
        /// Of all searches.
        var found: Found

        /// The words behind the first mark.
        var firstQuote: String? {
            for case .citation(let citation) in events {
                let text = found.writer.passages[citation.passage].text
                return String(Substring(text.utf8.dropFirst(citation.range.lowerBound).prefix(citation.range.count)))
            }
            return nil
        }
    }

    /// How many documents each further search may add.
    private static let documentsPerSearch = 5

    /// The answer in the shape that the question asks for; nil where it asks for none, or where nothing fits one.
    ///
    /// A model that writes puts its answers into a form by itself.
    func shaped(
        _ standing: StandingQuestion,
        _ plain: Found,
        in scope: DocumentFilter,
        language: String,
        tell: (AnswerEvent) async -> Void
    ) async throws -> ShapedAnswer? {
        guard !model.abilities.contains(.writes), let question = ShapedQuestion(standing.text, language: language)
        else { return nil }
        let shapes = AnswerShapes(question)
        guard !shapes.isEmpty else { return nil }
        var found = plain
        for text in shapes.searches {
            try Task.checkCancellation()
            await tell(.progress(.init(stage: .searching, query: text)))
            var other = standing
            other.text = text
            Self.merge(try await search(other, in: scope, limit: Self.documentsPerSearch), into: &found.results)
        }
        if !shapes.searches.isEmpty {
            found.writer = AnswerWriter(results: found.results)
            try await found.writer.locate(in: library)
        }
        let request = ChatRequest(
            messages: [ChatMessage(role: .user, text: standing.text)],
            passages: found.writer.passages,
            language: language
        )
        var evidence = ShapeEvidence(question: question, library: library, results: found.results, request: request)
        guard let events = try await shapes.compose(from: &evidence) else { return nil }
        try await found.writer.add(evidence.marked, from: library)
        return ShapedAnswer(events: events, found: found)
    }

    /// Adds documents, and passages of those already there.
    private static func merge(_ more: [SearchResult], into results: inout [SearchResult]) {
        for result in more {
            if let index = results.firstIndex(where: { $0.document.id == result.document.id }) {
                let known = Set(results[index].passages.map(\.id))
                results[index].passages += result.passages.filter { !known.contains($0.id) }
            } else {
                results.append(result)
            }
        }
    }
}
