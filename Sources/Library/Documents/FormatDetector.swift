// Tells a file's format by its bytes. The name settles only what bytes cannot: which kind of text a text is, and
// whether bytes that are plainly text were promised to be something else.

/// Tells formats apart.
struct FormatDetector {
    let limits: ReadingLimits

    /// The format of `bytes`; throws when it is none that is read.
    func format(of bytes: [UInt8], named name: String) throws(ReadingError) -> DocumentFormat {
        if bytes.prefix(1024).firstRange(of: Array("%PDF-".utf8)) != nil { return .pdf }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            return try archiveFormat(of: bytes, named: name)
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            throw compoundFileError(bytes, named: name)
        }
        if bytes.starts(with: Array("{\\rtf".utf8)) { return .rtf }

        let promised = FileEnding(of: name).format
        guard TextSigns.isText(bytes) else {
            if let promised, !promised.isText {
                throw .damaged(file: name, format: promised.title, reason: "its first bytes are of no such file")
            }
            throw .unknownFormat(file: name)
        }
        let sample = TextDecoder().decode(Array(bytes.prefix(1 << 16)))
        guard sample.contains(where: { !$0.isWhitespace }) else {
            if bytes.count <= 1 << 16 { throw .empty(file: name) }
            return .plainText
        }
        let signs = TextSigns(sample, isWhole: bytes.count <= 1 << 16)
        if let certain = signs.certainFormat { return certain }
        if let promised, !promised.isText {
            throw .damaged(file: name, format: promised.title, reason: "it is plain text")
        }
        return signs.likelyFormat(promised: promised)
    }

    // MARK: Archives

    /// The format of a ZIP archive by what it holds.
    private func archiveFormat(of bytes: [UInt8], named name: String) throws(ReadingError) -> DocumentFormat {
        let promised = FileEnding(of: name).format ?? .docx
        let file = SourceFile(name: name, bytes: bytes, format: promised, limits: limits, options: ReadingOptions())
        let archive = try ZipArchive(file)
        if let mimetype = try archive.contents(of: "mimetype") {
            let type = String(decoding: mimetype, as: UTF8.self).trimmed()
            if type == "application/epub+zip" { return .epub }
            if type.hasPrefix("application/vnd.oasis.opendocument.text") { return .odt }
            if type.hasPrefix("application/vnd.oasis.opendocument") {
                throw .olderFormat(
                    file: name,
                    name: "OpenDocument other than text",
                    successor: "ODT, XLSX, PPTX or PDF"
                )
            }
        }
        let names = Set(archive.names)
        if names.contains("META-INF/container.xml") { return .epub }
        // The folders are a convention, but one that every program keeps; the content types decide otherwise.
        if names.contains("word/document.xml") { return .docx }
        if names.contains("ppt/presentation.xml") { return .pptx }
        if names.contains("xl/workbook.xml") { return .xlsx }
        if let types = try archive.contents(of: "[Content_Types].xml") {
            let text = String(decoding: types, as: UTF8.self)
            if text.contains("wordprocessingml.") { return .docx }
            if text.contains("presentationml.") { return .pptx }
            if text.contains("spreadsheetml.") { return .xlsx }
        }
        if names.contains("content.xml") { return .odt }
        throw .unknownFormat(file: name)
    }

    /// What to say of an OLE compound file: an encrypted OOXML document, or one of Office 97–2003.
    private func compoundFileError(_ bytes: [UInt8], named name: String) -> ReadingError {
        func holds(_ stream: String) -> Bool {
            bytes.firstRange(of: stream.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) != nil
        }
        if holds("EncryptedPackage") { return .encrypted(file: name) }
        if holds("WordDocument") { return .olderFormat(file: name, name: "Word 97–2003", successor: "DOCX") }
        if holds("PowerPoint Document") {
            return .olderFormat(file: name, name: "PowerPoint 97–2003", successor: "PPTX")
        }
        if holds("Workbook") || holds("Book") {
            return .olderFormat(file: name, name: "Excel 97–2003", successor: "XLSX")
        }
        if holds("__properties_version1.0") { return .olderFormat(file: name, name: "Outlook", successor: "EML") }
        return .unknownFormat(file: name)
    }
}

/// What a file's name promises.
struct FileEnding {
    let ending: String

    init(of name: String) {
        let last = name.split { $0 == "/" || $0 == "\\" }.last ?? ""
        ending = last.lastIndex(of: ".").map { last[last.index(after: $0)...].lowercased() } ?? ""
    }

    var format: DocumentFormat? {
        switch ending {
        case "txt", "text", "log": .plainText
        case "md", "markdown", "mdown", "mkd", "mdx", "rmd", "qmd": .markdown
        case "html", "htm", "xhtml", "shtml": .html
        case "pdf": .pdf
        case "docx", "docm", "dotx": .docx
        case "pptx", "pptm", "ppsx", "potx": .pptx
        case "xlsx", "xlsm", "xltx": .xlsx
        case "odt", "ott": .odt
        case "csv": .csv
        case "tsv", "tab": .tsv
        case "epub": .epub
        case "json", "geojson", "ipynb": .json
        case "jsonl", "ndjson": .jsonLines
        case "rtf": .rtf
        case "vtt": .webVTT
        case "srt": .subRip
        case "eml", "mht", "mhtml": .email
        default: ProgrammingLanguage(fileEnding: ending) != nil ? .sourceCode : nil
        }
    }
}
