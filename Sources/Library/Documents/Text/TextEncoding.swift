// Character encodings by name, and bytes into text through iconv.

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// An encoding by the name that iconv knows it under.
struct TextEncoding: Hashable, Sendable {
    let name: String

    static let utf8 = TextEncoding(name: "UTF-8")
    static let utf16LittleEndian = TextEncoding(name: "UTF-16LE")
    static let utf16BigEndian = TextEncoding(name: "UTF-16BE")
    static let gb18030 = TextEncoding(name: "GB18030")
    static let big5 = TextEncoding(name: "BIG5-HKSCS")
    /// Shift-JIS with Microsoft's and NEC's characters.
    static let windows31J = TextEncoding(name: "CP932")
    static let eucJapanese = TextEncoding(name: "EUC-JP")
    /// EUC-KR with Microsoft's syllables.
    static let korean = TextEncoding(name: "CP949")
    static let windows1252 = TextEncoding(name: "CP1252")

    /// The encoding that a document, a mail or uchardet calls `label`; the subset names mean their supersets,
    /// as in the WHATWG Encoding Standard.
    init?(label: String) {
        let label = label.trimmed().lowercased()
        switch label {
        case "": return nil
        case "utf-8", "utf8", "us-ascii", "ascii": self = .utf8
        case "utf-16", "utf-16le", "unicode": self = .utf16LittleEndian
        case "utf-16be": self = .utf16BigEndian
        case "gb2312", "gbk", "gb18030", "x-gbk", "cp936", "windows-936", "hz-gb-2312", "gb_2312-80", "euc-cn":
            self = .gb18030
        case "big5", "big5-hkscs", "cp950", "x-x-big5", "cn-big5", "euc-tw": self = .big5
        case "shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji", "cp932": self = .windows31J
        case "euc-jp", "x-euc-jp": self = .eucJapanese
        case "euc-kr", "ks_c_5601-1987", "windows-949", "uhc", "cp949", "korean": self = .korean
        case "iso-8859-1", "latin1", "latin-1", "iso8859-1", "windows-1252", "cp1252", "l1": self = .windows1252
        default:
            guard label.utf8.allSatisfy({ (0x30...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2E }) else { return nil }
            self.init(name: label.uppercased())
            guard decode([0x20]) != nil else { return nil }
        }
    }

    init(name: String) { self.name = name }

    /// Whether the bytes of other encodings are hardly ever valid in this one by chance.
    var isMultiByte: Bool {
        [.utf8, .gb18030, .big5, .windows31J, .eucJapanese, .korean].contains(self)
    }

    /// The text of `bytes`, with U+FFFD for each byte that is not of this encoding; nil when iconv lacks the encoding.
    func decode(_ bytes: some Collection<UInt8>) -> (text: String, errors: Int)? {
        let converter = unsafe iconv_open("UTF-8", name)
        guard let converter = unsafe converter, unsafe converter != iconv_t(bitPattern: -1) else { return nil }
        defer { unsafe iconv_close(converter) }

        var source = ContiguousArray(bytes)
        var text: [UInt8] = []
        text.reserveCapacity(source.count + source.count / 2)
        var errors = 0
        let chunk = 1 << 16
        unsafe source.withUnsafeMutableBytes { input in
            unsafe withUnsafeTemporaryAllocation(byteCount: chunk, alignment: 1) { output in
                var next = unsafe input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var inputLeft = input.count
                while inputLeft > 0 {
                    var end = unsafe output.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var outputLeft = chunk
                    let result = unsafe iconv(converter, &next, &inputLeft, &end, &outputLeft)
                    let isInvalid = result == -1 && errno != E2BIG
                    unsafe text.append(contentsOf: output[..<(chunk - outputLeft)])
                    guard isInvalid, inputLeft > 0 else { continue }
                    // A byte that fits nowhere: marked, left out, and the next one tried.
                    errors += 1
                    text.append(contentsOf: [0xEF, 0xBF, 0xBD])
                    unsafe next = unsafe next?.advanced(by: 1)
                    inputLeft -= 1
                }
            }
        }
        return (String(decoding: text, as: UTF8.self), errors)
    }
}
