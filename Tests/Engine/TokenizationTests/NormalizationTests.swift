// Normalization forms against Python's, and the small normalizers.

import Testing

@testable import Tokenization

@Suite("Normalizers")
struct NormalizationTests {
    @Test(
        "the four forms are those of Python's unicodedata",
        arguments: [
            ("\u{C100}\u{11B0}", ["\u{C109}", "\u{1109}\u{1164}\u{11B0}", "\u{C109}", "\u{1109}\u{1164}\u{11B0}"]),
            (
                "\u{1112}\u{1161}\u{11AB}",
                ["\u{D55C}", "\u{1112}\u{1161}\u{11AB}", "\u{D55C}", "\u{1112}\u{1161}\u{11AB}"]
            ),
            (
                "\u{5A}\u{351}\u{36B}\u{343}\u{323}",
                [
                    "\u{1E92}\u{351}\u{36B}\u{313}", "\u{5A}\u{323}\u{351}\u{36B}\u{313}",
                    "\u{1E92}\u{351}\u{36B}\u{313}", "\u{5A}\u{323}\u{351}\u{36B}\u{313}",
                ]
            ),
            (
                "\u{344}\u{315}\u{300}\u{5AE}",
                [
                    "\u{5AE}\u{308}\u{301}\u{300}\u{315}", "\u{5AE}\u{308}\u{301}\u{300}\u{315}",
                    "\u{5AE}\u{308}\u{301}\u{300}\u{315}", "\u{5AE}\u{308}\u{301}\u{300}\u{315}",
                ]
            ),
            (
                "\u{212B}\u{FB01}\u{2460}",
                [
                    "\u{C5}\u{FB01}\u{2460}", "\u{41}\u{30A}\u{FB01}\u{2460}", "\u{C5}\u{66}\u{69}\u{31}",
                    "\u{41}\u{30A}\u{66}\u{69}\u{31}",
                ]
            ),
            (
                "\u{958}\u{F77}",
                [
                    "\u{915}\u{93C}\u{F77}", "\u{915}\u{93C}\u{F77}", "\u{915}\u{93C}\u{FB2}\u{F71}\u{F80}",
                    "\u{915}\u{93C}\u{FB2}\u{F71}\u{F80}",
                ]
            ),
            (
                "\u{1EF2}\u{5DC}\u{D2}\u{FF2D}\u{212A}",
                [
                    "\u{1EF2}\u{5DC}\u{D2}\u{FF2D}\u{4B}", "\u{59}\u{300}\u{5DC}\u{4F}\u{300}\u{FF2D}\u{4B}",
                    "\u{1EF2}\u{5DC}\u{D2}\u{4D}\u{4B}", "\u{59}\u{300}\u{5DC}\u{4F}\u{300}\u{4D}\u{4B}",
                ]
            ),
            (
                "\u{141}\u{917}\u{337}\u{3099}\u{1102}",
                [
                    "\u{141}\u{917}\u{337}\u{3099}\u{1102}", "\u{141}\u{917}\u{337}\u{3099}\u{1102}",
                    "\u{141}\u{917}\u{337}\u{3099}\u{1102}", "\u{141}\u{917}\u{337}\u{3099}\u{1102}",
                ]
            ),
            (
                "\u{FF57}\u{150}\u{3CD}\u{1112}\u{153}",
                [
                    "\u{FF57}\u{150}\u{3CD}\u{1112}\u{153}", "\u{FF57}\u{4F}\u{30B}\u{3C5}\u{301}\u{1112}\u{153}",
                    "\u{77}\u{150}\u{3CD}\u{1112}\u{153}", "\u{77}\u{4F}\u{30B}\u{3C5}\u{301}\u{1112}\u{153}",
                ]
            ),
            (
                "\u{1D161}\u{F8}\u{14E}\u{5D9}\u{3099}",
                [
                    "\u{1D158}\u{1D165}\u{1D16F}\u{F8}\u{14E}\u{5D9}\u{3099}",
                    "\u{1D158}\u{1D165}\u{1D16F}\u{F8}\u{4F}\u{306}\u{5D9}\u{3099}",
                    "\u{1D158}\u{1D165}\u{1D16F}\u{F8}\u{14E}\u{5D9}\u{3099}",
                    "\u{1D158}\u{1D165}\u{1D16F}\u{F8}\u{4F}\u{306}\u{5D9}\u{3099}",
                ]
            ),
            (
                "\u{FF30}\u{1D160}\u{FF89}\u{5B1}\u{1D162}",
                [
                    "\u{FF30}\u{1D158}\u{1D165}\u{1D16E}\u{FF89}\u{5B1}\u{1D158}\u{1D165}\u{1D170}",
                    "\u{FF30}\u{1D158}\u{1D165}\u{1D16E}\u{FF89}\u{5B1}\u{1D158}\u{1D165}\u{1D170}",
                    "\u{50}\u{1D158}\u{1D165}\u{1D16E}\u{30CE}\u{5B1}\u{1D158}\u{1D165}\u{1D170}",
                    "\u{50}\u{1D158}\u{1D165}\u{1D16E}\u{30CE}\u{5B1}\u{1D158}\u{1D165}\u{1D170}",
                ]
            ),
            (
                "\u{92C}\u{3B4}\u{348}\u{15E}\u{934}",
                [
                    "\u{92C}\u{3B4}\u{348}\u{15E}\u{934}", "\u{92C}\u{3B4}\u{348}\u{53}\u{327}\u{933}\u{93C}",
                    "\u{92C}\u{3B4}\u{348}\u{15E}\u{934}", "\u{92C}\u{3B4}\u{348}\u{53}\u{327}\u{933}\u{93C}",
                ]
            ),
            (
                "\u{FF57}\u{1E77}\u{1D161}\u{2128}\u{1105}",
                [
                    "\u{FF57}\u{1E77}\u{1D158}\u{1D165}\u{1D16F}\u{2128}\u{1105}",
                    "\u{FF57}\u{75}\u{32D}\u{1D158}\u{1D165}\u{1D16F}\u{2128}\u{1105}",
                    "\u{77}\u{1E77}\u{1D158}\u{1D165}\u{1D16F}\u{5A}\u{1105}",
                    "\u{77}\u{75}\u{32D}\u{1D158}\u{1D165}\u{1D16F}\u{5A}\u{1105}",
                ]
            ),
            (
                "\u{1102}\u{1D160}\u{FB03}\u{1EBA}\u{BE6D}",
                [
                    "\u{1102}\u{1D158}\u{1D165}\u{1D16E}\u{FB03}\u{1EBA}\u{BE6D}",
                    "\u{1102}\u{1D158}\u{1D165}\u{1D16E}\u{FB03}\u{45}\u{309}\u{1108}\u{1161}\u{11B4}",
                    "\u{1102}\u{1D158}\u{1D165}\u{1D16E}\u{66}\u{66}\u{69}\u{1EBA}\u{BE6D}",
                    "\u{1102}\u{1D158}\u{1D165}\u{1D16E}\u{66}\u{66}\u{69}\u{45}\u{309}\u{1108}\u{1161}\u{11B4}",
                ]
            ),
            (
                "\u{30F}\u{FB03}\u{5BC}\u{1E26}\u{F9D7}",
                [
                    "\u{30F}\u{FB03}\u{5BC}\u{1E26}\u{8F2A}", "\u{30F}\u{FB03}\u{5BC}\u{48}\u{308}\u{8F2A}",
                    "\u{30F}\u{66}\u{66}\u{69}\u{5BC}\u{1E26}\u{8F2A}",
                    "\u{30F}\u{66}\u{66}\u{69}\u{5BC}\u{48}\u{308}\u{8F2A}",
                ]
            ),
            (
                "\u{16B}\u{347}\u{1D164}\u{1E57}\u{212A}",
                [
                    "\u{16B}\u{347}\u{1D158}\u{1D165}\u{1D172}\u{1E57}\u{4B}",
                    "\u{75}\u{347}\u{304}\u{1D158}\u{1D165}\u{1D172}\u{70}\u{307}\u{4B}",
                    "\u{16B}\u{347}\u{1D158}\u{1D165}\u{1D172}\u{1E57}\u{4B}",
                    "\u{75}\u{347}\u{304}\u{1D158}\u{1D165}\u{1D172}\u{70}\u{307}\u{4B}",
                ]
            ),
        ]
    )
    func forms(text: String, expected: [String]) {
        for (form, expected) in zip([NormalizationForm.nfc, .nfd, .nfkc, .nfkd], expected) {
            #expect(form.normalized(Array(text.utf8)) == Array(expected.utf8), "\(form)")
        }
    }

    @Test(
        "BERT's normalizer, as BERT's own code has it",
        arguments: [
            ("Héllo\tWörld", "hello world"), ("你好a", " 你  好 a"), ("a\u{0}b\u{FFFD}c\u{AD}d", "abcd"), ("İ", "i"),
            ("x\u{3000}y", "x y"),
        ]
    )
    func bert(text: String, expected: String) {
        #expect(String(decoding: BertNormalizer().normalized(Array(text.utf8)), as: UTF8.self) == expected)
    }

    @Test("SentencePiece's normalizer removes, adds and marks spaces")
    func sentencePiece() {
        func normalized(_ normalizer: SentencePieceNormalizer, _ text: String) -> String {
            String(decoding: normalizer.normalized(Array(text.utf8)), as: UTF8.self)
        }
        #expect(normalized(SentencePieceNormalizer(), "  a   b ") == "\u{2581}a\u{2581}b")
        #expect(
            normalized(SentencePieceNormalizer(removesExtraSpaces: false), " a  b ")
                == "\u{2581}\u{2581}a\u{2581}\u{2581}b\u{2581}"
        )
        #expect(normalized(SentencePieceNormalizer(addsPrefix: false), "a b") == "a\u{2581}b")
        #expect(normalized(SentencePieceNormalizer(), "   ") == "")
    }
}
