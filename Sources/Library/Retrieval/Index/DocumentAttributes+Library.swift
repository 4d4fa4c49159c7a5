// What the library's documents are to the index: numbers that filters compare.

internal import Documents
internal import GRDB
internal import InvertedIndex

extension DocumentAttributes {
    /// The attributes of a document with these columns of its row.
    init(id: Int64, sourceID: Int64, date: String?, language: String?, format: String) {
        self.init(
            id: id,
            sourceID: sourceID,
            date: date.flatMap { CalendarDay.first(of: $0) },
            language: language.flatMap(Self.code(ofLanguage:)) ?? 0,
            format: DocumentFormat(rawValue: format).map(Self.code(of:)) ?? 0
        )
    }

    /// A language's two or three letters as a number, subtags left out; nil for anything else.
    static func code(ofLanguage tag: String) -> UInt16? {
        let letters = tag.lowercased().prefix { $0 != "-" }.utf8
        guard 2...3 ~= letters.count, letters.allSatisfy({ (97...122).contains($0) }) else { return nil }
        return letters.reduce(0) { $0 * 27 + UInt16($1 - 96) }
    }

    /// A format's number, which is written into segments: none is ever given to another format.
    static func code(of format: DocumentFormat) -> UInt16 {
        switch format {
        case .plainText: 1
        case .markdown: 2
        case .html: 3
        case .pdf: 4
        case .docx: 5
        case .pptx: 6
        case .xlsx: 7
        case .odt: 8
        case .csv: 9
        case .tsv: 10
        case .epub: 11
        case .json: 12
        case .jsonLines: 13
        case .rtf: 14
        case .sourceCode: 15
        case .webVTT: 16
        case .subRip: 17
        case .email: 18
        }
    }
}

extension PassageFilter {
    /// The filter as the index knows it; what has no number there is looked up among the documents' rows.
    init(_ filter: DocumentFilter, in database: Database) throws {
        self.init()
        var rest = filter
        excludedDocumentIDs = filter.excludedDocumentIDs
        rest.excludedDocumentIDs = []
        if !filter.documentIDs.isEmpty { documentIDs = filter.documentIDs }
        if let source = filter.source {
            sourceIDs = try DocumentFilter.sourceIDs(named: source, in: database)
            rest.source = nil
        }
        if !filter.formats.isEmpty || !filter.excluding.formats.isEmpty {
            let wanted = filter.formats.isEmpty ? Set(DocumentFormat.allCases) : filter.formats
            formats = Set(wanted.subtracting(filter.excluding.formats).map(DocumentAttributes.code(of:)))
            (rest.formats, rest.excluding.formats) = ([], [])
        }
        if let language = filter.language, !language.contains("-"),
            let code = DocumentAttributes.code(ofLanguage: language)
        {
            languages = [code]
            rest.language = nil
        }
        since = filter.since.flatMap { CalendarDay.first(of: $0) }
        until = filter.until.flatMap { CalendarDay.last(of: $0) }
        (rest.since, rest.until) = (nil, nil)
        if rest.isMoreThanDocumentIDs {
            let (conditions, arguments) = rest.sql
            documentIDs = try Set(
                Int64.fetchAll(
                    database,
                    sql: "SELECT document.id FROM document WHERE \(conditions.joined(separator: " AND "))",
                    arguments: arguments
                )
            )
        }
    }
}

extension DocumentFilter {
    /// Whether anything but the documents' ids is asked for.
    fileprivate var isMoreThanDocumentIDs: Bool {
        var rest = self
        rest.documentIDs = []
        return !rest.isEmpty
    }
}
