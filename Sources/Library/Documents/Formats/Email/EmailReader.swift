// Mail (RFC 5322 with MIME): who wrote what when, the body as plain text, or as HTML where the plain one says less, and
// the attachments.

/// Reads EML.
struct EmailReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.email]

    /// How many mails this one is attached in.
    private let depth: Int

    init(depth: Int = 0) { self.depth = depth }

    func read(_ file: SourceFile) async throws(ReadingError) -> Document {
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
        let attachments = MailAttachments(body.attachments, of: file, depth: depth)
        try await attachments.add(to: &builder)

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

/// Adds the body's parts of a mail.
private struct MailBody {
    let file: SourceFile
    var builder: DocumentBuilder
    var attachments: [MIMEPart] = []

    init(file: SourceFile, builder: DocumentBuilder) { (self.file, self.builder) = (file, builder) }

    mutating func add(_ part: MIMEPart, depth: Int = 0) throws(ReadingError) {
        try file.checkCancellation()
        guard depth < 20 else { throw .hostile(file: file.name, reason: "its parts are nested too deep") }
        let type = part.type
        if depth > 0,
            part.isAttachment || !type.hasPrefix("text/") && !type.hasPrefix("multipart/") && type != "message/rfc822"
        {
            attachments.append(part)
            return
        }
        if type == "multipart/alternative" {
            try addBest(of: part.parts, depth: depth)
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

    /// Adds the plain text among the choices, unless the richest of them, the last, says far more.
    private mutating func addBest(of choices: [MIMEPart], depth: Int) throws(ReadingError) {
        guard let richest = choices.last else { return }
        guard let plain = choices.first(where: { $0.type == "text/plain" }), richest.type != "text/plain" else {
            return try add(richest, depth: depth + 1)
        }
        let text = TextDecoder().decode(plain.decodedBody, declared: plain.charset)
        var rich = MailBody(file: file, builder: DocumentBuilder())
        try rich.add(richest, depth: depth + 1)
        if Self.isPointer(text, to: rich.builder.byteCount) {
            try add(richest, depth: depth + 1)
        } else {
            addPlain(text)
            attachments += rich.attachments
        }
    }

    /// Whether a plain text stands only in the place of a page with so many bytes of text.
    private static func isPointer(_ plain: String, to byteCount: Int) -> Bool {
        let length = plain.collapsed().utf8.count
        if length * 4 < byteCount { return true }
        // Without its address, "see https://…" is shorter than most.
        guard length < 400, byteCount > 0 else { return false }
        let lowered = plain.lowercased()
        return ["html", "in your browser", "in a browser", "web version", "浏览器", "瀏覽器", "网页版"]
            .contains { lowered.contains($0) }
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
