import Testing

@testable import Server

@Suite("Where replies end")
struct ReplyCutterTests {
    private static func cut(_ text: String, _ cutter: ReplyCutter, chunk: Int) -> ReplyCutter {
        var cutter = cutter
        var passed = ""
        let characters = Array(text)
        for start in stride(from: 0, to: characters.count, by: chunk) {
            passed += cutter.take(String(characters[start..<min(start + chunk, characters.count)]))
        }
        passed += cutter.finish()
        #expect(passed == cutter.text)
        return cutter
    }

    @Test("is the same however the text comes in", arguments: [1, 2, 3, 5, 100])
    func chunks(chunk: Int) {
        let text = "One two. 三四五 six END seven"
        #expect(Self.cut(text, ReplyCutter(), chunk: chunk).text == text)
        let stopped = Self.cut(text, ReplyCutter(stops: ["ENDS", "END", "six E"]), chunk: chunk)
        #expect(stopped.text == "One two. 三四五 ")
        #expect(stopped.finishReason == .stop)
        let short = Self.cut(text, ReplyCutter(tokenLimit: 5), chunk: chunk)
        #expect(short.text == "One two. 三四")
        #expect(short.finishReason == .length)
    }

    @Test("what looks like the beginning of a stop sequence to the very end goes out after all")
    func nearMiss() {
        let cutter = Self.cut("all is EN", ReplyCutter(stops: ["END"]), chunk: 1)
        #expect(cutter.text == "all is EN")
        #expect(cutter.finishReason == .stop)
    }

    @Test("an answer that fits exactly was not cut")
    func exact() {
        #expect(Self.cut("三四", ReplyCutter(tokenLimit: 2), chunk: 1).finishReason == .stop)
        #expect(Self.cut("三四五", ReplyCutter(tokenLimit: 2), chunk: 1).finishReason == .length)
    }
}
