// PowerPoint (ECMA-376 part 1, PresentationML): slides in the order of the show, each with its title as a heading,
// its text, tables and speaker's notes.

/// Reads PPTX.
struct PPTXReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.pptx]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        let package = try OfficePackage(file)
        let main = try package.mainPart()
        guard let presentation = try package.root(of: main) else { throw file.damaged("its main part is missing") }
        let relationships = try package.relationships(of: main)
        let parts = try package.archive.contents { name in
            name.hasSuffix(".xml.rels") && name.contains("/slides/")
                || name.hasSuffix(".xml")
                    && (name.contains("/slides/") || name.contains("/notesSlides/") || name.contains("/diagrams/data")
                        || name.contains("/charts/chart"))
        }

        var builder = DocumentBuilder()
        var firstTitle: String?
        let slides = presentation.first("sldIdLst")?.children("sldId") ?? []
        for (index, slide) in slides.enumerated() {
            guard let path = relationships.first(where: { $0.id == slide["r:id"] })?.target, let bytes = parts[path]
            else {
                continue
            }
            var text = SlideText(anchor: .slide(index + 1))
            text.addSlide(try XMLReader(bytes, of: file).root())
            if let bytes = parts[OfficePackage.relationshipsPath(of: path)] {
                let own = try OfficePackage.relationships(in: bytes, of: path, file)
                for diagram in own where diagram.type == "diagramData" {
                    if let bytes = parts[diagram.target] { text.addDiagram(try XMLReader(bytes, of: file).root()) }
                }
                for chart in own where chart.type == "chart" {
                    if let bytes = parts[chart.target] {
                        text.addChart(ChartText(try XMLReader(bytes, of: file).root()))
                    }
                }
                if let notes = own.first(where: { $0.type == "notesSlide" }), let bytes = parts[notes.target] {
                    text.addNotes(try XMLReader(bytes, of: file).root())
                }
            }
            firstTitle = firstTitle ?? text.title
            text.add(to: &builder)
        }
        var document = builder.document(format: .pptx)
        try package.setProperties(of: &document)
        document.title = TitleGuess.title(stated: document.title) ?? firstTitle
        return document
    }
}

/// The pieces of one slide.
private struct SlideText {
    private(set) var title: String?
    private let anchor: Anchor
    private var pieces: [(kind: Block.Kind, text: String)] = []
    private var tables: [Int: TableText] = [:]
    private var charts: [Int: ChartText] = [:]

    init(anchor: Anchor) { self.anchor = anchor }

    func add(to builder: inout DocumentBuilder) {
        if let title { builder.add(.heading(level: 1), title, at: anchor) }
        for (index, piece) in pieces.enumerated() {
            if let table = tables[index] {
                table.add(to: &builder, at: anchor)
            } else if let chart = charts[index] {
                chart.add(to: &builder, at: anchor)
            } else {
                builder.add(piece.kind, piece.text, at: anchor)
            }
        }
    }

    mutating func addSlide(_ root: XMLElement) {
        guard let tree = root.at("cSld", "spTree") else { return }
        addShapes(tree)
    }

    /// Adds the boxes of a SmartArt drawing, which keeps its text in a part of its own.
    mutating func addDiagram(_ root: XMLElement) {
        for paragraph in root.descendants("t").flatMap({ $0.children("p") }) {
            pieces.append((.listItem, Self.text(of: paragraph)))
        }
    }

    mutating func addChart(_ chart: ChartText) {
        charts[pieces.count] = chart
        pieces.append((.table(headerRows: 0), ""))
    }

    mutating func addNotes(_ root: XMLElement) {
        guard let tree = root.at("cSld", "spTree") else { return }
        for shape in tree.children("sp") where Self.placeholder(of: shape) == "body" {
            for paragraph in shape.first("txBody")?.children("p") ?? [] {
                pieces.append((.note, Self.text(of: paragraph)))
            }
        }
    }

    private mutating func addShapes(_ tree: XMLElement) {
        for shape in tree.children {
            switch shape.name {
            case "sp": addShape(shape)
            case "grpSp": addShapes(shape)
            case "AlternateContent":
                if let choice = shape.first("Choice") ?? shape.first("Fallback") { addShapes(choice) }
            case "graphicFrame": for table in shape.descendants("tbl") { addTable(table) }
            default: break
            }
        }
    }

    private mutating func addShape(_ shape: XMLElement) {
        let placeholder = Self.placeholder(of: shape)
        let paragraphs = shape.first("txBody")?.children("p") ?? []
        switch placeholder {
        case "sldNum", "dt", "ftr", "hdr": return
        case "title", "ctrTitle":
            let text = paragraphs.map(Self.text).joined(separator: " ").collapsed()
            if title == nil { title = text.nonBlank } else { pieces.append((.paragraph, text)) }
        default:
            for paragraph in paragraphs {
                let properties = paragraph.first("pPr")
                let hasBullet = properties?.first("buChar") != nil || properties?.first("buAutoNum") != nil
                let isBody = placeholder == "body" || placeholder == "obj"
                let isList = hasBullet || properties?["lvl"] != nil || isBody && properties?.first("buNone") == nil
                pieces.append((isList ? .listItem : .paragraph, Self.text(of: paragraph)))
            }
        }
    }

    private mutating func addTable(_ element: XMLElement) {
        var table = TableText()
        let namesColumns = element.first("tblPr")?["firstRow"] == "1"
        for (index, row) in element.children("tr").enumerated() {
            let cells = row.children("tc").map { cell in
                (cell.first("txBody")?.children("p") ?? []).map(Self.text).joined(separator: " ")
            }
            table.add(cells, isHeader: index == 0 && namesColumns)
        }
        tables[pieces.count] = table
        pieces.append((.table(headerRows: 0), ""))
    }

    /// The shape's role on the slide; a placeholder without a type is an object's.
    private static func placeholder(of shape: XMLElement) -> String? {
        guard let placeholder = shape.at("nvSpPr", "nvPr", "ph") else { return nil }
        return placeholder["type"] ?? "obj"
    }

    private static func text(of paragraph: XMLElement) -> String {
        var text = ""
        for child in paragraph.children {
            switch child.name {
            case "r", "fld": text += child.first("t")?.text ?? ""
            case "br": text += "\n"
            case "m", "AlternateContent": text += (child.first("Choice") ?? child).descendants("t").map(\.text).joined()
            default: break
            }
        }
        return text.trimmed()
    }
}
