import Testing

@testable import Documents

@Suite("Languages and dates")
struct LanguageAndDateTests {
    @Test(
        "the language is told",
        arguments: [
            ("合久必分，分久必合", "zh"), ("昨日は雨が降りました", "ja"), ("나는 학교에 갑니다", "ko"),
            ("What is the capital of France?", "en"), ("Wer hat das Buch auf den Tisch gelegt und ist nicht da?", "de"),
            ("Le chat est sur la table et il mange du pain", "fr"), ("El perro está en la casa con los niños", "es"),
            ("Il gatto è nella casa con una donna che non dorme", "it"), ("De man en het kind zijn in een huis", "nl"),
            ("O gato não está em casa com as crianças", "pt"), ("Jag har inte sett den som är på bordet och det", "sv"),
            ("Это не то, что я хотел, но так было", "ru"), ("ذهب الولد إلى المدرسة في الصباح مع أخيه", "ar"),
            ("三国演义 by Luo Guanzhong 话说天下大势", "zh"),
        ]
    )
    func language(text: String, tag: String) {
        #expect(LanguageDetector().language(of: text) == tag)
    }

    @Test(
        "short English is no other language",
        arguments: [
            "To rename a file, use os.rename(old, new).", "Make a copy when using a list as a key.",
            "A suitable test technique is demonstrated.", "There's almost never a good reason to do it.",
            "Greenland signed a Treaty in 1985 giving it a special status.",
            "In a recent letter, M. Ferrari gave an example.",
        ]
    )
    func shortEnglish(text: String) {
        #expect(LanguageDetector().language(of: text) ?? "en" == "en")
    }

    @Test(
        "too little text tells nothing, nor do words that several languages have",
        arguments: [
            "", "42", "x", "…", "a is b", ">>> a = array.array('u', s)", "shuffle(L) shuffles a list in-place, i.e.",
        ]
    )
    func tooShort(text: String) {
        #expect(LanguageDetector().language(of: text) == nil)
    }

    @Test(
        "dates become ISO 8601, as precise as they are",
        arguments: [
            ("2024", "2024"), ("2024-5", "2024-05"), ("2024-05-01", "2024-05-01"), ("2024/5/1", "2024-05-01"),
            ("2024-05-01T10:30:00+02:00", "2024-05-01T10:30:00+02:00"),
            ("2024-05-01T10:30:00.123Z", "2024-05-01T10:30:00Z"),
            ("D:20240501103000+08'00'", "2024-05-01"), ("Wed, 1 May 2024 10:30:00 +0200", "2024-05-01T10:30:00+02:00"),
            ("May 1, 2024", "2024-05-01"), ("1 May 2024", "2024-05-01"), ("May 2024", "2024-05"),
            ("2024年5月1日", "2024-05-01"),
            ("2024年5月", "2024-05"),
        ]
    )
    func date(text: String, iso: String) {
        #expect(DocumentDate.iso(text) == iso)
    }

    @Test(
        "what is no date gives none",
        arguments: ["", "yesterday", "2024-13-01", "2023-02-29", "31", "v1.2.3", "99999"]
    )
    func noDate(text: String) {
        #expect(DocumentDate.iso(text) == nil)
    }
}
