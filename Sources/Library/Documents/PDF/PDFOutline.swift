// The bookmarks of a PDF: headings that somebody meant as such. `pdftohtml` is the one of poppler's programs that
// prints them; it is asked for the first page alone, and gives them all the same.

/// The outline of a PDF.
struct PDFOutline {
    struct Item: Equatable {
        let title: String
        /// 1 is the highest.
        let level: Int
        /// Counted from 1; nil when the bookmark leads nowhere.
        let page: Int?
    }

    let items: [Item]

    init(items: [Item]) { self.items = items }

    init(path: String, passwordArguments: [String], file: SourceFile) async throws(ReadingError) {
        let program = Program(name: "pdftohtml", package: "poppler-utils", file: file)
        let arguments = ["-xml", "-i", "-q", "-stdout", "-f", "1", "-l", "1"] + passwordArguments + [path]
        let (_, output) = try await program.output(arguments)
        items = Self.items(in: String(decoding: output, as: UTF8.self))
    }

    /// The items of `<outline><item page="1">…</item><outline>…</outline></outline>`.
    static func items(in xml: String) -> [Item] {
        var items: [Item] = []
        var level = 0
        guard let start = xml.firstRange(of: "<outline>") else { return [] }
        for line in xml[start.lowerBound...].split(separator: "\n") {
            let line = line.trimmed()
            if line.hasPrefix("<outline>") {
                level += 1
            } else if line.hasPrefix("</outline>") {
                level -= 1
                if level == 0 { break }
            } else if line.hasPrefix("<item"), let open = line.firstIndex(of: ">"),
                let close = line.range(of: "</item>", after: open)
            {
                let tag = line[..<open].split(separator: "\"")
                let title = String(line[line.index(after: open)..<close]).resolvingReferences()
                guard let title = PDFText.cleaned(title).collapsed().nonBlank, items.count < 20_000 else { continue }
                items.append(Item(title: title, level: max(level, 1), page: tag.count > 1 ? Int(tag[1]) : nil))
            }
        }
        return items
    }
}

extension Substring {
    fileprivate func range(of string: String, after index: Index) -> Index? {
        self[index...].firstRange(of: string)?.lowerBound
    }
}
