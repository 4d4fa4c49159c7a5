// Pages without text, read by tesseract: pdftoppm draws the page, tesseract writes a table of words with boxes.

/// Reads pages that are only pictures.
struct PageOCR {
    let path: String
    let passwordArguments: [String]
    let languages: String
    let file: SourceFile

    /// The longer side of the picture in pixels: about 220 dots an inch of A4.
    private static let pixels = 2600

    /// The page with the words that tesseract finds on it.
    func read(_ page: PDFPage) async throws(ReadingError) -> PDFPage {
        let drawing = Program(name: "pdftoppm", package: "poppler-utils", file: file)
        let number = String(page.number)
        let arguments = ["-q", "-gray", "-scale-to", String(Self.pixels), "-f", number, "-l", number]
        let (_, picture) = try await drawing.output(arguments + passwordArguments + [path], limit: 64 << 20)
        guard !picture.isEmpty else { return page }
        let copy = try TemporaryFile(picture, for: file.name)
        let tesseract = Program(name: "tesseract", package: "tesseract-ocr", file: file)
        let (ending, table) = try await tesseract.output([copy.path, "stdout", "-l", languages, "tsv"])
        guard ending == .exited(0) else {
            throw .missingProgram(file: file.name, program: "tesseract (\(languages))", package: "tesseract-ocr-…")
        }
        var page = page
        page.blocks = Self.blocks(
            in: String(decoding: table, as: UTF8.self),
            scale: max(page.width, page.height) / Double(Self.pixels)
        )
        return page
    }

    /// The blocks of tesseract's TSV; `scale` turns pixels into points.
    ///
    /// Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
    static func blocks(in table: String, scale: Double) -> [PDFBlock] {
        var blocks: [PDFBlock] = []
        var (lastBlock, lastLine) = ("", "")
        for row in table.split(separator: "\n").dropFirst() {
            let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 12, fields[0] == "5", let confidence = Double(fields[10]), confidence >= 20 else {
                continue
            }
            let text = String(fields[11]).cleaned().trimmed()
            let numbers = fields[6...9].compactMap { Double($0) }
            guard !text.isEmpty, numbers.count == 4 else { continue }
            let box = Box(
                x: numbers[0] * scale,
                y: numbers[1] * scale,
                width: numbers[2] * scale,
                height: numbers[3] * scale
            )
            let block = fields[2...3].joined(separator: " ")
            let line = block + " " + fields[4]
            if block != lastBlock { blocks.append(PDFBlock(lines: [], box: box)) }
            if line != lastLine { blocks[blocks.count - 1].lines.append(PDFLine(words: [], box: box)) }
            (lastBlock, lastLine) = (block, line)
            let index = blocks.count - 1
            let lineIndex = blocks[index].lines.count - 1
            blocks[index].lines[lineIndex].words.append(PDFWord(text: text, box: box))
            blocks[index].lines[lineIndex].box = blocks[index].lines[lineIndex].box.union(box)
            blocks[index].box = blocks[index].box.union(box)
        }
        return blocks
    }
}
