import Foundation
import Testing

@testable import Retrieval

@Suite("Synonyms")
struct SynonymsTests {
    @Test("a line is a group, in any languages; remarks and lone words say nothing")
    func parsing() {
        let synonyms = Synonyms("# birds\nheron, Egrets, 鹭鸶\nlonely\n\n", analyzer: BilingualAnalyzer())
        #expect(synonyms.matches(in: ["the", "heron", "stands"]).map(\.places) == [1..<2])
        #expect(synonyms.matches(in: ["heron"]).first?.synonyms == [["egret"], ["鹭鸶"]])
        #expect(synonyms.matches(in: ["lone"]).isEmpty)
        #expect(Synonyms("", analyzer: BilingualAnalyzer()).isEmpty)
    }

    @Test("a library's file is read when it is written, and words find what their synonyms say")
    func searching() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kaiyuan-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let library = try Library(path: folder.appendingPathComponent("library.sqlite").path)
        let source = try await library.source(at: "/docs", kind: .folder)
        _ = try await LibraryTests.add(library, source, "/docs/a.txt", "After a myocardial infarction rest is needed.")
        _ = try await LibraryTests.add(library, source, "/docs/b.txt", language: "zh", "心梗之后需要休息。")
        _ = try await LibraryTests.add(library, source, "/docs/c.txt", "A bridge was attacked.")
        func found(_ query: String) async throws -> Set<String> {
            Set(try await library.search(try SearchQuery(query)).results.map(\.document.address))
        }
        #expect(try await found("心梗") == ["/docs/b.txt"])
        let group = "heart attack, myocardial infarction, 心梗\n"
        try Data(group.utf8).write(to: folder.appendingPathComponent("synonyms.txt"))
        #expect(try await found("心梗").isSuperset(of: ["/docs/a.txt", "/docs/b.txt"]))
        #expect(try await found("heart attack").isSuperset(of: ["/docs/a.txt", "/docs/b.txt"]))
        let first = try await library.search(try SearchQuery("心梗")).results.first
        #expect(first?.document.address == "/docs/b.txt")
    }
}
