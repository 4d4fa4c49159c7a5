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

    @Test("a minus turns a filter around")
    func negatives() throws {
        let query = try SearchQuery("leave -title:2022 -type:pdf -lang:zh -folder:old -source:web source:papers")
        #expect(query.text == "leave")
        #expect((query.titles, query.excludedTitles) == ([], ["2022"]))
        #expect(query.filter.excluding.formats == [.pdf])
        #expect(query.filter.excluding.languages == ["zh"])
        #expect(query.filter.excluding.folders == ["old"])
        #expect(query.filter.excluding.sources == ["web"])
        #expect(query.filter.source == "papers")
        #expect(query.filter.formats.isEmpty && query.filter.language == nil)
        #expect(throws: LibraryError.badQuery("Write before: instead of -after:.")) { try SearchQuery("-after:2024 x") }
    }

    @Test(
        "a date is a year, a month or a day",
        arguments: [
            ("2024", true), ("2024-02-29", true), ("2023-12", true), ("2023-13", false), ("2023-00", false),
            ("2023-04-32", false), ("23-01", false), ("2023-1", false), ("２０２３", false), ("", false),
        ]
    )
    func dates(text: String, isDate: Bool) {
        #expect(SearchQuery.isDate(text) == isDate)
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
