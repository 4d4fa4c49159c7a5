// Walks the content of a page (or of a chapter of an EPUB, or an HTML mail) and adds its blocks.

/// Adds the blocks of an HTML tree to a document.
struct HTMLBlocks {
    private(set) var builder: DocumentBuilder
    private let boilerplate: HTMLBoilerplate?
    private var inline = ""
    private var lineKind: Block.Kind = .paragraph

    /// What surrounds the node being walked.
    private struct Surroundings {
        var kind: Block.Kind = .paragraph
        var isInContent = false
        var depth = 0
    }

    /// Adds to `builder` what `boilerplate` does not leave out; without one, everything but what is never text.
    init(builder: DocumentBuilder = DocumentBuilder(), boilerplate: HTMLBoilerplate?) {
        (self.builder, self.boilerplate) = (builder, boilerplate)
    }

    /// Adds what `root` holds.
    mutating func add(_ root: HTMLNode) {
        var surroundings = Surroundings()
        surroundings.isInContent = root.name == "main" || root.name == "article" || root["role"] == "main"
        walk(root, surroundings)
        flush()
    }

    private mutating func walk(_ node: HTMLNode, _ outer: Surroundings) {
        if node.isText {
            inline += node.content
            return
        }
        // libxml2 stops at 256 elements; the bound here is for trees from elsewhere.
        guard node.isElement, outer.depth < 400 else { return }
        let name = node.name
        guard !HTMLBoilerplate.silent.contains(name) else { return }
        if let boilerplate, boilerplate.isLeftOut(node, isInContent: outer.isInContent) {
            if name == "header" { addHeadings(in: node) }
            return
        }
        var inner = outer
        inner.depth += 1
        switch name {
        case "br": inline += "\u{2028}"
        case "hr": flush()
        case "h1", "h2", "h3", "h4", "h5", "h6": addHeading(node)
        case "sup" where isCitationMark(node): break
        case "pre": addCode(node)
        case "table": addTable(node, inner)
        case "figcaption", "caption", "legend":
            inner.kind = .caption
            walkBlock(node, inner)
        case "blockquote":
            inner.kind = .quotation
            walkBlock(node, inner)
        case "li", "dd":
            if inner.kind != .note { inner.kind = .listItem }
            walkBlock(node, inner)
        case "ol" where inner.kind != .note && !isNoteList(node):
            addNumberedItems(of: node, inner)
        case "ol", "ul", "dl":
            if isNoteList(node) { inner.kind = .note }
            walkBlock(node, inner)
        case "article", "main":
            inner.isInContent = true
            walkBlock(node, inner)
        case "aside" where node.isEPUBNote:
            inner.kind = .note
            walkBlock(node, inner)
        case "img":
            break
        case _ where Self.inlineElements.contains(name):
            for child in node.children { walk(child, inner) }
        default:
            walkBlock(node, inner)
        }
    }

    private mutating func addNumberedItems(of list: HTMLNode, _ surroundings: Surroundings) {
        flush()
        var next = list["start"].flatMap { Int($0) } ?? 1
        for child in list.children where !Task.isCancelled {
            guard child.name == "li" else {
                walk(child, surroundings)
                continue
            }
            var inner = surroundings
            inner.kind = .numberedItem(next)
            inner.depth += 1
            walkBlock(child, inner)
            next &+= 1
        }
    }

    private mutating func walkBlock(_ node: HTMLNode, _ surroundings: Surroundings) {
        flush()
        lineKind = surroundings.kind
        for child in node.children {
            if Task.isCancelled { return }
            walk(child, surroundings)
            if child.isElement, inline.isEmpty { lineKind = surroundings.kind }
        }
        flush()
    }

    /// Ends the running block: white space collapses as a browser does it, `br` becomes a newline.
    private mutating func flush() {
        guard !inline.isEmpty else { return }
        let pieces = inline.unicodeScalars.split(separator: "\u{2028}").map { String(Substring($0)) }
        let lines = pieces.map { $0.cleaned().collapsed() }
        if boilerplate == nil || !lines.contains(where: Self.isImprint) {
            builder.add(lineKind, lines.filter { !$0.isEmpty }.joined(separator: "\n"))
        }
        inline = ""
    }

    /// `© 2024 …, all rights reserved`, at the foot of most pages.
    private static func isImprint(_ line: String) -> Bool {
        guard line.utf8.count < 400, let first = line.unicodeScalars.first, let last = line.unicodeScalars.last else {
            return false
        }
        guard first == "©" || first == "C" || first == "版" || last == "d" || last == "." else { return false }
        return line.hasPrefix("©") || line.hasPrefix("Copyright ©") || line.hasPrefix("版权所有")
            || line.hasSuffix("ights reserved") || line.hasSuffix("ights reserved.")
            || line.hasSuffix("ights Reserved.")
    }

    private mutating func addHeading(_ node: HTMLNode) {
        flush()
        let level = node.name.last?.wholeNumberValue ?? 1
        builder.add(.heading(level: level), contentText(of: node))
    }

    /// A page's header is left out but for its headings, which are often the article's title.
    private mutating func addHeadings(in node: HTMLNode) {
        for heading in node.descendants(["h1"], limit: 3) { addHeading(heading) }
    }

    private mutating func addCode(_ node: HTMLNode) {
        flush()
        var text = ""
        var stack = [node]
        while let node = stack.popLast() {
            if node.isText { text += node.content }
            if node.name == "br" { text += "\n" }
            stack += node.children.reversed()
        }
        let lines = text.cleaned().split(separator: "\n", omittingEmptySubsequences: false)
        let isBlank = { (line: Substring) in line.trimmed().isEmpty }
        guard let first = lines.firstIndex(where: { !isBlank($0) }), let last = lines.lastIndex(where: { !isBlank($0) })
        else { return }
        builder.add(.code, lines[first...last].joined(separator: "\n"))
    }

    // MARK: Tables

    private mutating func addTable(_ table: HTMLNode, _ surroundings: Surroundings) {
        flush()
        guard isData(table) else {
            walkBlock(table, surroundings)
            return
        }
        for caption in table.children where caption.name == "caption" {
            builder.add(.caption, contentText(of: caption))
        }
        var rows = TableText()
        for row in table.descendants(["tr"]) {
            let cells = row.children.filter { $0.name == "td" || $0.name == "th" }
            guard !cells.isEmpty, !(boilerplate?.isLeftOut(row, isInContent: true) ?? false) else { continue }
            let isHeader = cells.allSatisfy { $0.name == "th" } || row.isInside("thead", before: table)
            rows.add(cells.map { contentText(of: $0) }, isHeader: isHeader)
        }
        rows.add(to: &builder, at: .headings)
    }

    /// A table of data, not one that only lays the page out.
    private func isData(_ table: HTMLNode) -> Bool {
        if table["role"] == "presentation" || table["role"] == "none" { return false }
        if !table.descendants(["table", "h1", "h2", "h3"], limit: 1).isEmpty { return false }
        let cells = table.descendants(["td", "th"], limit: 2)
        guard cells.count > 1 else { return false }
        if !table.descendants(["th"], limit: 1).isEmpty { return true }
        let paragraphs = table.descendants(["p", "div", "ul"], limit: 100).count
        return paragraphs <= 2 * table.descendants(["tr"], limit: 100).count
    }

    /// The text of an element on one line, without what is left out.
    private func contentText(of node: HTMLNode) -> String {
        var text = ""
        var stack = [node]
        while let next = stack.popLast() {
            if next.isText { text += next.content }
            guard next.isElement, !HTMLBoilerplate.silent.contains(next.name) else { continue }
            if unsafe next.pointer != node.pointer {
                if next.name == "sup", isCitationMark(next) { continue }
                if let boilerplate, boilerplate.isLeftOut(next, isInContent: true) { continue }
                if !Self.inlineElements.contains(next.name) { text += " " }
            }
            stack += next.children.reversed()
        }
        return text.cleaned().collapsed()
    }

    // MARK: Notes

    /// `[1]` that leads to a note of the same page: it would stand in the middle of every quoted sentence.
    private func isCitationMark(_ node: HTMLNode) -> Bool {
        guard let link = node.descendants(["a"], limit: 1).first else { return false }
        let text = node.text
        return link["href"]?.hasPrefix("#") == true && text.hasPrefix("[") && text.hasSuffix("]")
    }

    private func isNoteList(_ node: HTMLNode) -> Bool {
        guard let names = node["class"]?.lowercased() else { return node["role"] == "doc-endnotes" }
        return names.contains("references") || names.contains("footnotes") || names.contains("endnotes")
    }

    private static let inlineElements: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins",
        "kbd", "label", "mark", "math", "mi", "mn", "mo", "mrow", "ms", "mtext", "mfrac", "msub", "msup", "msqrt",
        "mstyle", "semantics", "munder", "mover", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "picture", "img", "msubsup", "mpadded",
    ]
}

extension HTMLNode {
    fileprivate var isEPUBNote: Bool {
        let type = self["epub:type"] ?? self["type"] ?? self["role"] ?? ""
        return type.contains("footnote") || type.contains("endnote") || type.contains("rearnote")
    }

    /// Whether an element called `name` is between this one and `end`.
    fileprivate func isInside(_ name: String, before end: HTMLNode) -> Bool {
        var next = parent
        while let node = next, unsafe node.pointer != end.pointer {
            if node.name == name { return true }
            next = node.parent
        }
        return false
    }
}
