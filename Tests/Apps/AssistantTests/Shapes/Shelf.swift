import Foundation
import Retrieval
import Synchronization
import Testing

@testable import Assistant

/// A small library of files written for a test, and what the assistant answers from it.
struct Shelf {
    /// Names and contents.
    let files: [String: String]

    /// The answer with all that was told of it; every mark was compared with the document that it names.
    func ask(_ question: String) async throws -> (answer: Answer, searched: [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let shelf = folder.appendingPathComponent("shelf")
        try FileManager.default.createDirectory(at: shelf, withIntermediateDirectories: true)
        for (name, text) in files {
            try Data(text.utf8).write(to: shelf.appendingPathComponent(name))
        }
        let library = try Library(path: folder.appendingPathComponent("library.sqlite").path)
        let report = try await Intake(library: library).add([shelf.path])
        #expect(report.skipped.isEmpty)
        let assistant = Assistant(library: library, model: QuotingAnswerer(library: library))
        let searched = Mutex<[String]>([])
        let answer = await assistant.answer(Question(question, language: "en")) { event in
            if case .progress(let progress) = event, let query = progress.query {
                searched.withLock { $0.append(query) }
            }
        }
        let scalars = Array(answer.text.unicodeScalars)
        for mark in answer.marks {
            let words = try await library.text(of: mark.documentID, in: mark.start..<mark.end)
            #expect(words == mark.quote)
            let label = scalars[mark.textStart..<mark.textEnd].map(String.init).joined()
            #expect(label == "[\(mark.number)]")
        }
        return (answer, searched.withLock { $0 })
    }
}
