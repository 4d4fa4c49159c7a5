// `kaiyuan search`: the passages that match.

internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Retrieval

/// Searches without answering.
struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find passages.",
        discussion: """
            Understands "phrases", -without, title:word, type:pdf, lang:zh, folder:notes, source:papers, after:2024-05 and
            before:2025; a minus before a filter turns it around (-type:pdf).

              kaiyuan search 水质 报告
              kaiyuan search '"water quality" -draft type:pdf'
              kaiyuan search latest water report --explain
            """
    )

    @Argument(help: "What to find.")
    var query: [String]

    @Option(name: .long, help: "How many documents.")
    var limit = 10

    @Flag(name: .long, help: "Show what each document's place rests on.")
    var explain = false

    @OptionGroup var options: HomeOptions

    func run() async throws {
        guard (1...SearchQuery.largestLimit).contains(limit) else {
            throw ValidationError("--limit is a number from 1 to \(SearchQuery.largestLimit).")
        }
        let library = try await options.library()
        let query = try SearchQuery(query.joined(separator: " "), limit: limit)
        let results = try await library.search(query).results
        if options.json { return try printJSON(results.map { ResultRow($0, explain: explain) }) }
        guard !results.isEmpty else {
            try await options.warnOfEmptiness(of: library)
            print("Nothing found.")
            try await suggest(in: library)
            throw ExitCode(1)
        }
        try await suggest(in: library)
        let terminal = Terminal.output
        let highlighter = Highlighter(query.rankingText, analyzer: library.analyzer)
        for (index, result) in results.enumerated() {
            print(
                "\(index + 1). \(terminal.styled(Terminal.printable(result.document.title), .bold))  "
                    + terminal.styled(Terminal.printable(result.document.address), .dim)
            )
            if explain { print("   " + Self.explained(result.explanation)) }
            for passage in result.passages.prefix(1) {
                print("   " + Snippet(passage, highlighter: highlighter).text(for: terminal))
            }
        }
    }

    /// Names words of the library that may have been meant.
    private func suggest(in library: Library) async throws {
        guard let suggestion = try await library.suggestion(for: query.joined(separator: " ")) else { return }
        print("Did you mean: \(Terminal.printable(suggestion))")
    }

    /// The score and what it is made of, such as "12.31 = (11.90 relevance + 0.41 nearness) × 1.00 trust × 1.00 freshness".
    private static func explained(_ explanation: ScoreExplanation) -> String {
        func number(_ value: Double) -> String { String(format: "%.2f", value) }
        return "\(number(explanation.score)) = (\(number(explanation.relevance)) relevance + "
            + "\(number(explanation.nearness)) nearness) × \(number(explanation.trust)) trust × "
            + "\(number(explanation.freshness)) freshness"
            + (explanation.isBehindItsSite ? "; behind better ones of its site" : "")
    }

    private struct ResultRow: Encodable {
        struct Passage: Encodable {
            var start: Int
            var end: Int
            var headings: [String]
            var text: String
            var score: Double
        }

        var id: Int64
        var title: String
        var address: String
        var score: Double
        var explanation: ScoreExplanation?
        var passages: [Passage]

        init(_ result: SearchResult, explain: Bool) {
            explanation = explain ? result.explanation : nil
            (id, title) = (result.document.id, result.document.title)
            (address, score) = (result.document.address, result.score)
            passages = result.passages.map {
                Passage(
                    start: $0.range.lowerBound,
                    end: $0.range.upperBound,
                    headings: $0.headings,
                    text: $0.text,
                    score: $0.score
                )
            }
        }
    }
}

/// The part of a passage around its first matching words.
struct Snippet {
    private static let length = 240
    private let text: String
    private let marked: [Range<Int>]

    init(_ passage: PassageHit, highlighter: Highlighter) {
        text = passage.text
        marked = highlighter.ranges(in: passage.text, language: passage.language)
    }

    func text(for terminal: Terminal) -> String {
        let start = max(0, (marked.first?.lowerBound ?? 0) - Self.length / 3)
        var shown = ""
        var offset = 0
        for scalar in text.unicodeScalars {
            defer { offset += UTF8.width(scalar) }
            guard offset >= start, offset < start + Self.length else { continue }
            let piece = scalar.properties.isWhitespace ? " " : Terminal.printable(String(scalar))
            let isMarked = marked.contains { $0.contains(offset) }
            shown += isMarked ? terminal.styled(piece, .yellow) : piece
        }
        return (start > 0 ? "…" : "") + shown + (offset > start + Self.length ? "…" : "")
    }
}
