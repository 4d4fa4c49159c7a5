import Randomness
import Testing

@testable import Retrieval

@Suite("The bilingual analyzer")
struct BilingualAnalyzerTests {
    static let analyzer = BilingualAnalyzer()

    private func texts(_ text: String, _ language: String? = nil) -> [String] {
        Self.analyzer.terms(of: text, language: language).map(\.text)
    }

    @Test("cuts Chinese into bigrams; a lone character stays")
    func bigrams() {
        #expect(texts("北斗星") == ["北斗", "斗星"])
        #expect(texts("茶") == ["茶"])
    }

    @Test("stems by the text's language")
    func stemming() {
        // Snowball's own samples: english "consistency", german "aufeinanderfolgenden".
        #expect(texts("consistency", "en") == ["consist"])
        #expect(texts("aufeinanderfolgenden", "de") == ["aufeinanderfolg"])
        #expect(texts("Reports reported", "zh") == ["report", "report"])
    }

    @Test(
        "brings ways of writing together",
        arguments: [
            ("ＡＢＣ１２３", "abc123"), ("Café", "cafe"), ("國際", "国际"), ("ﾃｽﾄ", "テスト"), ("GRÜN", "grün"),
            ("ﬁsh", "fish"),
        ]
    )
    func folding(left: String, right: String) {
        #expect(texts(left) == texts(right))
    }

    @Test("drops the possessive, splits elisions, keeps C++ and F#")
    func words() {
        #expect(texts("Newton's law", "en") == ["newton", "law"])
        #expect(texts("Newton\u{2019}s law", "en") == ["newton", "law"])
        #expect(texts("l'histoire", "fr") == ["l", "histoir"])
        #expect(texts("C++ and F#").first == "c++")
        #expect(texts("C++ and F#").last == "f#")
    }

    @Test("mixes scripts without blanks")
    func mixed() {
        #expect(texts("Python语言3.11版") == ["python", "语言", "3.11", "版"])
    }

    @Test("numbers stay whole, and a full stop behind one ends it")
    func numbers() {
        #expect(texts("1,000,000 and 3.14, or 5. Then") == ["1000000", "and", "3.14", "or", "5", "then"])
        #expect(texts("1.2.3") == ["1.2.3"])
    }

    @Test("irregular forms meet their word")
    func irregular() {
        #expect(texts("built", "en") == texts("builds", "en"))
        #expect(texts("written", "en") == texts("writing", "en"))
        #expect(texts("children", "en") == texts("child", "en"))
    }

    /// Pieces that are awkward next to each other: surrogates, combining marks, signs, controls.
    private static let pieces = [
        "a", "Zürich", "中", "國", "𠮷", "é", "e\u{301}", "ﬀ", "'", "\u{2019}", "s", " ", "\n", "+", "#", "3", ".", "한국",
        "カ", "ﾊﾟ", "🙂", "—",
        "ไทย", "\u{0}", "ا", "C++",
    ]

    @Test("every term knows its words: offsets are true for any text", arguments: 0..<300)
    func offsets(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let text = (0..<Int.random(in: 0...40, using: &generator))
            .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
        let terms = Self.analyzer.terms(
            of: text,
            language: ["en", "zh", "de", nil].randomElement(using: &generator) ?? nil
        )
        var previous = 0
        for (position, term) in terms.enumerated() {
            #expect(term.position == position)
            #expect(!term.range.isEmpty && term.range.upperBound <= text.utf8.count, "seed \(seed): \(text)")
            #expect(term.range.lowerBound >= previous, "seed \(seed): \(text)")
            previous = term.range.lowerBound
            let start = text.utf8.index(text.startIndex, offsetBy: term.range.lowerBound)
            let end = text.utf8.index(start, offsetBy: term.range.count)
            #expect(start.samePosition(in: text.unicodeScalars) != nil, "seed \(seed): \(text)")
            #expect(end.samePosition(in: text.unicodeScalars) != nil, "seed \(seed): \(text)")
            // What the range covers yields the term again, alone or as its first term.
            let again = Self.analyzer.terms(of: String(text[start..<end]), language: nil).map(\.text)
            #expect(!again.isEmpty, "seed \(seed): \(text)")
            #expect(!term.text.contains(" "))
        }
    }
}
