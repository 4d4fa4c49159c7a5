// RTF 1.9 (Microsoft's specification): control words and groups read by hand, since no small library is well kept.
// Bytes become text by the code page of the document or of the font in use.

/// Reads RTF.
struct RTFReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.rtf]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        var parser = RTFParser(file.bytes)
        try parser.parse(file)
        var document = parser.builder.document(format: .rtf)
        document.title = TitleGuess.title(stated: parser.info["title"]) ?? parser.firstHeading
        document.author = TitleGuess.author(stated: parser.info["author"])
        document.date = parser.date
        return document
    }
}

/// Walks RTF's groups and control words and adds paragraphs, tables and notes.
private struct RTFParser {
    private(set) var builder = DocumentBuilder()
    private(set) var info: [String: String] = [:]
    private(set) var date: String?
    private(set) var firstHeading: String?

    /// What a group inherits from the one around it and gives back at its end.
    private struct State {
        enum Destination { case body, note, skipped, fontTable, styleSheet, info(String) }
        var destination = Destination.body
        var font = 0
        var isHidden = false
        /// How many characters stand behind `\u` for programs without Unicode.
        var fallbackCount = 1
    }

    private let bytes: [UInt8]
    private var position = 0
    private var state = State()
    private var stack: [State] = []
    private var documentEncoding = TextEncoding.windows1252
    private var fontEncodings: [Int: TextEncoding] = [:]
    private var headingStyles: [Int: Int] = [:]
    private var definedStyle = 0
    private var pendingBytes: [UInt8] = []
    private var pendingSkip = 0
    private var highSurrogate: UInt32?

    private var paragraph = ""
    private var paragraphLevel: Int?
    private var isListItem = false
    private var isInTable = false
    private var cells: [String] = []
    private var table = TableText()
    private var notes: [String] = []
    private var note = ""
    private var infoText = ""

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func parse(_ file: SourceFile) throws(ReadingError) {
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "{"):
                flushBytes()
                guard stack.count < 500 else {
                    throw .hostile(file: file.name, reason: "its groups are nested too deep")
                }
                try file.checkCancellation()
                stack.append(state)
            case UInt8(ascii: "}"): endGroup()
            case UInt8(ascii: "\\"):
                if position & 0xFFF < 8 { try file.checkCancellation() }
                readControl()
            case 0x0A, 0x0D: break
            default: addByte(byte)
            }
        }
        endParagraph()
        endTable()
    }

    // MARK: Control words

    private mutating func readControl() {
        guard position < bytes.count else { return }
        let first = bytes[position]
        guard first.isASCIILetter else {
            position += 1
            readSymbol(first)
            return
        }
        let start = position
        while position < bytes.count, bytes[position].isASCIILetter, position - start < 40 { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        var digits = ""
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") {
            digits = "-"
            position += 1
        }
        while position < bytes.count, (0x30...0x39).contains(bytes[position]), digits.count < 11 {
            digits.unicodeScalars.append(Unicode.Scalar(bytes[position]))
            position += 1
        }
        if position < bytes.count, bytes[position] == 0x20 { position += 1 }
        let parameter = Int(digits)
        if word == "bin" {
            position = min(bytes.count, position + max(parameter ?? 0, 0))
        } else {
            flushBytes()
            act(on: word, parameter)
        }
    }

    private mutating func readSymbol(_ symbol: UInt8) {
        switch symbol {
        case UInt8(ascii: "'"):
            let digits = bytes[position...].prefix(2)
            position += digits.count
            if let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) { addByte(byte) }
        case UInt8(ascii: "*"):
            flushBytes()
            state.destination = .skipped
            // A few destinations that old programs may skip hold text all the same.
            if bytes[position...].starts(with: Array("\\shptxt".utf8)) { state.destination = .body }
        case UInt8(ascii: "~"): add(" ")
        case UInt8(ascii: "_"): add("\u{2011}")
        case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): addByte(symbol)
        case 0x0A, 0x0D: endParagraph()
        default: break
        }
    }

    private mutating func act(on word: String, _ parameter: Int?) {
        switch word {
        case "par", "sect", "page": endParagraph()
        case "line", "lbr": add("\n")
        case "tab": add("\t")
        case "emdash": add("—")
        case "endash": add("–")
        case "lquote": add("‘")
        case "rquote": add("’")
        case "ldblquote": add("“")
        case "rdblquote": add("”")
        case "bullet": add("•")
        case "emspace", "enspace", "qmspace": add(" ")
        case "u": addUnicode(parameter ?? 0)
        case "uc": state.fallbackCount = max(0, min(parameter ?? 1, 8))
        case "v": state.isHidden = parameter != 0
        case "deleted": state.isHidden = parameter != 0
        case "plain": state.isHidden = false
        case "f", "af":
            if word == "f" { state.font = parameter ?? 0 }
        case "ansicpg": documentEncoding = Self.encoding(codePage: parameter ?? 1252) ?? documentEncoding
        case "mac": documentEncoding = TextEncoding(name: "MACINTOSH")
        case "pc", "pca": documentEncoding = TextEncoding(name: word == "pc" ? "CP437" : "CP850")
        case "fcharset":
            if case .fontTable = state.destination, let encoding = Self.encoding(charset: parameter ?? 0) {
                fontEncodings[state.font] = encoding
            }
        case "fonttbl": state.destination = .fontTable
        case "stylesheet": state.destination = .styleSheet
        case "title", "author", "creatim", "revtim":
            if case .skipped = state.destination { state.destination = .info(word) }
        case "info": state.destination = .skipped
        case "yr", "mo", "dy": addDate(word, parameter ?? 0)
        case "footnote", "annotation":
            state.destination = .note
        case "colortbl", "pict", "object", "fldinst", "header", "headerl", "headerr", "headerf", "footer", "footerl",
            "footerr",
            "footerf", "listtext", "pntext", "listtable", "listoverridetable", "filetbl", "rsidtbl", "xmlnstbl",
            "themedata",
            "colorschememapping", "datastore", "latentstyles", "generator", "nonshppict", "atnid", "atnauthor",
            "atnref",
            "bkmkstart", "bkmkend", "xe", "tc", "falt", "panose", "template", "operator", "company", "doccomm",
            "shprslt":
            if word == "listtext" || word == "pntext" { isListItem = true }
            state.destination = .skipped
        case "s": useStyle(parameter ?? 0)
        case "outlinelevel": setLevel(parameter ?? 9)
        case "ls", "ilvl": if parameter != nil, word == "ls" { isListItem = true }
        case "pard": if case .body = state.destination { (paragraphLevel, isListItem, isInTable) = (nil, false, false) }
        case "intbl": if case .body = state.destination { isInTable = true }
        case "trowd": isInTable = true
        case "cell", "nestcell": endCell()
        case "row", "nestrow": endRow()
        default: break
        }
    }

    private mutating func useStyle(_ number: Int) {
        if case .styleSheet = state.destination {
            definedStyle = number
        } else {
            paragraphLevel = headingStyles[number] ?? paragraphLevel
        }
    }

    private mutating func setLevel(_ level: Int) {
        guard (0..<9).contains(level) else { return }
        if case .styleSheet = state.destination {
            headingStyles[definedStyle] = level + 1
        } else {
            paragraphLevel = level + 1
        }
    }

    private var dateParts: [Int] = []

    private mutating func addDate(_ word: String, _ number: Int) {
        guard case .info = state.destination else { return }
        if word == "yr" { dateParts = [] }
        dateParts.append(number)
        if dateParts.count == 3 {
            date = DocumentDate.iso(year: dateParts[0], month: dateParts[1], day: dateParts[2]) ?? date
        }
    }

    // MARK: Characters

    private mutating func addByte(_ byte: UInt8) {
        if pendingSkip > 0 {
            pendingSkip -= 1
            return
        }
        pendingBytes.append(byte)
    }

    private mutating func flushBytes() {
        pendingSkip = 0
        guard !pendingBytes.isEmpty else { return }
        let bytes = pendingBytes
        pendingBytes = []
        if bytes.allSatisfy({ $0 < 0x80 }) {
            add(String(decoding: bytes, as: UTF8.self))
        } else {
            // Titles and authors are set in no font, whatever number is in force.
            let fontEncoding =
                if case .info = state.destination { nil as TextEncoding? } else { fontEncodings[state.font] }
            let encoding = fontEncoding ?? documentEncoding
            add((encoding.decode(bytes) ?? TextEncoding.windows1252.decode(bytes))?.text ?? "")
        }
    }

    private mutating func addUnicode(_ parameter: Int) {
        let unit = UInt32(truncatingIfNeeded: parameter) & 0xFFFF
        if (0xD800..<0xDC00).contains(unit) {
            highSurrogate = unit
        } else if (0xDC00..<0xE000).contains(unit) {
            if let high = highSurrogate, let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + unit - 0xDC00)
            {
                add(String(scalar))
            }
            highSurrogate = nil
        } else if let scalar = Unicode.Scalar(unit) {
            add((0xE000..<0xF900).contains(unit) ? "•" : String(scalar))
        }
        pendingSkip = state.fallbackCount
    }

    private mutating func add(_ text: String) {
        guard !state.isHidden else { return }
        switch state.destination {
        case .body: paragraph += text
        case .note: note += text
        case .info: infoText += text
        case .styleSheet: addStyleName(text)
        case .skipped, .fontTable: break
        }
    }

    /// A style called `heading 2` is a heading, whatever its outline level says.
    private mutating func addStyleName(_ text: String) {
        let name = text.lowercased()
        guard name.hasPrefix("heading "), let level = Int(name.dropFirst(8).prefix { $0.isASCIIDigit }) else { return }
        if (1...9).contains(level) { headingStyles[definedStyle] = level }
    }

    // MARK: Structure

    private mutating func endGroup() {
        flushBytes()
        let ended = state.destination
        state = stack.popLast() ?? State()
        switch ended {
        case .note:
            if case .note = state.destination { break }
            if let text = note.cleaned().nonBlank { notes.append(text.trimmed()) }
            note = ""
        case .info(let key):
            if case .info = state.destination { break }
            if let text = infoText.cleaned().collapsed().nonBlank, info[key] == nil { info[key] = text }
            infoText = ""
        default: break
        }
    }

    private mutating func endParagraph() {
        flushBytes()
        if case .note = state.destination {
            note += "\n"
            return
        }
        guard case .body = state.destination else { return }
        if isInTable {
            paragraph += " "
            return
        }
        endTable()
        let text = paragraph.cleaned().trimmed()
        paragraph = ""
        if let level = paragraphLevel {
            builder.add(.heading(level: level), text.collapsed())
            firstHeading = firstHeading ?? text.collapsed().nonBlank
        } else {
            builder.add(isListItem ? .listItem : .paragraph, text)
        }
        addNotes()
    }

    private mutating func addNotes() {
        for note in notes { builder.add(.note, note) }
        notes = []
    }

    private mutating func endCell() {
        flushBytes()
        cells.append(paragraph.cleaned())
        paragraph = ""
    }

    private mutating func endRow() {
        flushBytes()
        table.add(cells)
        cells = []
    }

    private mutating func endTable() {
        if !cells.isEmpty { endRow() }
        guard !table.isEmpty else { return }
        table.add(to: &builder, at: .headings)
        table = TableText()
        addNotes()
    }

    // MARK: Encodings

    private static func encoding(codePage: Int) -> TextEncoding? {
        switch codePage {
        case 936: .gb18030
        case 950: .big5
        case 932: .windows31J
        case 949: .korean
        case 65001: .utf8
        case 10000: TextEncoding(name: "MACINTOSH")
        default: TextEncoding(label: "cp\(codePage)")
        }
    }

    /// The encodings of `\fcharset`; nil for the default and for symbols.
    private static func encoding(charset: Int) -> TextEncoding? {
        let codePages = [
            0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
            178: 1256,
            186: 1257, 204: 1251, 222: 874, 238: 1250,
        ]
        return codePages[charset].flatMap(encoding(codePage:))
    }
}

extension UInt8 {
    fileprivate var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}
