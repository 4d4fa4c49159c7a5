// HTML pages: the content without what surrounds it, and what the page says of itself.

/// Reads HTML and XHTML.
struct HTMLReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.html]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        let declared = file.options.charset ?? HTMLCharset.declared(in: file.bytes)
        let text = TextDecoder().decode(file.bytes, declared: declared)
        return try document(of: text, file)
    }

    /// The document of a page's text.
    func document(of text: String, _ file: SourceFile) throws(ReadingError) -> Document {
        guard let tree = try HTMLTree(text, of: file) else { throw .empty(file: file.name) }
        let document = try tree.withRoot { (root) throws(ReadingError) in
            let boilerplate = HTMLBoilerplate(root: root)
            let content = boilerplate.content(of: root)
            var blocks = HTMLBlocks(boilerplate: boilerplate)
            blocks.add(content)
            if blocks.builder.isEmpty {
                blocks = HTMLBlocks(boilerplate: nil)
                blocks.add(root)
            }
            var document = blocks.builder.document(format: .html)
            let metadata = HTMLMetadata(root: root, content: content)
            document.title = metadata.title
            document.author = metadata.author
            document.date = metadata.date
            document.address = metadata.address
            document.language = LanguageDetector().language(of: document.text) ?? metadata.language
            return document
        }
        guard let document else { throw .empty(file: file.name) }
        return document
    }
}

/// The encoding that a page names in its first bytes.
enum HTMLCharset {
    /// The value of `<meta charset>`, of `<meta http-equiv>` or of the XML declaration, in the first 4 KB.
    static func declared(in bytes: [UInt8]) -> String? {
        let head = String(decoding: bytes.prefix(4096).filter { $0 < 0x80 }, as: UTF8.self).lowercased()
        for (sign, tag) in [("charset", "<meta"), ("encoding", "<?xml")] {
            guard let start = head.firstRange(of: tag), let found = head[start.upperBound...].firstRange(of: sign)
            else { continue }
            var rest = head[found.upperBound...].drop { $0 == " " }
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst().drop { " \"'".contains($0) }
            let label = rest.prefix { $0.isLetter || $0.isNumber || "-_.:".contains($0) }
            if !label.isEmpty { return String(label) }
        }
        return nil
    }
}
