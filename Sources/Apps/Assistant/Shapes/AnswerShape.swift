// Some kinds of questions deserve an answer of their own form: a table, a timeline, steps. Each is a shape, which says
// whether a question asks for it, what else to search for, and how the answer looks; where what was found does not fit,
// the next shape is tried, and in the end the question is answered as any other (decision 0011).

internal import Dialogue

/// A form of answer for one kind of question.
///
/// Shapes quote: all words but a few of `Phrases` come from documents, and are marked.
protocol AnswerShape: Sendable {
    /// The shape, or nil where the question does not ask for it.
    init?(_ question: ShapedQuestion)
    /// What is searched for beside the question itself.
    var searches: [String] { get }
    /// The answer, or nil where what was found does not fit.
    func compose(from evidence: inout ShapeEvidence) async throws -> [ChatEvent]?
}

extension AnswerShape {
    var searches: [String] { [] }
}

/// The shapes that a question asks for.
struct AnswerShapes {
    /// In the order in which they are tried.
    private static let kinds: [any AnswerShape.Type] = [
        Comparison.self, Timeline.self, TableFigure.self, Steps.self, Listing.self, Verdict.self,
    ]
    private static let searchCount = 6

    private let shapes: [any AnswerShape]

    init(_ question: ShapedQuestion) { shapes = Self.kinds.compactMap { $0.init(question) } }

    var isEmpty: Bool { shapes.isEmpty }

    /// What is searched for beside the question itself, each once.
    var searches: [String] {
        let all = shapes.flatMap(\.searches)
        return all.indices.filter { !all[..<$0].contains(all[$0]) }.prefix(Self.searchCount).map { all[$0] }
    }

    /// The answer in the first shape that fits.
    func compose(from evidence: inout ShapeEvidence) async throws -> [ChatEvent]? {
        for shape in shapes {
            if let events = try await shape.compose(from: &evidence) { return events + [.finished(.stop)] }
            evidence.forgetMarks()
        }
        return nil
    }
}
