// Excel workbooks (ECMA-376 part 1, SpreadsheetML): each sheet a heading and its rows as tables, with the cells as
// anchors. Rows are taken one by one, for sheets have a million.

/// Reads XLSX.
struct XLSXReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.xlsx]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        let package = try OfficePackage(file)
        let main = try package.mainPart()
        guard let workbook = try package.root(of: main) else { throw file.damaged("its main part is missing") }
        let relationships = try package.relationships(of: main)
        func path(of type: String) -> String? { relationships.first { $0.type == type }?.target }

        var formats = XLSXNumberFormats()
        if let path = path(of: "styles"), let root = try package.root(of: path) {
            let startsIn1904 = ["1", "true"].contains(workbook.first("workbookPr")?["date1904"] ?? "0")
            formats = XLSXNumberFormats(root, startsIn1904: startsIn1904)
        }
        var strings: [String] = []
        if let path = path(of: "sharedStrings"), let bytes = try package.archive.contents(of: path) {
            let reader = try XMLReader(bytes, of: file)
            while let item = try reader.nextElement(named: ["si"]) { strings.append(Self.text(of: item)) }
        }

        var builder = DocumentBuilder()
        var textByteCount = 0
        for sheet in workbook.first("sheets")?.children("sheet") ?? [] where sheet["state"] != "veryHidden" {
            guard let target = relationships.first(where: { $0.id == sheet["r:id"] }), target.type == "worksheet",
                let bytes = try package.archive.contents(of: target.target)
            else { continue }
            let name = sheet["name"] ?? ""
            var rows = SheetRows(sheet: name)
            let reader = try XMLReader(bytes, of: file)
            while let row = try reader.nextElement(named: ["row"]) {
                let cells = Self.cells(of: row, strings, formats)
                textByteCount += cells.reduce(0) { $0 + $1.text.utf8.count }
                guard textByteCount <= file.limits.textByteCount else {
                    throw .tooMuchText(file: file.name, limit: file.limits.textByteCount)
                }
                rows.add(cells, to: &builder)
            }
            rows.finish(&builder)
            try SheetDrawings(of: target.target, named: name, in: package).add(to: &builder)
        }
        var document = builder.document(format: .xlsx)
        try package.setProperties(of: &document)
        document.title = TitleGuess.title(stated: document.title)
        return document
    }

    /// The text of a shared or inline string, without the readings set above Japanese words.
    private static func text(of item: XMLElement) -> String {
        item.children.map { child in
            switch child.name {
            case "t": child.text
            case "r": child.first("t")?.text ?? ""
            default: ""
            }
        }
        .joined()
    }

    private static func cells(of row: XMLElement, _ strings: [String], _ formats: XLSXNumberFormats) -> [SheetCell] {
        let rowNumber = row["r"].flatMap { Int($0) }
        var cells: [SheetCell] = []
        for element in row.children("c") {
            let position = element["r"].flatMap { CellPosition($0) }
            let column = position?.column ?? (cells.last?.column ?? 0) + 1
            let number = position?.row ?? rowNumber ?? 0
            let value = element.first("v")?.text ?? ""
            let text: String
            switch element["t"] {
            case "s": text = Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
            case "inlineStr": text = element.first("is").map { Self.text(of: $0) } ?? ""
            case "b": text = value == "1" ? "TRUE" : "FALSE"
            case "str", "e", "d": text = value
            default: text = formats.text(of: value, style: element["s"].flatMap { Int($0) } ?? 0)
            }
            let line = text.collapsed()
            if !line.isEmpty {
                let isNumber = element["t"] == nil || element["t"] == "n"
                cells.append(SheetCell(row: number, column: column, text: line, isNumber: isNumber))
            }
        }
        return cells
    }
}
