// JSON and JSON Lines as text that reads: a record is a block, its values stand behind their paths, and records with a
// title and a text read like little documents.

/// Reads JSON and JSON Lines.
struct JSONReader: DocumentReader {
    static let formats: Set<DocumentFormat> = [.json, .jsonLines]

    func read(_ file: SourceFile) throws(ReadingError) -> Document {
        let text = TextDecoder().decode(file.bytes)
        var blocks = JSONBlocks()
        do throws(JSONParser.Failure) {
            if file.format == .jsonLines {
                for line in NumberedLine.lines(of: text) where !line.isBlank {
                    if Task.isCancelled { throw JSONParser.Failure(line: line.number, reason: "the work was stopped") }
                    var parser = JSONParser(String(line.text), firstLine: line.number)
                    blocks.addRecord(try parser.document().value, lines: line.number...line.number)
                }
            } else {
                var parser = JSONParser(text)
                let (value, elementLines) = try parser.document()
                blocks.addWhole(value, elementLines)
            }
        } catch {
            try file.checkCancellation()
            throw file.damaged("line \(error.line): \(error.reason)")
        }
        var document = blocks.builder.document(format: file.format)
        document.title = blocks.title
        document.author = blocks.author
        document.date = blocks.date
        return document
    }
}

/// Adds JSON values to a document.
private struct JSONBlocks {
    private(set) var builder = DocumentBuilder()
    private(set) var title: String?
    private(set) var author: String?
    private(set) var date: String?

    /// The most lines of one block of paths and values.
    private static let limit = 40

    /// Adds the only value of a file: the records of an array, or the members of an object.
    mutating func addWhole(_ value: JSONValue, _ elementLines: [ClosedRange<Int>]) {
        switch value {
        case .array(let items):
            for (item, lines) in zip(items, elementLines) where !Task.isCancelled { addRecord(item, lines: lines) }
        case .object(let members):
            title = Self.string(value, "title") ?? Self.string(value, "name")
            author = Self.string(value, "author")
            date = Self.string(value, "date").flatMap(DocumentDate.iso)
            addMembers(members)
        default: addRecord(value, lines: 1...1)
        }
    }

    private mutating func addMembers(_ members: [JSONValue.Member]) {
        var lines: [(text: String, place: ClosedRange<Int>)] = []
        for member in members where !Task.isCancelled {
            if Self.isProse(member.key), case .string(let text) = member.value {
                flush(&lines)
                addProse(text, lines: member.lines)
            } else {
                var found: [String] = []
                Self.flatten(member.value, path: member.key, into: &found)
                lines += found.map { ($0, member.lines) }
                if found.count > 8 { flush(&lines) }
            }
        }
        flush(&lines)
    }

    private mutating func flush(_ lines: inout [(text: String, place: ClosedRange<Int>)]) {
        for start in stride(from: 0, to: lines.count, by: Self.limit) {
            let part = lines[start..<min(start + Self.limit, lines.count)]
            guard let first = part.first, let last = part.last else { continue }
            let text = part.map(\.text).joined(separator: "\n")
            builder.add(.paragraph, text, at: .lines(first: first.place.lowerBound, last: last.place.upperBound))
        }
        lines = []
    }

    /// Adds one record: its title as a heading and its text as paragraphs when it has them, the rest as paths.
    mutating func addRecord(_ value: JSONValue, lines: ClosedRange<Int>) {
        let anchor = Anchor.lines(first: lines.lowerBound, last: lines.upperBound)
        guard case .object(let members) = value else {
            var found: [String] = []
            Self.flatten(value, path: "", into: &found)
            builder.add(.paragraph, found.joined(separator: "\n"), at: anchor)
            return
        }
        let isArticle = members.contains { Self.isProse($0.key) }
        var rest: [String] = []
        if isArticle, let title = Self.string(value, "title")?.nonBlank {
            builder.add(.heading(level: 1), title.collapsed(), at: anchor)
        }
        for member in members where !(isArticle && member.key == "title") {
            if Self.isProse(member.key), case .string(let text) = member.value {
                addProse(text, lines: lines)
            } else {
                Self.flatten(member.value, path: member.key, into: &rest)
            }
        }
        for start in stride(from: 0, to: rest.count, by: Self.limit) {
            builder.add(
                .paragraph,
                rest[start..<min(start + Self.limit, rest.count)].joined(separator: "\n"),
                at: anchor
            )
        }
    }

    private mutating func addProse(_ text: String, lines: ClosedRange<Int>) {
        for line in NumberedLine.lines(of: text.cleaned()) {
            let paragraph = String(line.text.trimmed())
            builder.add(.paragraph, paragraph, at: .lines(first: lines.lowerBound, last: lines.upperBound))
        }
    }

    private static func isProse(_ key: String) -> Bool {
        (4...11).contains(key.utf8.count) && proseKeys.contains(key.lowercased())
    }

    private static let proseKeys: Set<String> = [
        "text", "content", "body", "abstract", "description", "summary", "contents",
    ]

    private static func string(_ value: JSONValue, _ key: String) -> String? {
        guard case .string(let text)? = value[key] else { return nil }
        return text.cleaned().collapsed().nonBlank
    }

    /// `path: value` for each value below `value`; short lists of plain values stand on one line.
    private static func flatten(_ value: JSONValue, path: String, into lines: inout [String]) {
        func add(_ text: String) { lines.append(path.isEmpty ? text : "\(path): \(text)") }
        switch value {
        case .null: break
        case .bool(let flag): add(flag ? "true" : "false")
        case .number(let digits): add(digits)
        case .string(let text): if let line = text.cleaned().collapsed().nonBlank { add(line) }
        case .object(let members):
            for member in members {
                flatten(member.value, path: path.isEmpty ? member.key : "\(path).\(member.key)", into: &lines)
            }
        case .array(let items):
            let plain = items.compactMap(scalar)
            if plain.count == items.count {
                if !plain.isEmpty { add(plain.joined(separator: ", ")) }
            } else {
                for (index, item) in items.enumerated() { flatten(item, path: "\(path)[\(index)]", into: &lines) }
            }
        }
    }

    private static func scalar(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text.cleaned().collapsed()
        case .number(let digits): digits
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }
}
