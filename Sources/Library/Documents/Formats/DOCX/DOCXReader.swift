// Word documents (ECMA-376 part 1, WordprocessingML): paragraphs and tables in order, notes behind the paragraph that
// calls them, headers and footers once at the end.

/// Reads DOCX.
struct DOCXReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.docx]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        let package = try OfficePackage(file)
        let main = try package.mainPart()
        let relationships = try package.relationships(of: main)
        func path(of type: String) -> String? { relationships.first { $0.type == type }?.target }

        var styles = DOCXStyles()
        if let path = path(of: "styles"), let root = try package.root(of: path) { styles = DOCXStyles(root) }
        var numbering = DOCXNumbering()
        if let path = path(of: "numbering"), let root = try package.root(of: path) { numbering = DOCXNumbering(root) }
        var body = DOCXBody(styles: styles, numbering: numbering)
        for (type, element) in [("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment")] {
            guard let path = path(of: type), let root = try package.root(of: path) else { continue }
            body.addNotes(root.children(element), called: element)
        }

        guard let bytes = try package.archive.contents(of: main) else { throw file.damaged("its main part is missing") }
        let reader = try XMLReader(bytes, of: file)
        while let element = try reader.nextElement(named: ["p", "tbl", "sectPr"]) { body.add(element) }

        let margins = relationships.filter { $0.type == "header" || $0.type == "footer" }
            .sorted { ($0.type == "header" ? 0 : 1, $0.target) < ($1.type == "header" ? 0 : 1, $1.target) }
        for margin in margins {
            if let root = try package.root(of: margin.target) { body.addMargin(root) }
        }

        var document = body.builder.document(format: .docx)
        try package.setProperties(of: &document)
        if document.title == nil || TitleGuess.isFileName(document.title ?? "") { document.title = body.title }
        return document
    }
}

/// The paragraph styles of a document: which are headings, lists or tables of contents.
struct DOCXStyles {
    private struct Style {
        var name: String
        var parent: String?
        var outlineLevel: Int?
        /// The numbering that its paragraphs are counted by; `0` is none.
        var numbering: String?
        var numberingLevel: Int?
    }

    private var styles: [String: Style] = [:]

    init() {}

    init(_ root: XMLElement) {
        for style in root.children("style") where style["type"] == "paragraph" {
            guard let id = style["styleId"] else { continue }
            let properties = style.first("pPr")
            styles[id] = Style(
                name: style.first("name")?["val"]?.lowercased() ?? id.lowercased(),
                parent: style.first("basedOn")?["val"],
                outlineLevel: properties?.first("outlineLvl")?["val"].flatMap { Int($0) },
                numbering: properties?.at("numPr", "numId")?["val"],
                numberingLevel: properties?.at("numPr", "ilvl")?["val"].flatMap { Int($0) }
            )
        }
    }

    /// What a paragraph of style `id` is; `outlineLevel` is the paragraph's own, counted from 0 as Word does.
    func kind(of id: String?, outlineLevel: Int?, isNumbered: Bool) -> Block.Kind {
        let chain = chain(of: id)
        if let own = outlineLevel { return own < 9 ? .heading(level: own + 1) : listOrParagraph(isNumbered) }
        for style in chain {
            if let level = style.outlineLevel {
                return level < 9 ? .heading(level: level + 1) : listOrParagraph(isNumbered)
            }
            if let level = Self.headingLevel(of: style.name) { return .heading(level: level) }
        }
        let names = chain.map(\.name) + (id.map { [$0.lowercased()] } ?? [])
        if names.contains(where: { $0.contains("caption") || $0 == "题注" }) { return .caption }
        if names.contains(where: { $0.contains("quote") || $0 == "引用" || $0 == "block text" }) { return .quotation }
        if names.contains(where: { $0 == "source code" || $0 == "sourcecode" || $0 == "html preformatted" }) {
            return .code
        }
        return listOrParagraph(isNumbered || numbering(of: id) != nil)
    }

    /// The numbering that a style brings, with its level from 0.
    func numbering(of id: String?) -> (id: String, level: Int)? {
        let chain = chain(of: id)
        guard let numbering = chain.lazy.compactMap(\.numbering).first, numbering != "0" else { return nil }
        return (numbering, chain.lazy.compactMap(\.numberingLevel).first ?? 0)
    }

    func isTitle(_ id: String?) -> Bool {
        chain(of: id).prefix(1).contains { ["title", "标题", "titre", "titel"].contains($0.name) }
    }

    /// A line of a table of contents or of figures, which repeats the headings.
    func isContentsLine(_ id: String?) -> Bool {
        chain(of: id).contains { style in
            style.name.hasPrefix("toc ") || style.name == "table of figures" || style.name == "toc heading"
        }
    }

    private func listOrParagraph(_ isList: Bool) -> Block.Kind { isList ? .listItem : .paragraph }

    /// The style and those it is based on.
    private func chain(of id: String?) -> [Style] {
        var chain: [Style] = []
        var next = id
        while let id = next, let style = styles[id], chain.count < 12 {
            chain.append(style)
            next = style.parent
        }
        return chain
    }

    /// `heading 2`, also as Word and WPS name it in other languages.
    private static func headingLevel(of name: String) -> Int? {
        if name == "title" || name == "标题" { return 1 }
        let names = [
            "heading", "标题", "標題", "見出し", "제목", "überschrift", "titre", "título", "titolo", "kop", "rubrik",
            "заголовок", "nagłówek", "nadpis", "otsikko", "overskrift",
        ]
        guard let word = names.first(where: { name.hasPrefix($0) }) else { return nil }
        guard let level = Int(name.dropFirst(word.count).trimmed()), (1...9).contains(level) else { return nil }
        return level
    }
}
