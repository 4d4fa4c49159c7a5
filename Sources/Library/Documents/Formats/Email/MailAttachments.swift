// The attachments of a mail: each that can be read becomes a section under its name, the others are named. What is wrong
// with one costs the mail nothing.

/// Reads what is attached to a mail.
struct MailAttachments {
    /// The most attachments of one mail that are read, and the most bytes of one.
    private static let count = 20
    private static let byteCount = 25 << 20
    /// Mails attached in mails that are attached are read to this depth.
    private static let depth = 3

    private let parts: [MIMEPart]
    private let file: SourceFile
    private let depth: Int

    init(_ parts: [MIMEPart], of file: SourceFile, depth: Int) {
        (self.parts, self.file, self.depth) = (parts, file, depth)
    }

    /// Adds the names of those that are not read, then the others.
    func add(to builder: inout DocumentBuilder) async throws(ReadingError) {
        var read: [(name: String, document: Document)] = []
        var textByteCount = builder.byteCount
        for part in parts {
            try file.checkCancellation()
            let name = part.fileName ?? part.type
            if read.count < Self.count,
                let document = try await document(of: part, name, textLimit: file.limits.textByteCount - textByteCount)
            {
                textByteCount += document.text.utf8.count
                read.append((name, document))
            } else if part.fileName != nil {
                builder.add(.note, name)
            }
        }
        for (name, document) in read {
            builder.add(.heading(level: 2), name)
            for block in document.blocks {
                builder.add(
                    Self.kind(below: block.kind),
                    document.text(of: block),
                    at: Self.anchor(within: block.anchor)
                )
            }
        }
    }

    /// What an attachment says; nil when it cannot be read.
    private func document(of part: MIMEPart, _ name: String, textLimit: Int) async throws(ReadingError) -> Document? {
        var bytes = part.decodedBody
        guard bytes.count <= Self.byteCount, !bytes.isEmpty else { return nil }
        if part.type.hasPrefix("text/"), let charset = part.charset {
            bytes = Array(TextDecoder().decode(bytes, declared: charset).utf8)
        }
        var limits = file.limits
        limits.textByteCount = max(0, textLimit)
        limits.archiveByteCount = min(limits.archiveByteCount, 8 * Self.byteCount)
        do throws(ReadingError) {
            let format = try FormatDetector(limits: limits).format(of: bytes, named: name)
            guard format != .email || depth < Self.depth else { return nil }
            let attachment = SourceFile(
                name: "\(file.name) › \(name)",
                bytes: bytes,
                format: format,
                limits: limits,
                options: file.options
            )
            let reader = format == .email ? EmailReader(depth: depth + 1) : DocumentLoader.reader(of: format)
            let document = try await reader.read(attachment)
            return document.blocks.isEmpty || document.text.utf8.count > limits.textByteCount ? nil : document
        } catch {
            try file.checkCancellation()
            return nil
        }
    }

    private static func kind(below kind: Block.Kind) -> Block.Kind {
        if case .heading(let level) = kind { .heading(level: level + 2) } else { kind }
    }

    /// Pages and lines are those of another file: only the headings lead there.
    private static func anchor(within anchor: Anchor) -> Anchor {
        switch anchor {
        case .page, .lines: .headings
        case .slide, .cells, .time, .headings: anchor
        }
    }
}
