// Questions that the present library can really answer, for a box that is still empty.

internal import Documents
internal import Foundation
internal import Retrieval

/// A question to begin with.
package struct ExampleQuestion: Sendable, Equatable, Codable {
    package var question: String
    /// `zh` or `en`.
    package var language: String
}

/// Makes example questions of the library's own headings, and makes them anew when the library has changed.
package actor ExampleQuestions {
    private static let perLanguage = 3
    /// Documents looked at, newest first.
    private static let documentCount = 100
    /// Questions tried before giving up: each costs a search.
    private static let trialCount = 40

    private let assistant: Assistant
    private var made: (for: Library.Statistics, questions: [ExampleQuestion])?
    private var making: Task<[ExampleQuestion], any Error>?

    package init(assistant: Assistant) { self.assistant = assistant }

    /// Up to three questions in each of Chinese and English; empty for an empty library.
    package func questions() async throws -> [ExampleQuestion] {
        let statistics = try await assistant.library.statistics()
        if let made, made.for == statistics { return made.questions }
        let task = making ?? Task { try await make() }
        making = task
        defer { making = nil }
        let questions = try await task.value
        made = (statistics, questions)
        return questions
    }

    /// Candidates that the answerer really answers.
    private func make() async throws -> [ExampleQuestion] {
        var found: [ExampleQuestion] = []
        for candidate in try await candidates().prefix(Self.trialCount) {
            guard found.count(where: { $0.language == candidate.language }) < Self.perLanguage else { continue }
            let trial = try await assistant.trial(Question(candidate.question, language: candidate.language))
            if trial.isAnswered, trial.isBelowItsHeading { found.append(candidate) }
        }
        return found
    }

    /// Headings that are questions, for somebody wrote them to be asked; the languages take turns.
    private func candidates() async throws -> [ExampleQuestion] {
        let library = assistant.library
        var asked: [ExampleQuestion] = []
        for document in try await library.documents(limit: Self.documentCount).documents {
            for heading in try await library.headings(of: document.id, limit: 20) where Self.isQuestion(heading) {
                let language = heading.unicodeScalars.contains(where: \.isHan) ? "zh" : "en"
                asked.append(ExampleQuestion(question: heading, language: language))
            }
        }
        let chinese = asked.filter { $0.language == "zh" }
        let english = asked.filter { $0.language == "en" }
        return (0..<max(chinese.count, english.count)).flatMap { index in
            [chinese, english].compactMap { $0.indices.contains(index) ? $0[index] : nil }
        }
    }

    private static let firstWords: Set<String> = FunctionWords.englishInterrogatives.union([
        "is", "are", "does", "do", "can", "may", "must", "should", "will",
    ])

    /// Whether the heading asks, and does not only sigh ("This is odd, huh?").
    private static func isQuestion(_ heading: String) -> Bool {
        guard (4...60).contains(heading.count), heading.hasSuffix("?") || heading.hasSuffix("？") else { return false }
        if heading.unicodeScalars.contains(where: \.isHan) { return true }
        return firstWords.contains(heading.prefix { !$0.isWhitespace }.lowercased())
    }
}
