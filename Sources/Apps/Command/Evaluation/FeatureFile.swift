// What was weighed for each question of an evaluation, as JSON lines: the names of the figures first, then one line a
// question. Scripts/fit-quotes fits the weights of the quoting answerer to it.

internal import Assistant
internal import Foundation

/// A file of weighed sentences, being written.
struct FeatureFile {
    private struct Names: Encodable {
        var features = Assistant.Trial.featureNames
        var standing = Assistant.Trial.standingNames
        var spanBlocks = Assistant.Trial.spanBlocks.map { Block(name: $0.name, count: $0.count) }
    }

    private struct Line: Encodable {
        var question: String
        var document: String
        var isChinese: Bool
        /// How sure the answerer is, and whether the first quote holds the answer.
        var confidence: Double
        var isRight: Bool
        /// Spans of a quote that holds the answer; all right ones, and of the others some.
        var spans: [Span]
        /// The words in bold: whether they are the answer, and whether they overlap it.
        var isExact: Bool
        var overlaps: Bool
        var sentences: [Sentence]
    }

    private struct Span: Encodable {
        var isExact: Bool
        var overlaps: Bool
        var places: [Int]
        var figures: [Double]
    }

    private struct Block: Encodable {
        var name: String
        var count: Int
    }

    private struct Sentence: Encodable {
        var passage: Int
        var holdsAnswer: Bool
        var features: [Double]
        var standing: [Double]
    }

    /// About how many spans of a question are written.
    private static let spanCount = 400

    private let file: FileHandle

    init(path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try write(Names())
    }

    /// Adds one question.
    func add(_ trial: Assistant.Trial, to question: String, _ gold: EvaluationSet.GoldAnswer?) throws {
        let answers = gold?.answers ?? []
        let sentences = trial.sentences.map { sentence in
            Sentence(
                passage: sentence.passage,
                holdsAnswer: answers.contains { sentence.text.contains($0) },
                features: sentence.features.map(Self.rounded),
                standing: sentence.standing.map(Self.rounded)
            )
        }
        let quote = trial.firstQuote ?? ""
        func isExact(_ range: Range<Int>) -> Bool {
            answers.contains(String(Substring(quote.utf8.dropFirst(range.lowerBound).prefix(range.count))))
        }
        let occurrences = AnswerFigures.occurrences(of: answers, in: quote)
        let stride = max(1, trial.spans.count / Self.spanCount)
        let spans = trial.spans.enumerated().compactMap { index, span in
            let isRight = isExact(span.range)
            let figures = span.figures.map(Self.rounded)
            return isRight || (index + question.utf8.count).isMultiple(of: stride)
                ? Span(
                    isExact: isRight,
                    overlaps: occurrences.contains { span.range.overlaps($0) },
                    places: span.places,
                    figures: figures
                ) : nil
        }
        try write(
            Line(
                question: question,
                document: gold?.document ?? "",
                isChinese: trial.isChinese,
                confidence: trial.confidence,
                isRight: answers.contains { quote.contains($0) },
                spans: spans.contains(where: \.isExact) ? spans : [],
                isExact: trial.span.map(isExact) ?? false,
                overlaps: trial.span.map { span in occurrences.contains { span.overlaps($0) } } ?? false,
                sentences: sentences
            )
        )
    }

    private func write(_ value: some Encodable) throws {
        try file.write(contentsOf: try JSONEncoder().encode(value) + Data("\n".utf8))
    }

    private static func rounded(_ figure: Double) -> Double { (figure * 1e5).rounded() / 1e5 }
}
