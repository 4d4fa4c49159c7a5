// Breaks a paragraph into lines as Python's `textwrap` does, with white space kept as it is.

struct WordWrap {
    var width: Int
    var breaksLongWords: Bool
    var breaksOnHyphens: Bool

    /// The lines of a text without line feeds.
    func lines(of text: String) -> [String] {
        var chunks = Array(chunks(of: Array(text.unicodeScalars)).reversed())
        var lines: [String] = []
        while !chunks.isEmpty {
            if !lines.isEmpty, let first = chunks.last, Self.isBlank(first) { chunks.removeLast() }
            var line: [[Unicode.Scalar]] = []
            var length = 0
            while let chunk = chunks.last, length + chunk.count <= width {
                line.append(chunks.removeLast())
                length += chunk.count
            }
            if let chunk = chunks.last, chunk.count > width {
                if breaksLongWords {
                    let room = width - length
                    var end = room
                    if breaksOnHyphens, chunk.count > room,
                        let hyphen = chunk[..<room].lastIndex(of: "-"), hyphen > 0,
                        chunk[..<hyphen].contains(where: { $0 != "-" })
                    {
                        end = hyphen + 1
                    }
                    line.append(Array(chunk[..<end]))
                    chunks[chunks.count - 1] = Array(chunk[end...])
                } else if line.isEmpty {
                    line.append(chunks.removeLast())
                }
            }
            if let last = line.last, Self.isBlank(last) { line.removeLast() }
            if !line.isEmpty {
                var text = String.UnicodeScalarView()
                for chunk in line { text.append(contentsOf: chunk) }
                lines.append(String(text))
            }
        }
        return lines
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { 9...13 ~= scalar.value || scalar == " " }
    private static func isBlank(_ chunk: [Unicode.Scalar]) -> Bool { chunk.allSatisfy(PythonSpace.contains) }

    /// Words and the white space between them; words also end behind hyphens between letters.
    private func chunks(of text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var chunks: [[Unicode.Scalar]] = []
        var current: [Unicode.Scalar] = []
        func isLetter(_ index: Int) -> Bool {
            text.indices.contains(index) && PythonText.isAlphabetic(text[index])
                || text.indices.contains(index) && text[index] == "_"
        }
        for (index, scalar) in text.enumerated() {
            if let last = current.last, Self.isSpace(last) != Self.isSpace(scalar) {
                chunks.append(current)
                current = []
            }
            current.append(scalar)
            if breaksOnHyphens, scalar == "-", isLetter(index - 1),
                isLetter(index - 2) || index > 1 && text[index - 2] == "-",
                isLetter(index + 1), isLetter(index + 2)
            {
                chunks.append(current)
                current = []
            }
        }
        if !current.isEmpty { chunks.append(current) }
        return chunks
    }
}
