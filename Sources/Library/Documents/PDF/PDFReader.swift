// PDF through poppler's programs: pdfinfo opens it, pdftotext gives words with boxes in reading order; what they mean
// (paragraphs, headings, running heads) is decided here and in the files beside.

/// Reads PDF.
struct PDFReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.pdf]

    func read(_ file: SourceFile) async throws(ReadingError) -> Document {
        let copy = try TemporaryFile(file.bytes, for: file.name)
        let password = file.options.password.map { ["-upw", $0, "-opw", $0] } ?? []
        let info = try await PDFInfo(path: copy.path, passwordArguments: password, file: file)
        guard info.pageCount <= file.limits.pageCount else {
            throw .tooManyPages(file: file.name, pages: info.pageCount, limit: file.limits.pageCount)
        }

        var pages = try await pages(of: copy.path, password, file)
        // Poppler gives the words of a turned page as it is shown, but its size as it is not.
        for index in pages.indices where info.turnedPages.contains(pages[index].number) {
            (pages[index].width, pages[index].height) = (pages[index].height, pages[index].width)
        }
        if case .tesseract(let languages) = file.options.ocr {
            let ocr = PageOCR(path: copy.path, passwordArguments: password, languages: languages, file: file)
            for index in pages.indices where pages[index].isBlank { pages[index] = try await ocr.read(pages[index]) }
        }
        guard pages.contains(where: { !$0.isBlank }) else {
            throw .noText(file: file.name, pages: info.pageCount)
        }
        GBKTrap.repair(&pages)

        let outline = try await PDFOutline(path: copy.path, passwordArguments: password, file: file)
        var layout = PDFParagraphs(pages: pages, outline: outline)
        var document = layout.document()
        document.title = TitleGuess.title(stated: info.title) ?? layout.title
        document.author = TitleGuess.author(stated: info.author)
        document.date = info.date
        return document
    }

    private func pages(of path: String, _ password: [String], _ file: SourceFile) async throws(ReadingError)
        -> [PDFPage]
    {
        let program = Program(name: "pdftotext", package: "poppler-utils", file: file)
        var layout = PopplerLayout()
        var pages: [PDFPage] = []
        let arguments =
            ["-q", "-bbox-layout", "-enc", "UTF-8", "-l", String(file.limits.pageCount)] + password + [path, "-"]
        let ending = try await program.run(arguments) { (bytes) throws(ReadingError) in
            layout.take(bytes) { pages.append($0) }
            guard layout.textByteCount <= file.limits.textByteCount, layout.wordCount <= 10_000_000 else {
                throw .tooMuchText(file: file.name, limit: file.limits.textByteCount)
            }
        }
        // A page that poppler stumbles over costs that page; only a file without any is damaged.
        guard !pages.isEmpty else {
            throw file.damaged(ending == .exited(0) ? "it has no page that can be read" : "poppler fails on it")
        }
        return pages
    }
}
