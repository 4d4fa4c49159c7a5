// Source code: pieces between blank lines at the top level, each with its lines; nothing is reflowed.

/// Reads source code and configuration files.
struct SourceCodeReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.sourceCode]

    /// The most lines of one block; longer pieces are cut at a blank line when there is one.
    private static let limit = 60

    func read(_ file: SourceFile) -> Document {
        let lines = NumberedLine.lines(of: TextDecoder().decode(file.bytes))
        var builder = DocumentBuilder()
        var piece: [NumberedLine] = []
        for line in lines where !Task.isCancelled {
            if Self.begins(line, after: piece) {
                Self.add(piece, to: &builder)
                piece = []
            }
            if !line.isBlank || !piece.isEmpty { piece.append(line) }
        }
        Self.add(piece, to: &builder)
        return builder.document(format: .sourceCode)
    }

    /// A piece begins at a line without indent behind a blank one, or when the running piece is long.
    private static func begins(_ line: NumberedLine, after piece: [NumberedLine]) -> Bool {
        guard let last = piece.last, !line.isBlank else { return false }
        if piece.count >= 2 * limit { return true }
        guard last.isBlank else { return false }
        let isTopLevel = line.text.first.map { !$0.isWhitespace && !"})]".contains($0) } ?? false
        return isTopLevel && piece.count >= 3 || piece.count >= limit
    }

    private static func add(_ piece: [NumberedLine], to builder: inout DocumentBuilder) {
        guard let end = piece.lastIndex(where: { !$0.isBlank }) else { return }
        let text = piece[...end].map { $0.text.trimmedEnd() }.joined(separator: "\n")
        builder.add(.code, text, at: .lines(first: piece[0].number, last: piece[end].number))
    }
}
