internal import Dialogue
internal import Foundation
internal import Testing

/// Small templates with what jinja2 renders; `Fixtures/make_cases.py` makes them.
@Suite("Templates mean what they mean to jinja2")
struct JinjaCaseTests {
    private static let file: OrderedJSON = {
        let place = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/cases.json")
        let text = (try? String(contentsOf: place, encoding: .utf8)) ?? "{}"
        return (try? OrderedJSON(parsing: text)) ?? .null
    }()

    @Test("the cases are there")
    func thereAreCases() {
        #expect((Self.file["cases"]?.elements.count ?? 0) > 300)
    }

    @Test("each one", arguments: (file["cases"]?.elements ?? []).map { $0.elements })
    func equalsJinja(entry: [OrderedJSON]) throws {
        let source = try #require(entry.first?.text)
        let context = try #require(Self.file["context"])
        func rendered() throws -> String {
            try ChatTemplate(source: source).render(context) { RealTemplateTests.now }
        }
        if let expected = entry.last?.text {
            #expect(try rendered() == expected)
        } else {
            #expect(throws: TemplateError.self) { try rendered() }
        }
    }
}
