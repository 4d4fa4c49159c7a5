import Randomness
import Testing

@testable import InvertedIndex
@testable import Retrieval

@Suite("Terms on their way to the index")
struct TermCollectorTests {
    private static let analyzer = BilingualAnalyzer()

    /// What the collector treats apart: characters of three and four bytes, lone ones, words of seven bytes and of more.
    private static let pieces = [
        "中", "國", "𠮷", "𠮷", "，", "。", " ", "\n", "Pod", "istio", "kubelet", "kubernetes", "Zürich", "it's",
        "l'histoire",
        "3.14", "’", "カ", "ﾊ", "한", "é", "C++", "１２", "々", "internationalisations",
    ]

    @Test("are those that the analyzer makes of the units, characters and fingerprints included", arguments: 0..<200)
    func twins(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let text = (0..<Int.random(in: 0...60, using: &generator))
            .map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
        let language = ["en", "zh", "fr", nil].randomElement(using: &generator) ?? nil
        let units = Self.analyzer.units(of: text, language: language)
        let terms = Self.analyzer.terms(of: units).map(\.text)
        let collected = Self.analyzer.collectedTerms(of: text, language: language)
        #expect(collected.terms.strings == terms, "seed \(seed): \(text)")
        #expect(collected.characters.strings == units.filter(\.isCharacter).map(\.key), "seed \(seed): \(text)")
        #expect(collected.hashes == terms.map { Fingerprint.hash(Array($0.utf8)) }, "seed \(seed): \(text)")
    }

    /// Test vectors of FNV-1a (Noll's test_fnv.c).
    @Test(
        "hash as FNV-1a says",
        arguments: [("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8)]
            as [(String, UInt64)]
    )
    func hashes(text: String, expected: UInt64) {
        #expect(Fingerprint.hash(Array(text.utf8)) == expected)
        #expect(ShortTerm(Array(text.utf8)).map { Fingerprint.hash($0) } == expected)
    }

    @Test("keep their bytes, short or long", arguments: ["", "a", "é", "中", "𠮷", "中文", "sevenby", "eightbyt", "中文字"])
    func bytes(text: String) {
        #expect(TermList([text, "x", text]).strings == [text, "x", text])
        for scalar in text.unicodeScalars { #expect(ShortTerm(scalar).bytes == Array(String(scalar).utf8)) }
    }

    @Test("punctuation that is not looked up separates by its Unicode properties too")
    func punctuation() {
        for scalar in (0x80...0xFFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init) {
            guard case .separator = CharacterClass(scalar) else { continue }
            let properties = scalar.properties
            #expect(!properties.isAlphabetic && properties.numericType == nil, "\(scalar.value)")
            #expect(![.nonspacingMark, .spacingMark, .enclosingMark].contains(properties.generalCategory))
        }
    }
}
