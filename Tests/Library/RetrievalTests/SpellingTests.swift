import Testing

@testable import Retrieval

@Suite("Did you mean")
struct SpellingTests {
    @Test(
        "slips of the pen are counted",
        arguments: [
            ("heron", "heron", 0), ("heron", "herno", 1), ("heron", "hern", 1), ("heron", "heroon", 1),
            ("heron", "huron", 1), ("bridge", "brigde", 1), ("kingfisher", "kignfishr", 2), ("heron", "haven", nil),
            ("", "ab", 2),
        ] as [(String, String, Int?)]
    )
    func distance(a: String, b: String, wanted: Int?) {
        #expect(Spelling.distance(Array(a.unicodeScalars), Array(b.unicodeScalars), atMost: 2) == wanted)
    }

    @Test("unknown words give way to the library's own, as they are written there")
    func suggesting() async throws {
        try await LibraryTests.withLibrary { library, source in
            _ = try await LibraryTests.add(
                library,
                source,
                "/docs/a.txt",
                "The libraries of Zürich lend kingfishers, and herons."
            )
            _ = try await LibraryTests.add(library, source, "/docs/b.txt", "Herons stand in the river.")
            #expect(try await library.suggestion(for: "where do hreons stand?") == "where do Herons stand?")
            #expect(try await library.suggestion(for: "librarris 在哪里") == "libraries 在哪里")
            #expect(try await library.suggestion(for: "herons stand") == nil)
            #expect(try await library.suggestion(for: "zebra xylophone") == nil)
            #expect(try await library.suggestion(for: "") == nil)
        }
    }

    @Test(
        "letters are cut into syllables in every way that can be read",
        arguments: [
            ("beidou", [["bei", "dou"]]), ("xian", [["xian"], ["xi", "an"]]), ("heron", []),
            ("fangan", [["fan", "gan"], ["fang", "an"]]),
        ] as [(String, [[String]])]
    )
    func syllables(letters: String, wanted: [[String]]) {
        #expect(Set(Pinyin.readings(of: letters)) == Set(wanted))
    }

    @Test("pinyin finds the Chinese words of the library, in one piece or syllable by syllable")
    func pinyin() async throws {
        try await LibraryTests.withLibrary { library, source in
            _ = try await LibraryTests.add(library, source, "/docs/a.txt", language: "zh", "北斗卫星导航系统由中国建设。")
            _ = try await LibraryTests.add(library, source, "/docs/b.txt", language: "zh", "水质方案每年公布一次。")
            #expect(try await library.suggestion(for: "beidou weixing") == "北斗卫星")
            #expect(try await library.suggestion(for: "bei dou") == "北斗")
            #expect(try await library.suggestion(for: "什么是fangan？") == "什么是方案？")
            #expect(try await library.suggestion(for: "daohangxitong 多少") == "导航系统 多少")
            #expect(try await library.suggestion(for: "shui") == nil)
        }
    }
}
