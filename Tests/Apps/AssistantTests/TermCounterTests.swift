import Retrieval
import Testing

@testable import Assistant

@Suite("Terms of a text")
struct TermCounterTests {
    private func terms(_ texts: [String], language: String, atLeast least: Int = 2) -> [String: Int] {
        var counter = TermCounter(analyzer: BilingualAnalyzer())
        for text in texts { counter.add(text, language: language) }
        return Dictionary(uniqueKeysWithValues: counter.terms(atLeast: least).map { ($0.text, $0.count) })
    }

    @Test("words are counted by their stems and shown as they are written most often")
    func english() {
        let found = terms(["Lighthouses need lamps.", "The lamps of lighthouses burn; a lamp burns."], language: "en")
        #expect(found["lamps"] == 3)
        #expect(found.keys.contains { $0.lowercased() == "lighthouses" })
        #expect(found["the"] == nil)
        #expect(found["need"] == nil)
    }

    @Test("runs of characters that stand in varied company are words; their parts and what straddles them are not")
    func chinese() {
        let found = terms(["守塔人修灯。", "老守塔人走了。", "请守塔人来。"], language: "zh")
        #expect(found["守塔人"] == 3)
        #expect(found["守塔"] == nil)
        #expect(found["塔人"] == nil)
    }
}
