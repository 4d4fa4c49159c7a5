// The tool `ask`: a cited answer. Nothing of it is kept in the history: the conversation is the caller's.

internal import Assistant
internal import Foundation
internal import Retrieval
internal import Synchronization

/// Answers a question.
struct AskTool: ContextTool {
    let assistant: Assistant

    private static let largestScope = 1_000

    private struct Arguments: Decodable {
        var question: String
        var document_ids: [Int64]?
        var folder: String?
    }

    private struct Reply: Encodable {
        var status: Answer.Status
        var answer: String
        var marks: [Mark]
        var sources: [AnswerSource]
        var followups: [String]
    }

    var description: ToolDescription {
        ToolDescription(
            name: "ask",
            title: "Ask the library",
            purpose: """
                Answers a question from the user's documents, word for word, with marks such as [1] that name the very \
                words they rest on; says so when the documents hold no answer.
                """,
            input: Schema.object(
                [
                    "question": Schema.string("The question, in Chinese or English.", longest: SearchQuery.longestText),
                    "document_ids": Schema.list(
                        "Only these documents may answer.",
                        of: ["type": "integer", "minimum": 1],
                        longest: Self.largestScope
                    ),
                    "folder": Schema.string("Only documents in this folder may answer."),
                ],
                required: ["question"]
            ),
            output: Schema.object(
                [
                    "status": [
                        "type": "string", "enum": ["answered", "no_answer", "chat", "disagreement"],
                        "description": "Whether the documents answer.",
                    ],
                    "answer": Schema.string("The answer in Markdown."),
                    "marks": Schema.list(
                        "In the order in which they stand in the answer; read gives the words around them.",
                        of: Schema.object(
                            Schema.range.merging([
                                "number": Schema.integer("The number it shows, which is its source's.", from: 1),
                                "quote": Schema.string("The quoted words."),
                            ]) { own, _ in own },
                            required: ["document_id", "start", "end", "number", "quote"]
                        )
                    ),
                    "sources": Schema.list(
                        "The documents, by their numbers.",
                        of: Schema.object(
                            [
                                "number": Schema.integer("As the marks show it.", from: 1),
                                "document_id": Schema.integer("The document's id.", from: 1),
                                "title": Schema.string("Its title."),
                                "cited": ["type": "boolean", "description": "Whether a mark points to it."],
                            ],
                            required: ["number", "document_id", "title", "cited"]
                        )
                    ),
                    "followups": Schema.list("What may be asked next.", of: ["type": "string"]),
                ],
                required: ["status", "answer", "marks", "sources", "followups"]
            )
        )
    }

    func call(
        _ arguments: JSONValue,
        tell: @escaping @Sendable (ToolProgress) async -> Void
    ) async throws -> ToolResult {
        let given = try arguments.arguments(Arguments.self)
        let text = given.question.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { throw ToolError(description: "The question is empty.") }
        guard text.unicodeScalars.count <= SearchQuery.longestText else {
            throw ToolError(
                description: "The question has more than \(SearchQuery.longestText) characters; ask in fewer words."
            )
        }
        guard given.document_ids?.count ?? 0 <= Self.largestScope else {
            throw ToolError(description: "More than \(Self.largestScope) documents are named; name a folder instead.")
        }
        var scope = DocumentFilter()
        scope.documentIDs = Set(given.document_ids ?? [])
        scope.folder = given.folder
        let steps = Steps()
        let answer = await assistant.answer(Question(text, scope: scope, language: "en")) { event in
            if let progress = steps.progress(event) { await tell(progress) }
        }
        switch answer.status {
        case .stopped: throw CancellationError()
        case .failed, .answering: throw ToolError(description: "The answer could not be finished; ask again.")
        case .answered, .noAnswer, .chat, .disagreement: break
        }
        let reply = Reply(
            status: answer.status,
            answer: answer.text,
            marks: answer.marks,
            sources: answer.sources,
            followups: answer.followups
        )
        let sources = answer.sources.filter(\.cited).map {
            "[\($0.number)] \($0.title) (document \($0.documentID)): \($0.address)"
        }
        return ToolResult(
            content: try JSONValue(encoding: reply),
            text: ([answer.text] + sources).joined(separator: "\n\n")
        )
    }

    /// Counts the steps of one answer.
    private final class Steps: Sendable {
        private let count = Mutex(0)

        func progress(_ event: AnswerEvent) -> ToolProgress? {
            let message: String
            switch event {
            case .progress(let progress) where progress.stage == .searching:
                message = progress.query.map { "Searching for \($0)" } ?? "Searching"
            case .progress(let progress):
                message = "Reading \(progress.passages ?? 0) passages of \(progress.documents ?? 0) documents"
            case .sources: message = "Writing the answer"
            case .start, .delta, .followups, .done: return nil
            }
            return ToolProgress(
                step: count.withLock {
                    $0 += 1; return $0
                },
                message: message
            )
        }
    }
}
