// The signs by which text formats are told: first those that are certain, then those that make a format likely.

/// What the first 64 KB of a text show.
struct TextSigns {
    private let text: String
    private let lines: [Substring]
    /// Whether the sample is the whole file.
    private let isWhole: Bool

    init(_ text: String, isWhole: Bool) {
        self.text = text
        self.isWhole = isWhole
        lines = text.split(separator: "\n", maxSplits: 2000, omittingEmptySubsequences: false).prefix(2000).map { $0 }
    }

    /// Whether the bytes are text in some encoding: UTF-16 or without NUL and with few other control characters.
    static func isText(_ bytes: [UInt8]) -> Bool {
        let sample = Array(bytes.prefix(1 << 16))
        if sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF])
            || sample.starts(with: [0, 0, 0xFE, 0xFF])
        {
            return true
        }
        let encoding = TextDecoder().encoding(of: sample)
        if encoding == .utf16LittleEndian || encoding == .utf16BigEndian { return true }
        let controls = sample.count { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }
        return controls * 200 <= sample.count && !sample.contains(0)
    }

    // MARK: Certain

    /// The format that the text itself names, or nil.
    var certainFormat: DocumentFormat? {
        let start = text.drop(while: \.isWhitespace)
        if start.hasPrefix("WEBVTT") { return .webVTT }
        if isSubRip { return .subRip }
        if isHTML(start) { return .html }
        if isMail { return .email }
        return jsonFormat(start)
    }

    /// The first cue: a number, then `00:00:01,000 --> 00:00:04,000`.
    private var isSubRip: Bool {
        let first = lines.drop { $0.allSatisfy(\.isWhitespace) }.prefix(2).map { $0.trimmed() }
        guard first.count == 2, !first[0].isEmpty, first[0].allSatisfy(\.isASCIIDigit) else { return false }
        return first[1].contains(" --> ") && first[1].prefix(2).allSatisfy(\.isASCIIDigit)
    }

    private func isHTML(_ start: Substring) -> Bool {
        var rest = start
        while rest.hasPrefix("<?") || rest.hasPrefix("<!--") {
            let close = rest.hasPrefix("<?") ? ">" : "-->"
            guard let end = rest.firstRange(of: close) else { return false }
            rest = rest[end.upperBound...].drop(while: \.isWhitespace)
        }
        let head = rest.prefix(64).lowercased()
        if head.hasPrefix("<!doctype html") || head.hasPrefix("<html") { return true }
        guard head.hasPrefix("<") else { return false }
        // A fragment, as saved by scripts: it begins with a tag of a page and closes several.
        let name = head.dropFirst().prefix { $0.isLetter || $0.isNumber }
        let openers: Set<Substring> = [
            "head", "body", "div", "p", "table", "h1", "h2", "article", "section", "title", "meta", "center", "main",
            "span",
        ]
        guard openers.contains(name) else { return false }
        let lowered = text.lowercased()
        return ["</p>", "</div>", "</table>", "</a>", "</body>", "</title>", "</h1>"].contains { lowered.contains($0) }
    }

    /// Header fields of RFC 5322 from the first line on, two of them well known.
    private var isMail: Bool {
        let known: Set<String> = [
            "from", "to", "subject", "date", "received", "return-path", "message-id", "mime-version", "delivered-to",
            "content-type", "reply-to", "x-mailer",
        ]
        var found: Set<String> = []
        for (index, line) in lines.enumerated() {
            if line.isEmpty { break }
            if index == 0, line.hasPrefix("From ") { continue }
            if index > 0, line.first == " " || line.first == "\t" { continue }
            guard let colon = line.firstIndex(of: ":") else { return false }
            let name = line[..<colon].lowercased()
            guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else { return false }
            if known.contains(name) { found.insert(name) }
        }
        return found.count >= 3 || found.count == 2 && found.contains("from") && found.contains("subject")
    }

    private func jsonFormat(_ start: Substring) -> DocumentFormat? {
        guard let first = start.first, first == "{" || first == "[" else { return nil }
        let records = lines.filter { !$0.allSatisfy(\.isWhitespace) }
        let checked = isWhole || records.count == 1 ? records[...] : records.dropLast()
        if checked.count >= 2, checked.prefix(50).allSatisfy({ isJSON(String($0)) }) { return .jsonLines }
        if isWhole { return isJSON(text) ? .json : nil }
        // Only the beginning is here: a key or a value must follow.
        let next = start.dropFirst().drop(while: \.isWhitespace).first
        return next.map { "\"{[]}-0123456789tfn".contains($0) } == true ? .json : nil
    }

    private func isJSON(_ text: String) -> Bool {
        do throws(JSONParser.Failure) {
            _ = try JSONValue(parsing: text)
            return true
        } catch {
            return false
        }
    }

    // MARK: Likely

    /// The format that fits best; `promised` is what the name says, and wins unless the text contradicts it.
    func likelyFormat(promised: DocumentFormat?) -> DocumentFormat {
        switch promised {
        case .csv?, .tsv?:
            return DelimitedText.delimiter(of: text) == "\t" ? .tsv : .csv
        case .markdown?, .sourceCode?, .plainText?: return promised ?? .plainText
        case .html?: return text.contains("<") && text.contains(">") ? .html : .plainText
        case .json?, .jsonLines?, .webVTT?, .subRip?, .email?, .rtf?: return .plainText
        default: break
        }
        if text.hasPrefix("#!") || text.hasPrefix("<?xml") || CodeSigns(lines).isCode { return .sourceCode }
        if looksDelimited { return DelimitedText.delimiter(of: text) == "\t" ? .tsv : .csv }
        return looksLikeMarkdown ? .markdown : .plainText
    }

    /// Several lines with the same number of fields, two at least.
    private var looksDelimited: Bool {
        guard let delimiter = DelimitedText.delimiter(of: text) else { return false }
        let rows = DelimitedText.rows(of: text, delimiter: delimiter).prefix(20).map(\.cells.count)
        guard let columns = rows.first, columns >= 3, rows.count >= 3 else { return false }
        return rows.dropLast().allSatisfy { $0 == columns }
    }

    private var looksLikeMarkdown: Bool {
        var points = 0
        for line in lines.prefix(200) {
            if line.hasPrefix("# ") || line.hasPrefix("## ") || line.hasPrefix("### ") { points += 2 }
            if line.hasPrefix("```") || line.contains("](") || line.contains("**") { points += 1 }
        }
        return points >= 3
    }
}
