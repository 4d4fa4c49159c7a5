import Foundation
import Randomness
import Testing

@testable import Retrieval

@Suite("Sentences")
struct SentenceSplitterTests {
    private func sentences(_ text: String) -> [String] {
        SentenceSplitter().sentences(in: text).map { range in
            let slice = Substring(text.utf8.dropFirst(range.lowerBound).prefix(range.count))
            return slice.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    @Test(
        "end where a reader would say",
        arguments: [
            ("It rains. It pours.", ["It rains.", "It pours."]),
            (
                "Dr. Smith met J. R. R. Tolkien at 3.14 p.m. on Sept. 2.",
                ["Dr. Smith met J. R. R. Tolkien at 3.14 p.m. on Sept. 2."]
            ),
            ("She said \"Stop.\" Then she left.", ["She said \"Stop.\"", "Then she left."]),
            ("A claim.[12] Another one.", ["A claim.[12]", "Another one."]),
            ("Is it? Yes! Good.", ["Is it?", "Yes!", "Good."]),
            ("这座桥很老。它建于1905年！真的？是的。", ["这座桥很老。", "它建于1905年！", "真的？", "是的。"]),
            ("他说：“走吧。”大家就走了。", ["他说：“走吧。”", "大家就走了。"]),
            ("版本3.11发布了.新功能很多.", ["版本3.11发布了.", "新功能很多."]),
            ("line one\nline two", ["line one", "line two"]),
            ("the U.S. economy grew. It shrank.", ["the U.S. economy grew.", "It shrank."]),
            ("no end", ["no end"]), ("", []),
        ] as [(String, [String])]
    )
    func ends(text: String, expected: [String]) {
        #expect(sentences(text) == expected)
    }

    private static let pieces = [
        "A", "b.", "桥。", " ", "\n", "!", "“", "”", "…", "3.1", "Dr.", "[1]", "é", "🙂", "？", ")", "\"",
    ]

    @Test("follow each other without gaps, whatever the text", arguments: 0..<200)
    func completeness(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let text = (0..<Int.random(in: 0...50, using: &generator))
            .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
        var end = 0
        for range in SentenceSplitter().sentences(in: text) {
            #expect(range.lowerBound == end && !range.isEmpty, "seed \(seed): \(text)")
            end = range.upperBound
            let index = text.utf8.index(text.startIndex, offsetBy: end)
            #expect(index.samePosition(in: text.unicodeScalars) != nil, "seed \(seed): \(text)")
        }
        #expect(end == text.utf8.count)
    }
}
