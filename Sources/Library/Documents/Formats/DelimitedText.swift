// CSV and TSV (RFC 4180, and what spreadsheets write): the delimiter is detected, quoted fields may hold newlines.

/// Splits delimited text into rows.
enum DelimitedText {
    struct Row: Equatable {
        var cells: [String]
        /// The first and last line of the row, from 1.
        var lines: ClosedRange<Int>
    }

    /// The delimiter that gives the first rows the most even columns; nil when none gives two.
    static func delimiter(of text: String) -> Character? {
        if let first = text.split(separator: "\n", maxSplits: 1).first?.lowercased(), first.hasPrefix("sep="),
            let named = first.dropFirst(4).first
        {
            return named
        }
        var best: (delimiter: Character, score: Double)?
        let sample = String(text.prefix(20_000))
        for delimiter: Character in [",", ";", "\t", "|"] {
            let counts = rows(of: sample, delimiter: delimiter).prefix(30).map { Double($0.cells.count) }
            let body = counts.count > 2 ? counts.dropLast() : counts[...]
            guard !body.isEmpty else { continue }
            let mean = body.reduce(0, +) / Double(body.count)
            guard mean > 1.5 else { continue }
            let spread = body.reduce(0) { $0 + abs($1 - mean) } / Double(body.count)
            let score = mean / (1 + 4 * spread)
            if score > best?.score ?? 0 { best = (delimiter, score) }
        }
        return best?.delimiter
    }

    /// The rows of `text`; blank lines are none.
    static func rows(of text: String, delimiter: Character) -> [Row] {
        guard let separator = delimiter.asciiValue else { return [] }
        let quote = UInt8(ascii: "\"")
        let newline = UInt8(ascii: "\n")
        var rows: [Row] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var (line, firstLine) = (1, 1)
        func endCell() {
            cells.append(String(decoding: cell, as: UTF8.self))
            cell.removeAll(keepingCapacity: true)
        }
        let bytes = Array(text.utf8)
        var index = 0
        func endRow() {
            endCell()
            if Task.isCancelled { index = bytes.count }
            if cells.contains(where: { !$0.isEmpty }) { rows.append(Row(cells: cells, lines: firstLine...line)) }
            cells = []
        }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if byte == quote, index < bytes.count, bytes[index] == quote {
                    cell.append(quote)
                    index += 1
                } else if byte == quote {
                    isQuoted = false
                } else {
                    if byte == newline { line += 1 }
                    cell.append(byte)
                }
            } else if byte == quote, cell.isEmpty {
                isQuoted = true
            } else if byte == separator {
                endCell()
            } else if byte == newline {
                endRow()
                line += 1
                firstLine = line
            } else {
                cell.append(byte)
            }
        }
        if !cell.isEmpty || !cells.isEmpty { endRow() }
        return rows
    }
}
