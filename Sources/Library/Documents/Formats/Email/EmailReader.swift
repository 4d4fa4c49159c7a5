// Mail (RFC 5322 with MIME): who wrote what when, and the body as plain text, or as HTML where there is no plain one.

/// Reads EML.
struct EmailReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.email]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        let message = MIMEPart(file.bytes[...])
        var builder = DocumentBuilder()
        let subject = message.header("subject").map(EncodedWords.decoded)?.collapsed().nonBlank
        if let subject { builder.add(.heading(level: 1), subject) }
        var lines: [String] = []
        for (field, name) in [("from", "From"), ("to", "To"), ("cc", "Cc"), ("date", "Date")] {
            if let value = message.header(field).map(EncodedWords.decoded)?.collapsed().nonBlank {
                lines.append("\(name): \(value)")
            }
        }
        builder.add(.paragraph, lines.joined(separator: "\n"))

        var body = MailBody(file: file, builder: builder)
        try body.add(message)
        builder = body.builder
        for name in body.attachments { builder.add(.note, name) }

        var document = builder.document(format: .email)
        document.title = subject
        document.author = message.header("from").map(EncodedWords.decoded).flatMap(Self.name)
        document.date = message.header("date").flatMap(DocumentDate.iso)
        return document
    }

    /// `"Ada Lovelace" <ada@example.org>` gives the name; an address alone is given as it is.
    private static func name(_ field: String) -> String? {
        let text = field.collapsed()
        guard let open = text.lastIndex(of: "<") else { return text.nonBlank }
        let name = text[..<open].trimmed().filter { $0 != "\"" }
        return name.nonBlank ?? text[text.index(after: open)...].filter { $0 != ">" }.nonBlank
    }
}

/// Adds the readable parts of a mail.
private struct MailBody {
    let file: SourceFile
    var builder: DocumentBuilder
    var attachments: [String] = []

    init(file: SourceFile, builder: DocumentBuilder) { (self.file, self.builder) = (file, builder) }

    mutating func add(_ part: MIMEPart, depth: Int = 0) throws(ReadingError) {
        try file.checkCancellation()
        guard depth < 20 else { throw .hostile(file: file.name, reason: "its parts are nested too deep") }
        let type = part.type
        if depth > 0,
            part.isAttachment || !type.hasPrefix("text/") && !type.hasPrefix("multipart/") && type != "message/rfc822"
        {
            if let name = part.fileName { attachments.append(name) }
            return
        }
        if type == "multipart/alternative" {
            let choices = part.parts
            guard let best = choices.first(where: { $0.type == "text/plain" }) ?? choices.last else { return }
            try add(best, depth: depth + 1)
        } else if type.hasPrefix("multipart/") {
            for inner in part.parts { try add(inner, depth: depth + 1) }
        } else if type == "message/rfc822" {
            try add(MIMEPart(part.decodedBody[...]), depth: depth + 1)
        } else if type == "text/html" {
            let text = TextDecoder().decode(
                part.decodedBody,
                declared: part.charset ?? HTMLCharset.declared(in: part.decodedBody)
            )
            try addHTML(text)
        } else if type.hasPrefix("text/") {
            addPlain(TextDecoder().decode(part.decodedBody, declared: part.charset))
        }
    }

    private mutating func addHTML(_ text: String) throws(ReadingError) {
        guard let tree = try HTMLTree(text, of: file) else { return }
        let previous = builder
        let next = try tree.withRoot { (root) throws(ReadingError) in
            var blocks = HTMLBlocks(builder: previous, boilerplate: nil)
            blocks.add(root)
            return blocks.builder
        }
        if let next { builder = next }
    }

    /// Paragraphs between blank lines; quoted mail (`>`) is quotation.
    private mutating func addPlain(_ text: String) {
        var paragraph: [NumberedLine] = []
        func isQuoted(_ line: NumberedLine) -> Bool { line.text.hasPrefix(">") }
        for line in NumberedLine.lines(of: text) + [NumberedLine(number: 0, text: "")] {
            if line.isBlank || paragraph.last.map({ isQuoted($0) != isQuoted(line) }) ?? false {
                if let first = paragraph.first {
                    let quoted = isQuoted(first)
                    let lines = paragraph.map { quoted ? $0.text.drop { $0 == ">" || $0 == " " } : $0.text.trimmed() }
                    builder.add(quoted ? .quotation : .paragraph, lines.joined(separator: "\n"))
                }
                paragraph = []
            }
            if !line.isBlank { paragraph.append(line) }
        }
    }
}
