// A mail or one part of it (RFC 2045, 2046): header fields, type, and the body with its transfer encoding undone.

/// One MIME entity.
struct MIMEPart {
    private let fields: [(name: String, value: String)]
    private let body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        var fields: [(name: String, value: String)] = []
        var rest = bytes
        while let end = rest.firstIndex(of: 0x0A) {
            var line = rest[..<end]
            rest = rest[(end + 1)...]
            if line.last == 0x0D { line = line.dropLast() }
            if line.isEmpty { break }
            let text =
                line.allSatisfy { $0 < 0x80 }
                ? String(decoding: line, as: UTF8.self) : TextDecoder().decode(Array(line))
            if line.first == 0x20 || line.first == 0x09, !fields.isEmpty {
                fields[fields.count - 1].value += " " + text.trimmed()
            } else if let colon = text.firstIndex(of: ":") {
                fields.append((text[..<colon].lowercased(), text[text.index(after: colon)...].trimmed().description))
            }
            if fields.count > 2000 { break }
        }
        self.fields = fields
        body = rest
    }

    func header(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Such as `text/plain`, the default, in lower case.
    var type: String {
        let type = header("content-type")?.prefix { $0 != ";" }.trimmed().lowercased() ?? ""
        return type.contains("/") ? type : "text/plain"
    }

    var charset: String? { header("content-type").flatMap { Self.parameter("charset", of: $0) } }

    var isAttachment: Bool { header("content-disposition")?.lowercased().hasPrefix("attachment") ?? false }

    var fileName: String? {
        let name =
            header("content-disposition").flatMap { Self.parameter("filename", of: $0) }
            ?? header("content-type").flatMap { Self.parameter("name", of: $0) }
        return name.map(EncodedWords.decoded)?.collapsed().nonBlank
    }

    /// The parts of a multipart entity.
    var parts: [MIMEPart] {
        guard let boundary = header("content-type").flatMap({ Self.parameter("boundary", of: $0) }), !boundary.isEmpty
        else { return [] }
        let mark = Array("--\(boundary)".utf8)
        var parts: [MIMEPart] = []
        var start: Int?
        var lineStart = body.startIndex
        while lineStart < body.endIndex, parts.count < 1000, !Task.isCancelled {
            let lineEnd = body[lineStart...].firstIndex(of: 0x0A) ?? body.endIndex
            let line = body[lineStart..<lineEnd]
            if line.starts(with: mark) {
                if let start { parts.append(MIMEPart(body[start..<lineStart])) }
                start = min(lineEnd + 1, body.endIndex)
                if line.dropFirst(mark.count).starts(with: [0x2D, 0x2D]) { return parts }
            }
            lineStart = min(lineEnd + 1, body.endIndex)
        }
        // A mail cut short has no last boundary.
        if let start, start < body.endIndex { parts.append(MIMEPart(body[start...])) }
        return parts
    }

    /// The body's bytes without their transfer encoding.
    var decodedBody: [UInt8] {
        switch header("content-transfer-encoding")?.trimmed().lowercased() {
        case "base64": TransferEncoding.base64(body)
        case "quoted-printable": TransferEncoding.quotedPrintable(body)
        default: Array(body)
        }
    }

    /// A parameter such as `charset="utf-8"`, or `filename*=utf-8''%E4…` (RFC 2231).
    private static func parameter(_ name: String, of field: String) -> String? {
        var fields: [String] = [""]
        var isQuoted = false
        for character in field {
            if character == "\"" { isQuoted.toggle() }
            if character == ";", !isQuoted { fields.append("") } else { fields[fields.count - 1].append(character) }
        }
        for part in fields.dropFirst() {
            guard let equals = part.firstIndex(of: "=") else { continue }
            let key = part[..<equals].trimmed().lowercased()
            let value = String(part[part.index(after: equals)...].trimmed().filter { $0 != "\"" })
            if key == name { return value }
            if key == name + "*" {
                let pieces = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
                guard pieces.count == 3 else { return value }
                let bytes = TransferEncoding.percent(pieces[2])
                return TextEncoding(label: String(pieces[0]))?.decode(bytes)?.text.cleaned()
            }
        }
        return nil
    }
}
