// CSV and TSV: rows as table blocks with their cells as anchors.

/// Reads delimited text.
struct CSVReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.csv, .tsv]

    func read(_ file: SourceFile) -> Document {
        let text = TextDecoder().decode(file.bytes)
        let delimiter = DelimitedText.delimiter(of: text) ?? (file.format == .tsv ? "\t" : ",")
        var rows = DelimitedText.rows(of: text, delimiter: delimiter)
        if let first = rows.first, first.cells.first?.lowercased().hasPrefix("sep=") == true { rows.removeFirst() }
        var builder = DocumentBuilder()
        var sheet = SheetRows(sheet: "")
        for (row, cells) in rows.lazy.map(\.cells).enumerated() where !Task.isCancelled {
            let filled = cells.enumerated().compactMap { column, text -> SheetCell? in
                guard let text = text.collapsed().nonBlank else { return nil }
                return SheetCell(row: row + 1, column: column + 1, text: text, isNumber: Self.isNumber(text))
            }
            if !filled.isEmpty { sheet.add(filled, to: &builder) }
        }
        sheet.finish(&builder)
        return builder.document(format: file.format)
    }

    /// Digits with what numbers are written with: `-1,234.50`, `12%`, `€ 7`.
    private static func isNumber(_ text: String) -> Bool {
        text.utf8.contains { (0x30...0x39).contains($0) }
            && text.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic }
    }
}
