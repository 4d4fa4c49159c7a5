// `kaiyuan eval answers`: do the quotes hold the answer, and does it abstain where there is none?

internal import ArgumentParser
internal import Assistant
internal import Dialogue
internal import Foundation
internal import Retrieval

/// Measures answering.
struct EvaluateAnswers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers",
        abstract: "How often the first quote holds the answer, and how often none is given.",
        discussion: """
            With --without-gold each question is asked of the library without the document that holds its answer, where
            abstaining is right. Without --corpus your own library is measured; the answers then name its documents by
            their addresses.

              kaiyuan eval answers --corpus corpus.jsonl --queries queries.jsonl --answers answers.jsonl
              kaiyuan eval answers --home ~/reports --queries queries.jsonl --answers answers.jsonl
            """
    )

    @OptionGroup var measured: MeasuredLibrary

    @Option(name: .long, help: "queries.jsonl, or .gz.")
    var queries: String

    @Option(name: .long, help: "answers.jsonl, or .gz.")
    var answers: String

    @Flag(name: .long, help: "Hide the document that holds the answer.")
    var withoutGold = false

    @Option(name: .long, help: "Write what was weighed for each question into this file, for Scripts/fit-quotes.")
    var features: String?

    func validate() throws {
        if withoutGold, measured.corpus == nil {
            throw ValidationError("--without-gold takes documents out of the library: name a --corpus to make one of.")
        }
    }

    func run() async throws {
        let gold = Dictionary(try EvaluationSet.answers(answers).map { ($0.id, $0) }) { first, _ in first }
        let queries = try EvaluationSet.queries(queries).filter { gold[$0.id] != nil }
        let figures = try await measured.withLibrary { try await measure(queries, gold, $0) }
        if measured.options.json { return try printJSON(figures) }
        print(figures.text)
    }

    private func measure(
        _ queries: [EvaluationSet.Query],
        _ gold: [String: EvaluationSet.GoldAnswer],
        _ library: Library
    ) async throws -> AnswerFigures {
        let hideable = withoutGold ? try await measured.documents(of: library) : nil
        let assistant = Assistant(library: library, model: QuotingAnswerer(library: library))
        let line = ProgressLine(unit: "questions")
        let record = try features.map { try FeatureFile(path: $0) }
        var figures = AnswerFigures()
        // Hidden documents are really taken out, so that nothing of them is left in any statistic.
        let grouped = Dictionary(grouping: queries) { gold[$0.id]?.document ?? "" }
        var done = 0
        for (address, group) in grouped.sorted(by: { $0.key < $1.key }) {
            let hidden = hideable?.documents[address]
            if hidden != nil, let document = try await library.document(at: address) {
                try await library.remove(documentIDs: [document.id])
            }
            for query in group {
                let trial = try await assistant.trial(
                    Question(query.text, language: "en"),
                    recordsSpans: record != nil && !withoutGold
                )
                figures.add(trial, right: gold[query.id]?.answers ?? [])
                try record?.add(trial, to: query.id, gold[query.id])
                done += 1
                line.show(done, of: queries.count)
            }
            if let hidden, let hideable { try await library.add([hidden], to: hideable.source) }
        }
        return figures
    }
}

/// Shares of all questions.
struct AnswerFigures: Encodable {
    private var questionCount = 0
    private var answeredCount = 0
    private var quotedCount = 0
    private var answeredRightCount = 0
    private var exactCount = 0
    private var overlapCount = 0

    /// Takes one question's outcome.
    mutating func add(_ trial: Assistant.Trial, right: [String]) {
        func holds(_ text: String?) -> Bool { right.contains { text?.contains($0) ?? false } }
        questionCount += 1
        if trial.isAnswered { answeredCount += 1 }
        if holds(trial.firstQuote) { quotedCount += 1 }
        if trial.isAnswered, holds(trial.firstQuote) { answeredRightCount += 1 }
        guard let span = trial.span, let quote = trial.firstQuote else { return }
        if right.contains(String(Substring(quote.utf8.dropFirst(span.lowerBound).prefix(span.count)))) {
            exactCount += 1
        }
        if Self.occurrences(of: right, in: quote).contains(where: span.overlaps) { overlapCount += 1 }
    }

    /// Where the answers stand in a quote, as UTF-8 offsets.
    static func occurrences(of answers: [String], in quote: String) -> [Range<Int>] {
        answers.flatMap { answer in
            quote.ranges(of: answer).map { range in
                let start = quote.utf8.distance(from: quote.startIndex, to: range.lowerBound)
                return start..<start + quote[range].utf8.count
            }
        }
    }

    enum CodingKeys: String, CodingKey {
        case questions, answered, abstained
        case firstQuote = "first_quote_has_answer"
        case answeredRight = "answered_and_right"
        case exactSpan = "exact_span"
        case spanOverlap = "span_overlap"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(questionCount, forKey: .questions)
        try container.encode(share(answeredCount), forKey: .answered)
        try container.encode(share(questionCount - answeredCount), forKey: .abstained)
        try container.encode(share(quotedCount), forKey: .firstQuote)
        try container.encode(share(answeredRightCount), forKey: .answeredRight)
        try container.encode(share(exactCount), forKey: .exactSpan)
        try container.encode(share(overlapCount), forKey: .spanOverlap)
    }

    var text: String {
        [
            ("questions", Double(questionCount)), ("answered", share(answeredCount)),
            ("first quote has answer", share(quotedCount)), ("answered and right", share(answeredRightCount)),
            ("exact span", share(exactCount)), ("span overlaps answer", share(overlapCount)),
            ("abstained", share(questionCount - answeredCount)),
        ].map { "\($0.padding(toLength: 24, withPad: " ", startingAt: 0))\(String(format: "%.4f", $1))" }
            .joined(separator: "\n")
    }

    private func share(_ count: Int) -> Double { Double(count) / Double(max(1, questionCount)) }
}
