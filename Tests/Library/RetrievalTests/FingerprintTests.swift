import Documents
import Testing

@testable import Retrieval

@Suite("Fingerprints and page words")
struct FingerprintTests {
    private static let words = (0..<300).map { "word\($0 * 7919 % 1_000)" }

    @Test("one changed word in three hundred is near, another text is not")
    func nearness() {
        var changed = Self.words
        changed[150] = "other"
        #expect(Fingerprint(of: Self.words).isNear(Fingerprint(of: changed)))
        #expect(!Fingerprint(of: Self.words).isNear(Fingerprint(of: (0..<300).map { "x\($0)" })))
        #expect(Fingerprint(storedValue: Fingerprint(of: Self.words).storedValue) == Fingerprint(of: Self.words))
    }

    @Test("boxes come back to a tenth of a point")
    func pageWords() {
        let words = [
            PageLayout.Word(range: 0..<5, box: Box(x: 72, y: 100.5, width: 30.2, height: 11.9)),
            PageLayout.Word(range: 70_000..<70_012, box: Box(x: 0, y: 0, width: 595.3, height: 841.9)),
        ]
        #expect(PageWords.decode(PageWords.encode(words)) == words)
    }
}
