// Stop strings are found however the text is cut, and nothing of one is ever shown.

import Testing
import Randomness

@testable import Inference

@Suite("Stop strings")
struct StopStringsTests {
    private func shown(_ parts: [String], stops: [String]) -> (text: String, isFound: Bool) {
        var search = StopStrings(stops)
        var text = ""
        for part in parts { text += search.append(part) }
        return (text + search.finish(), search.isFound)
    }

    @Test("end a text across the borders of its parts")
    func borders() {
        #expect(shown(["Hello <", "/s", "> more"], stops: ["</s>"]) == ("Hello ", true))
        #expect(shown(["a<", "b"], stops: ["</s>"]) == ("a<b", false))
        #expect(shown(["你好。", "再见"], stops: ["再见"]) == ("你好。", true))
        // The earliest one counts, and an overlapping beginning does not hide it.
        #expect(shown(["aab"], stops: ["ab"]) == ("a", true))
        #expect(shown(["one two"], stops: ["two", "one"]) == ("", true))
    }

    @Test("hold back no more than what might be one")
    func holding() {
        var search = StopStrings(["STOP"])
        #expect(search.append("text ST") == "text ")
        #expect(search.append("A") == "STA")
        #expect(search.append("ST") == "")
        #expect(search.finish() == "ST")
    }

    @Test("are found as in the whole text", arguments: 0..<50)
    func cuts(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let text = String((0..<40).map { _ in "ab好".randomElement(using: &random) ?? "a" })
        let stops = (0..<2).map { _ in String((0..<3).map { _ in "ab好".randomElement(using: &random) ?? "a" }) }
        var parts: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            let part = rest.prefix(Int.random(in: 1...4, using: &random))
            parts.append(String(part))
            rest = rest.dropFirst(part.count)
        }
        let firsts = stops.compactMap { text.firstRange(of: $0)?.lowerBound }
        let expected = firsts.min().map { String(text[..<$0]) } ?? text
        let outcome = shown(parts, stops: stops)
        #expect(outcome.text == expected)
        #expect(outcome.isFound == !firsts.isEmpty)
    }
}
