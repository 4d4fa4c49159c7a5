import Testing

@testable import Documents

@Suite("Text of unknown encoding")
struct TextDecoderTests {
    static let texts: [(text: String, encodings: [String])] = [
        ("话说天下大势，分久必合，合久必分。周末七国分争，并入于秦。", ["UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"]),
        ("今天天气很好", ["GB18030", "UTF-8"]),
        ("臺北市政府資訊局說明：無障礙網頁的規範，請參考下列文件。", ["BIG5", "UTF-8"]),
        ("むかしむかし、あるところに、おじいさんとおばあさんがありました。", ["CP932", "EUC-JP", "ISO-2022-JP", "UTF-8"]),
        ("カタカナ ﾊﾝｶｸ の名前と住所を入力してください", ["CP932"]),
        ("나라의 말이 중국과 달라 한자와는 서로 맞지 아니할새", ["CP949", "UTF-8"]),
        ("Der Käse schmeckt süß; über größere Mengen hört man in Köln nichts.", ["CP1252", "UTF-8", "UTF-16LE"]),
        ("L’été, les élèves français préfèrent être à la plage où ça se réchauffe.", ["CP1252", "UTF-8"]),
        ("Съешь же ещё этих мягких французских булок, да выпей чаю.", ["CP1251", "KOI8-R", "UTF-8"]),
        ("Plain ASCII stays what it is.", ["UTF-8"]),
    ]

    @Test("comes out in every encoding it is written in", arguments: texts)
    func decodes(text: String, encodings: [String]) throws {
        for encoding in encodings {
            let bytes = try #require(encode(text, as: encoding))
            #expect(TextDecoder().decode(bytes) == text, "\(encoding)")
        }
    }

    @Test("a declaration is believed when it decodes, and passed over when it lies")
    func declared() throws {
        let czech = "Příliš žluťoučký kůň úpěl ďábelské ódy."
        #expect(TextDecoder().decode(try #require(encode(czech, as: "CP1250")), declared: "windows-1250") == czech)
        #expect(TextDecoder().decode(Array(czech.utf8), declared: "gb2312") == czech)
    }

    @Test("byte order marks, controls and line ends do not reach the text")
    func cleans() {
        #expect(TextDecoder().decode([0xEF, 0xBB, 0xBF] + Array("a\r\nb\rc\u{1}\u{7F}\u{85}d".utf8)) == "a\nb\nc\nd")
        #expect("e\u{301}".cleaned().unicodeScalars.count == 1)
    }

    @Test("UTF-8 cut inside a character is still UTF-8")
    func truncated() {
        let bytes = Array("话说天下大势，分久必合".utf8)
        #expect(TextDecoder().decode(bytes.dropLast(1)).hasPrefix("话说天下大势，分久必"))
    }

    private func encode(_ text: String, as encoding: String) -> [UInt8]? {
        switch encoding {
        case "UTF-8": Array(text.utf8)
        case "UTF-16LE": [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case "UTF-16BE": text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        default: Iconv.encode(text, as: encoding)
        }
    }
}
