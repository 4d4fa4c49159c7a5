// OpenDocument text (ISO/IEC 26300): headings, paragraphs, lists and tables of content.xml; notes behind the paragraph
// that calls them.

/// Reads ODT.
struct ODTReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.odt]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        let archive = try ZipArchive(file)
        let parts = try archive.contents {
            ["content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"].contains($0)
        }
        if let manifest = parts["META-INF/manifest.xml"],
            manifest.firstRange(of: Array("encryption-data".utf8)) != nil
        {
            throw .encrypted(file: file.name)
        }
        guard let content = parts["content.xml"] else { throw file.damaged("its content.xml is missing") }

        var body = ODTBody()
        for part in [parts["styles.xml"], content].compactMap(\.self) {
            let reader = try XMLReader(part, of: file)
            while let style = try reader.nextElement(named: ["style", "body"]) {
                if style.name == "body" { break }
                body.addStyle(style)
            }
        }
        let reader = try XMLReader(content, of: file)
        let wanted: Set<String> = [
            "h", "p", "list", "table", "tracked-changes", "table-of-content", "automatic-styles",
        ]
        while let element = try reader.nextElement(named: wanted) { body.add(element, as: nil) }
        if let styles = parts["styles.xml"] {
            let reader = try XMLReader(styles, of: file)
            while let margin = try reader.nextElement(named: ["header", "footer"]) { body.addMargin(margin) }
        }

        var document = body.builder.document(format: .odt)
        if let meta = parts["meta.xml"], let root = try XMLReader(meta, of: file).root().first("meta") {
            document.title = TitleGuess.title(stated: root.first("title")?.text)
            document.author = (root.first("initial-creator") ?? root.first("creator"))?.text.collapsed().nonBlank
            document.date = (root.first("date") ?? root.first("creation-date")).flatMap { DocumentDate.iso($0.text) }
        }
        document.title = document.title ?? body.title
        return document
    }
}

/// Adds the elements of an OpenDocument text to a document.
private struct ODTBody {
    private(set) var builder = DocumentBuilder()
    private(set) var title: String?
    private var parents: [String: String] = [:]
    private var margins: Set<String> = []

    mutating func addStyle(_ style: XMLElement) {
        if style["family"] == "paragraph", let name = style["name"], let parent = style["parent-style-name"] {
            parents[name] = parent
        }
    }

    mutating func add(_ element: XMLElement, as kind: Block.Kind?) {
        switch element.name {
        case "h":
            let level = element["outline-level"].flatMap { Int($0) } ?? 1
            addParagraph(element, .heading(level: max(1, min(level, 9))))
        case "p": addParagraph(element, kind ?? self.kind(of: element["style-name"]))
        case "list", "list-item", "list-header":
            for child in element.children { add(child, as: kind ?? .listItem) }
        case "table": addTable(element)
        case "section", "index-body", "text-box", "note-body", "annotation":
            for child in element.children { add(child, as: kind) }
        default: break  // tracked changes hold what was deleted; a table of contents repeats the headings
        }
    }

    /// Adds a header or footer once, whatever pages show it.
    mutating func addMargin(_ margin: XMLElement) {
        for paragraph in margin.descendants("p") {
            var inline = Inline()
            collect(paragraph, into: &inline)
            let text = inline.text.collapsed()
            guard text.count(where: \.isLetter) > 1, margins.insert(text).inserted else { continue }
            builder.add(.note, text)
        }
    }

    private func kind(of style: String?) -> Block.Kind {
        var name = style
        for _ in 0..<10 {
            guard let current = name else { break }
            switch current {
            case "Title", "Subtitle": return .heading(level: current == "Title" ? 1 : 2)
            case "Quotations": return .quotation
            case "Preformatted_20_Text", "Source_20_Code": return .code
            case "Caption", "Table", "Illustration", "Figure", "Drawing": return .caption
            default: break
            }
            name = parents[current]
        }
        return .paragraph
    }

    private struct Inline {
        var text = ""
        var notes: [XMLElement] = []
        var boxes: [XMLElement] = []
    }

    private mutating func addParagraph(_ paragraph: XMLElement, _ kind: Block.Kind) {
        var inline = Inline()
        collect(paragraph, into: &inline)
        var text = inline.text.trimmed()
        if case .heading(let level) = kind {
            text = text.collapsed()
            if level == 1, title == nil { title = text.nonBlank }
        }
        builder.add(kind, text)
        for box in inline.boxes { add(box, as: nil) }
        for note in inline.notes { add(note, as: .note) }
    }

    private func collect(_ element: XMLElement, into inline: inout Inline) {
        for node in element.nodes {
            switch node {
            case .text(let text):
                // White space collapses as in HTML; blanks that count are elements.
                let line = text.collapsed()
                let startsBlank = text.first?.isWhitespace == true
                let endsBlank = text.last?.isWhitespace == true
                if startsBlank, inline.text.last?.isWhitespace == false { inline.text += " " }
                inline.text += line
                if endsBlank, !line.isEmpty { inline.text += " " }
            case .element(let child): collectChild(child, into: &inline)
            }
        }
    }

    private func collectChild(_ child: XMLElement, into inline: inout Inline) {
        switch child.name {
        case "s": inline.text += String(repeating: " ", count: min(child["c"].flatMap { Int($0) } ?? 1, 100))
        case "tab": inline.text += "\t"
        case "line-break": inline.text += "\n"
        case "note": if let body = child.first("note-body") { inline.notes.append(body) }
        case "annotation": inline.notes.append(child)
        case "text-box": inline.boxes.append(child)
        case "image", "object", "object-ole", "note-citation", "ruby-text", "desc", "title", "creator", "date",
            "tracked-changes", "plugin":
            break
        default: collect(child, into: &inline)
        }
    }

    private mutating func addTable(_ element: XMLElement) {
        var table = TableText()
        var notes: [XMLElement] = []
        addRows(of: element, isHeader: false, to: &table, &notes)
        table.add(to: &builder, at: .headings)
        for note in notes { add(note, as: .note) }
    }

    private mutating func addRows(
        of element: XMLElement,
        isHeader: Bool,
        to table: inout TableText,
        _ notes: inout [XMLElement]
    ) {
        for child in element.children {
            switch child.name {
            case "table-header-rows": addRows(of: child, isHeader: true, to: &table, &notes)
            case "table-rows", "table-row-group": addRows(of: child, isHeader: isHeader, to: &table, &notes)
            case "table-row":
                var cells: [String] = []
                for cell in child.children where cell.name == "table-cell" || cell.name == "covered-table-cell" {
                    var inline = Inline()
                    for paragraph in cell.descendants("p") + cell.descendants("h") {
                        if !inline.text.isEmpty { inline.text += " " }
                        collect(paragraph, into: &inline)
                    }
                    notes += inline.notes
                    let repeats = cell["number-columns-repeated"].flatMap { Int($0) } ?? 1
                    cells += Array(repeating: inline.text, count: max(1, min(repeats, inline.text.isEmpty ? 64 : 16)))
                }
                table.add(cells, isHeader: isHeader)
            default: break
            }
        }
    }
}
