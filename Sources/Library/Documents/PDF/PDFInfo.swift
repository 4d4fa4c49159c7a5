// What a PDF says of itself, through poppler's `pdfinfo`.

/// The particulars that `pdfinfo` prints.
struct PDFInfo {
    var title: String?
    var author: String?
    var date: String?
    var pageCount = 0
    /// The pages shown turned by a quarter, counted from 1.
    var turnedPages: Set<Int> = []

    /// Asks pdfinfo about the file at `path`; throws when it does not open.
    init(path: String, passwordArguments: [String], file: SourceFile) async throws(ReadingError) {
        let program = Program(name: "pdfinfo", package: "poppler-utils", file: file)
        let arguments =
            ["-isodates", "-enc", "UTF-8", "-f", "1", "-l", String(file.limits.pageCount)] + passwordArguments + [path]
        let (ending, output) = try await program.output(arguments, mergesErrors: true)

        var fields: [String: String] = [:]
        var complaint: String?
        for line in output.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self).cleaned()
            if text.contains("Incorrect password") {
                throw file.options.password == nil ? .encrypted(file: file.name) : .wrongPassword(file: file.name)
            }
            guard let colon = text.firstIndex(of: ":") else { continue }
            let key = String(text[..<colon])
            let value = text[text.index(after: colon)...].trimmed()
            if key.contains("Error") {
                complaint = complaint ?? String(value)
            } else if key.hasPrefix("Page "), key.hasSuffix(" rot") {
                // `Page    3 rot:   90`
                let number = Int(key.dropFirst(5).dropLast(4).trimmed())
                if let number, value == "90" || value == "270" { turnedPages.insert(number) }
            } else if fields[key] == nil, !value.isEmpty {
                fields[key] = String(value)
            }
        }
        guard ending == .exited(0), let pages = fields["Pages"].flatMap({ Int($0) }), pages > 0 else {
            throw file.damaged(complaint.map { "poppler says: \($0)" } ?? "poppler finds no page in it")
        }
        pageCount = pages
        title = fields["Title"].map { GBKTrap.repaired($0).collapsed() }
        author = fields["Author"].map { GBKTrap.repaired($0).collapsed() }
        date = (fields["CreationDate"] ?? fields["ModDate"]).flatMap(DocumentDate.iso)
    }
}
