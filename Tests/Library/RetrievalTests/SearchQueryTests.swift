import Documents
import Testing

@testable import Retrieval

@Suite("Queries as typed")
struct SearchQueryTests {
    @Test("words, phrases, exclusions, titles and filters are told apart")
    func operators() throws {
        let query = try SearchQuery(
            "water \"old bridge\" -draft -\"to do\" title:report type:pdf lang:zh after:2024-05 before:2025"
        )
        #expect(query.text == "water")
        #expect(query.phrases == ["old bridge"])
        #expect(query.excluded == ["draft", "to do"])
        #expect(query.titles == ["report"])
        #expect(query.filter.formats == [.pdf])
        #expect(query.filter.language == "zh")
        #expect(query.filter.since == "2024-05")
        #expect(query.filter.until == "2025")
    }

    @Test("Chinese quotation marks make a phrase, hyphens inside words exclude nothing")
    func signs() throws {
        #expect(try SearchQuery("“北斗星” 是什么").phrases == ["北斗星"])
        #expect(try SearchQuery("state-of-the-art - x").text == "state-of-the-art - x")
        #expect(try SearchQuery("12:30 http://a.b").text == "12:30 http://a.b")
        #expect(try SearchQuery("an \"open mark").text == "an \"open mark")
    }

    @Test("what cannot be is refused in one sentence")
    func refusals() {
        #expect(throws: LibraryError.self) { try SearchQuery("type:foo x") }
        #expect(throws: LibraryError.badQuery("\"soon\" is no date. Write 2024, 2024-05 or 2024-05-31.")) {
            try SearchQuery("after:soon x")
        }
        #expect(throws: LibraryError.self) { try SearchQuery(String(repeating: "长", count: 4_001)) }
    }
}
