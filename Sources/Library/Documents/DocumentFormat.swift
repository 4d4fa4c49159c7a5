// The formats that can be read, each with its name and its usual file endings.

/// What kind of file a document came from, told by its content.
package enum DocumentFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case plainText = "txt"
    case markdown = "md"
    case html
    case pdf
    case docx
    case pptx
    case xlsx
    case odt
    case csv
    case tsv
    case epub
    case json
    case jsonLines = "jsonl"
    case rtf
    case sourceCode = "code"
    case webVTT = "vtt"
    case subRip = "srt"
    case email = "eml"
}

extension DocumentFormat {
    /// The format's name for people.
    package var title: String {
        switch self {
        case .plainText: "text"
        case .markdown: "Markdown"
        case .html: "HTML"
        case .pdf: "PDF"
        case .docx: "Word (DOCX)"
        case .pptx: "PowerPoint (PPTX)"
        case .xlsx: "Excel (XLSX)"
        case .odt: "OpenDocument (ODT)"
        case .csv: "CSV"
        case .tsv: "TSV"
        case .epub: "EPUB"
        case .json: "JSON"
        case .jsonLines: "JSON Lines"
        case .rtf: "RTF"
        case .sourceCode: "source code"
        case .webVTT: "WebVTT"
        case .subRip: "SubRip"
        case .email: "e-mail"
        }
    }

    /// Whether the bytes are text that an editor can show; the other formats are binary.
    package var isText: Bool {
        switch self {
        case .pdf, .docx, .pptx, .xlsx, .odt, .epub: false
        default: true
        }
    }
}
