import Documents
import Randomness
import Testing

@testable import Retrieval

@Suite("Cutting passages")
struct PassageCutterTests {
    private func document(_ seed: Int) -> Document {
        var generator = SeededGenerator(seed: UInt64(seed))
        var builder = DocumentBuilder()
        let words = ["water", "质量", "报告。", "Report.", "Bridge", "3.14", "—", "这座桥", "！", "and\n", "é"]
        for _ in 0..<Int.random(in: 1...30, using: &generator) {
            let text = (0..<Int.random(in: 1...200, using: &generator))
                .map { _ in words.randomElement(using: &generator) ?? "" }.joined(
                    separator: Bool.random(using: &generator) ? " " : ""
                )
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: builder.add(.heading(level: Int.random(in: 1...3, using: &generator)), String(text.prefix(20)))
            case 1: builder.add(.table(headerRows: 1), text)
            case 2: builder.add(.code, text)
            default: builder.add(.paragraph, text)
            }
        }
        return builder.document(format: .plainText)
    }

    @Test("put together, passages are the text, byte for byte", arguments: 0..<100)
    func completeness(seed: Int) {
        let document = document(seed)
        let passages = PassageCutter().passages(of: document)
        #expect(passages.map(\.text).joined() == document.text)
        var end = 0
        for passage in passages {
            #expect(passage.range.lowerBound == end)
            #expect(passage.text.utf8.count == passage.range.count)
            end = passage.range.upperBound
        }
        #expect(end == document.text.utf8.count)
    }

    @Test("no passage has more than 400 tokens", arguments: 0..<100)
    func size(seed: Int) {
        for passage in PassageCutter().passages(of: document(seed)) {
            // One more than the limit: a sentence's tokens are rounded up before they are added.
            #expect(PassageCutter.tokenCount(of: passage.text) <= 401, "seed \(seed)")
        }
    }

    @Test("a section that is long enough begins a passage with its heading path")
    func headings() {
        var builder = DocumentBuilder()
        let body = Array(repeating: "Water is measured every day at the old bridge.", count: 12).joined(separator: " ")
        builder.add(.heading(level: 1), "Rivers")
        builder.add(.paragraph, body)
        builder.add(.heading(level: 2), "Bridges")
        builder.add(.paragraph, body)
        let passages = PassageCutter().passages(of: builder.document(format: .markdown))
        #expect(passages.map(\.headings) == [["Rivers"], ["Rivers", "Bridges"]])
        #expect(passages[1].text.hasPrefix("Bridges\n"))
    }

    @Test("a token is a Chinese character or three quarters of a word")
    func tokens() {
        #expect(PassageCutter.tokenCount(of: "北斗星") == 3)
        #expect(PassageCutter.tokenCount(of: "one two three") == 4)
        #expect(PassageCutter.tokenCount(of: " ,. ") == 0)
    }
}
