import Dialogue
import Documents
@testable import Retrieval
import Testing

@testable import Assistant

@Suite("Writing an answer")
struct AnswerWriterTests {
    private static func result(_ id: Int64, _ text: String, start: Int = 0) -> SearchResult {
        let document = StoredDocument(
            id: id,
            address: "/docs/\(id)",
            folder: "/docs",
            title: "T\(id)",
            format: .plainText,
            layer: .own,
            byteCount: 1,
            addedAt: "",
            passageCount: 1,
            pageCount: 0
        )
        let hit = PassageHit(
            id: id,
            documentID: id,
            ordinal: 0,
            range: start..<start + text.utf8.count,
            text: text,
            headings: [],
            score: 1
        )
        return SearchResult(
            document: document,
            passages: [hit],
            duplicates: [],
            explanation: .init(relevance: 1, nearness: 0)
        )
    }

    @Test("numbers follow the first marks; offsets count scalars; each mark opens its very words")
    func marks() {
        var writer = AnswerWriter(results: [Self.result(1, "One thing."), Self.result(2, "这座桥很老。", start: 100)])
        var events = writer.take(.text("😀 老"), language: "en")
        events += writer.take(.citation(.init(passage: 1, range: 0..<9)), language: "en")
        events += writer.take(.text(" and one"), language: "en")
        events += writer.take(.citation(.init(passage: 0, range: 0..<10)), language: "en")
        events += writer.take(.citation(.init(passage: 1, range: 9..<18)), language: "en")
        let answer = writer.answer(stopped: false)
        #expect(answer.text == "😀 老[1] and one [2][1]")
        #expect(answer.marks.map(\.number) == [1, 2, 1])
        #expect(answer.marks.map(\.documentID) == [2, 1, 2])
        #expect(answer.marks.map(\.quote) == ["这座桥", "One thing.", "很老。"])
        #expect(answer.marks.map(\.start) == [100, 0, 109])
        let scalars = Array(answer.text.unicodeScalars)
        for mark in answer.marks {
            let label = scalars[mark.textStart..<mark.textEnd].map(String.init).joined()
            #expect(label == "[\(mark.number)]")
        }
        #expect(answer.sources.map(\.documentID) == [2, 1])
        #expect(answer.sources.map(\.cited) == [true, true])
        let told = events.compactMap { event -> String? in
            if case .delta(let text, _) = event { return text }
            return nil
        }.joined()
        #expect(told == answer.text)
    }

    @Test(
        "a mark that opens no words never gets out",
        arguments: [
            ChatCitation(passage: 5, range: 0..<1), ChatCitation(passage: 0, range: 0..<0),
            ChatCitation(passage: 0, range: 0..<99),
            ChatCitation(passage: 0, range: 1..<3), ChatCitation(passage: -1, range: 0..<3),
        ]
    )
    func badMarks(citation: ChatCitation) {
        var writer = AnswerWriter(results: [Self.result(1, "桥桥桥")])
        #expect(writer.take(.citation(citation), language: "zh") == [])
        #expect(writer.answer(stopped: false).marks.isEmpty)
    }

    @Test("without an answer the sources are only near")
    func noAnswer() {
        var writer = AnswerWriter(results: [Self.result(1, "Something.")])
        _ = writer.take(.noAnswer, language: "en")
        let answer = writer.answer(stopped: false)
        #expect(answer.status == .noAnswer)
        #expect(answer.sources.map(\.near) == [true])
        #expect(answer.sources.map(\.cited) == [false])
    }

    @Test("sides that disagree each keep their mark")
    func disagreement() {
        var writer = AnswerWriter(results: [Self.result(1, "Built in 1900."), Self.result(2, "Built in 1905.")])
        let sides = [
            ChatSide(text: "Built in **1905**.", citation: .init(passage: 1, range: 0..<14)),
            ChatSide(text: "Built in **1900**.", citation: .init(passage: 0, range: 0..<14)),
        ]
        _ = writer.take(.disagreement(sides), language: "en")
        let answer = writer.answer(stopped: false)
        #expect(answer.status == .disagreement)
        let shown = answer.disagreement?.sides ?? []
        #expect(shown.map(\.text) == ["Built in **1905**. [1]", "Built in **1900**. [2]"])
        #expect(shown.map(\.source) == [1, 2])
        #expect(shown.flatMap(\.marks).map(\.quote) == ["Built in 1905.", "Built in 1900."])
        #expect(shown.flatMap(\.marks).map(\.textStart) == [19, 19])
        #expect(shown.flatMap(\.marks).map(\.textEnd) == [22, 22])
    }
}
