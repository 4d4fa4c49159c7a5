// The running text of a Word document: paragraphs with their runs, tables, text boxes, fields, tracked changes, notes.

/// Adds Word's paragraphs and tables to a document.
struct DOCXBody {
    private(set) var builder = DocumentBuilder()
    /// The first paragraph in the style Title, or else the first heading of level 1.
    private(set) var title: String?
    private var titleIsGuess = true
    private let styles: DOCXStyles
    private var notes: [String: XMLElement] = [:]
    private var margins: Set<String> = []
    /// For each open field, whether its code (which is not text) is still running.
    private var fieldsInCode: [Bool] = []

    private var numbering: DOCXNumbering

    init(styles: DOCXStyles, numbering: DOCXNumbering) { (self.styles, self.numbering) = (styles, numbering) }

    /// Makes notes known by their id, before the text that calls them.
    mutating func addNotes(_ elements: [XMLElement], called kind: String) {
        for note in elements {
            guard let id = note["id"], note["type"] == nil || note["type"] == "normal" else { continue }
            notes["\(kind) \(id)"] = note
        }
    }

    /// Adds a paragraph or table of the body.
    mutating func add(_ element: XMLElement) {
        switch element.name {
        case "p": addParagraph(element)
        case "tbl": addTable(element)
        default: break
        }
    }

    /// Adds a header or footer, once, however many sections show it.
    mutating func addMargin(_ root: XMLElement) {
        for element in Self.blocks(in: root) {
            if element.name == "tbl" {
                addTable(element)
                continue
            }
            var found = Inline()
            collect(element, into: &found)
            let text = found.text.collapsed()
            // A page's number is no text; a frame around it neither.
            if text.count(where: \.isLetter) > 1, margins.insert(text).inserted { builder.add(.note, text) }
            for box in found.boxes { addMargin(box) }
        }
    }

    /// What a paragraph holds: its text, the notes it calls, and the text boxes anchored in it.
    private struct Inline {
        var text = ""
        var notes: [String] = []
        var boxes: [XMLElement] = []
    }

    private mutating func addParagraph(_ paragraph: XMLElement, as forced: Block.Kind? = nil) {
        let properties = paragraph.first("pPr")
        let style = properties?.first("pStyle")?["val"]
        guard !styles.isContentsLine(style) else { return }
        var inline = Inline()
        collect(paragraph, into: &inline)
        fieldsInCode = fieldsInCode.map { _ in false }

        let numbered = numbering(of: properties, style: style)
        let kind =
            forced
            ?? styles.kind(
                of: style,
                outlineLevel: properties?.first("outlineLvl")?["val"].flatMap { Int($0) },
                isNumbered: numbered != nil
            )
        var text = inline.text.trimmed()
        if case .heading(let level) = kind {
            text = text.collapsed()
            noteTitle(text, level: level, isTitle: styles.isTitle(style))
        }
        if !text.isEmpty, let numbered, let number = numbering.next(numbered.id, level: numbered.level) {
            text = number + " " + text
        }
        builder.add(kind, text)
        addBoxes(inline.boxes)
        for id in inline.notes { addNote(id) }
    }

    /// The numbering of a paragraph, its own or its style's; the number 0 switches the style's off.
    private func numbering(of properties: XMLElement?, style: String?) -> (id: String, level: Int)? {
        let own = properties?.first("numPr")
        let level = own?.first("ilvl")?["val"].flatMap { Int($0) }
        if let id = own?.first("numId")?["val"] { return id == "0" ? nil : (id, level ?? 0) }
        return styles.numbering(of: style)
    }

    private mutating func noteTitle(_ text: String, level: Int, isTitle: Bool) {
        guard !text.isEmpty, titleIsGuess else { return }
        if isTitle {
            (title, titleIsGuess) = (text, false)
        } else if level == 1, title == nil {
            title = text
        }
    }

    private mutating func addNote(_ id: String) {
        // Each note once, even when several marks call it.
        guard let note = notes.removeValue(forKey: id) else { return }
        for element in Self.blocks(in: note) {
            if element.name == "tbl" { addTable(element) } else { addParagraph(element, as: .note) }
        }
    }

    private mutating func addBoxes(_ boxes: [XMLElement]) {
        for box in boxes {
            for element in Self.blocks(in: box) { add(element) }
        }
    }

    /// The paragraphs and tables below `element`, through content controls and the like.
    private static func blocks(in element: XMLElement) -> [XMLElement] {
        element.children.flatMap { child in
            child.name == "p" || child.name == "tbl" ? [child] : blocks(in: child)
        }
    }

    // MARK: Runs

    private mutating func collect(_ element: XMLElement, into inline: inout Inline) {
        for child in element.children { collectChild(child, into: &inline) }
    }

    private mutating func collectChild(_ child: XMLElement, into inline: inout Inline) {
        switch child.name {
        case "t":
            if !fieldsInCode.contains(true) { inline.text += child.text }
        case "tab": inline.text += "\t"
        case "br", "cr": inline.text += child["type"] == "page" ? "" : "\n"
        case "noBreakHyphen": inline.text += "\u{2011}"
        case "sym": inline.text += Self.symbol(child)
        case "fldChar":
            switch child["fldCharType"] {
            case "begin": fieldsInCode.append(true)
            case "separate": if !fieldsInCode.isEmpty { fieldsInCode[fieldsInCode.count - 1] = false }
            case "end": _ = fieldsInCode.popLast()
            default: break
            }
        case "footnoteReference", "endnoteReference", "commentReference":
            if let id = child["id"] { inline.notes.append("\(child.name.dropLast("Reference".count)) \(id)") }
        case "txbxContent": inline.boxes.append(child)
        case "AlternateContent":
            // Word writes the same drawing twice; the fallback is for programs of 2007.
            var choice = Inline()
            for branch in child.children("Choice").prefix(1) { collect(branch, into: &choice) }
            if choice.text.isEmpty, choice.boxes.isEmpty, let fallback = child.first("Fallback") {
                collect(fallback, into: &choice)
            }
            inline.text += choice.text
            inline.notes += choice.notes
            inline.boxes += choice.boxes
        case "del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "rt", "tcPr", "sdtPr", "docPr":
            break
        case "r" where child.at("rPr", "vanish") != nil && child.at("rPr", "vanish")?["val"] != "0":
            // Hidden text; but the marks of fields in it still count.
            var hidden = Inline()
            collect(child, into: &hidden)
        default: collect(child, into: &inline)
        }
    }

    /// A character of a symbol font; those in the private area are pictures, and a bullet stands for them.
    private static func symbol(_ element: XMLElement) -> String {
        guard let code = element["char"].flatMap({ UInt32($0, radix: 16) }) else { return "" }
        guard let scalar = Unicode.Scalar(code), !(0xE000..<0xF900).contains(code) else { return "•" }
        return String(scalar)
    }

    // MARK: Tables

    private mutating func addTable(_ table: XMLElement) {
        let rows = Self.rows(of: table)
        // One cell is a frame around text, not a table.
        if rows.count == 1, rows[0].cells.count == 1 {
            for element in Self.blocks(in: rows[0].cells[0]) { add(element) }
            return
        }
        var text = TableText()
        var notes: [String] = []
        var boxes: [XMLElement] = []
        let look = table.at("tblPr", "tblLook")
        let namesColumns =
            look?["firstRow"] == "1"
            || (look?["val"].flatMap { Int($0, radix: 16) }.map { $0 & 0x20 != 0 } ?? false)
        for (index, row) in rows.enumerated() {
            var cells: [String] = []
            for cell in row.cells {
                var inline = Inline()
                for paragraph in cell.descendants("p") {
                    if !inline.text.isEmpty { inline.text += " " }
                    collect(paragraph, into: &inline)
                }
                let span = cell.at("tcPr", "gridSpan")?["val"].flatMap { Int($0) } ?? 1
                cells.append(inline.text)
                cells += Array(repeating: "", count: min(max(span - 1, 0), 63))
                notes += inline.notes
                boxes += inline.boxes
            }
            text.add(cells, isHeader: row.isHeader || index == 0 && namesColumns)
        }
        text.add(to: &builder, at: .headings)
        addBoxes(boxes)
        for id in notes { addNote(id) }
    }

    private struct Row {
        let cells: [XMLElement]
        let isHeader: Bool
    }

    private static func rows(of table: XMLElement) -> [Row] {
        descend(table, to: "tr").filter { $0.at("trPr", "del") == nil }.map { row in
            Row(cells: descend(row, to: "tc"), isHeader: row.at("trPr", "tblHeader") != nil)
        }
    }

    /// The elements of a name below `element`, through content controls and tracked insertions but not nested tables.
    private static func descend(_ element: XMLElement, to name: String) -> [XMLElement] {
        element.children.flatMap { child in
            if child.name == name { return [child] }
            return ["sdt", "sdtContent", "ins", "customXml"].contains(child.name) ? descend(child, to: name) : []
        }
    }
}
