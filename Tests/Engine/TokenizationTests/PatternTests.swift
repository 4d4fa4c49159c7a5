// Split patterns against what Oniguruma (through PyPI's tokenizers) makes of them, written out by hand, and against their
// limits.

import Randomness
import Testing

@testable import Tokenization

@Suite("Split patterns")
struct PatternTests {
    private func pieces(_ pattern: String, _ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        var pieces: [String] = []
        try Pattern(pattern).forEachMatch(in: bytes.span, 0..<bytes.count) {
            pieces.append(String(decoding: bytes[$0], as: UTF8.self))
        }
        return pieces
    }

    @Test(
        "matches are those of a backtracking matcher",
        arguments: [
            (
                NamedPreTokenizer.gpt2, "I'll  go   to 東京2024!\n\n",
                ["I", "'ll", " ", " go", "  ", " to", " 東京", "2024", "!", "\n\n"]
            ),
            (NamedPreTokenizer.qwen2, "We'RE\r\n 12 x", ["We", "'RE", "\r\n", " ", "1", "2", " x"]),
            (#"\s+(?!\S)|\s+"#, "a   b ", ["  ", " ", " "]),
            ("a|ab", "ab", ["a"]), ("ab|a", "ab", ["ab"]), ("a+?b?", "aab", ["a", "ab"]),
            (#"\p{N}{1,3}"#, "12345", ["123", "45"]), (#"x{2}y{0,1}"#, "xxyxx", ["xxy", "xx"]),
            (#"[^\r\n\p{L}\p{N}]?+\p{L}++"#, " Ä!é1", [" Ä", "!é"]), (#"\s++$"#, "a  b  ", ["  "]),
            (#"[\p{L}&&[^\p{Han}]]+"#, "ab漢字cd", ["ab", "cd"]), ("(?i:k)", "kK\u{212A}x", ["k", "K", "\u{212A}"]),
            (#"\x41\u{1F600}"#, "A😀", ["A😀"]), ("[a-c\\-]+(?=d)", "a-cd-", ["a-c"]), (#"(?:ab)*"#, "ababa", ["abab"]),
        ]
    )
    func matches(pattern: String, text: String, expected: [String]) throws {
        #expect(try pieces(pattern, text) == expected)
    }

    @Test(
        "what is not carried out is named",
        arguments: [
            ("(?<=a)b", "the group (?<="), (#"a\b"#, #"the escape \b"#),
            ("(?=ab)c", "lookahead over more than one character"),
            ("[[:alpha:]]", "a POSIX bracket"), ("(a", "a group without its end"),
            ("a)", "a parenthesis that was not opened"),
            ("[a", "a class without its end"), (#"\p{Klingon}"#, #"the property \p{Klingon}"#),
            ("^a", "\"^\" at character 1"),
            (#"(a)\1"#, #"the escape \1"#), ("a{5,2}", "an interval beyond 1000"), ("a\\", "a backslash at its end"),
        ]
    )
    func refused(pattern: String, construct: String) {
        #expect(throws: TokenizationError.unsupportedPattern(pattern: pattern, construct: construct)) {
            try Pattern(pattern)
        }
    }

    @Test(
        "patterns that ask for too much are refused at once",
        arguments: [
            "(((a{1000}){1000}){1000}){1000}", "((((){1000}){1000}){1000}){1000}",
            String(repeating: "(", count: 100_000),
            "(a|b)*a(a|b){30}", String(repeating: "[", count: 10_000), String(repeating: "a?", count: 24_000),
        ]
    )
    func tooLarge(pattern: String) {
        #expect(throws: TokenizationError.self) { try Pattern(pattern) }
    }

    @Test("a long run that leads to nothing is looked at once")
    func longRuns() throws {
        let bytes = Array(repeating: UInt8(ascii: " "), count: 2_000_000) + Array("x".utf8)
        var count = 0
        try Pattern(#"\s+$"#).forEachMatch(in: bytes.span, 0..<bytes.count) { _ in count += 1 }
        #expect(count == 0)
        // `a` matches each time, after a look to the end for a `b`.
        let letters = Array(repeating: UInt8(ascii: "a"), count: 1_000_000)
        try Pattern("a*b|a").forEachMatch(in: letters.span, 0..<letters.count) { _ in count += 1 }
        #expect(count == letters.count)
    }

    @Test("any pattern of these characters is carried out or refused")
    func randomPatterns() throws {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array(#"ab|()[]{}?*+^$.\sSpLN,1-:=!&é漢"#.unicodeScalars)
        let text = Array("ab (a1) é漢\n b-".utf8)
        var taken = 0
        for _ in 0..<20_000 {
            var pattern = ""
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                pattern.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
            }
            do {
                var end = 0
                try Pattern(pattern).forEachMatch(in: text.span, 0..<text.count) { match in
                    #expect(
                        match.lowerBound >= end && match.upperBound > match.lowerBound && match.upperBound <= text.count
                    )
                    end = match.upperBound
                }
                taken += 1
            } catch is TokenizationError {}
        }
        #expect(taken > 1_000)
    }
}
