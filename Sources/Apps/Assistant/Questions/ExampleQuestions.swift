// Questions that the present library can really answer, for a box that is still empty.

internal import Documents
internal import Foundation
package import Retrieval

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
    private static let documentCount = 200

    private let library: Library
    private var made: (for: Library.Statistics, questions: [ExampleQuestion])?

    package init(library: Library) { self.library = library }

    /// Up to three questions in each of Chinese and English; empty for an empty library.
    package func questions() async -> [ExampleQuestion] {
        guard let statistics = try? await library.statistics() else { return made?.questions ?? [] }
        if let made, made.for == statistics { return made.questions }
        let questions = (try? await make()) ?? []
        made = (statistics, questions)
        return questions
    }

    /// Headings that are questions come first: somebody wrote them to be asked.
    private func make() async throws -> [ExampleQuestion] {
        var asked: [ExampleQuestion] = []
        var told: [ExampleQuestion] = []
        for document in try await library.documents(limit: Self.documentCount).documents {
            for heading in try await library.headings(of: document.id, limit: 50) {
                let language = heading.unicodeScalars.contains(where: \.isHan) ? "zh" : "en"
                guard (4...60).contains(heading.count) else { continue }
                if heading.hasSuffix("?") || heading.hasSuffix("？") {
                    asked.append(ExampleQuestion(question: heading, language: language))
                } else if document.title.count <= 40, heading != document.title {
                    let question =
                        language == "zh" ? "《\(document.title)》里「\(heading)」讲了什么？" : "What does “\(document.title)” say about \(heading)?"
                    told.append(ExampleQuestion(question: question, language: language))
                }
            }
        }
        return ["zh", "en"].flatMap { language in
            (asked + told).filter { $0.language == language }.prefix(Self.perLanguage)
        }
    }
}
