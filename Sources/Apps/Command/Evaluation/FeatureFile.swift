// What was weighed for each question of an evaluation, as JSON lines: the names of the figures first, then one line a
// question. Scripts/fit-quotes fits the weights of the quoting answerer to it.

internal import Assistant
internal import Foundation

/// A file of weighed sentences, being written.
struct FeatureFile {
    private struct Names: Encodable {
        var features = Assistant.Trial.featureNames
        var standing = Assistant.Trial.standingNames
    }

    private struct Line: Encodable {
        var question: String
        var document: String
        var sentences: [Sentence]
    }

    private struct Sentence: Encodable {
        var passage: Int
        var holdsAnswer: Bool
        var features: [Double]
        var standing: [Double]
    }

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
        try write(Line(question: question, document: gold?.document ?? "", sentences: sentences))
    }

    private func write(_ value: some Encodable) throws {
        try file.write(contentsOf: try JSONEncoder().encode(value) + Data("\n".utf8))
    }

    private static func rounded(_ figure: Double) -> Double { (figure * 1e5).rounded() / 1e5 }
}
