// A filter as conditions on the tables of a library.

internal import Documents
internal import GRDB

extension DocumentFilter {
    /// A condition with its arguments.
    private typealias Condition = (sql: String, arguments: [any DatabaseValueConvertible])

    /// Conditions on the tables `document` and `passage`, with their arguments in order.
    var sql: (conditions: [String], arguments: StatementArguments) {
        var wanted: [Condition] = []
        if !documentIDs.isEmpty { wanted.append(Self.oneOf("document.id", documentIDs.sorted())) }
        if let source { wanted.append(Self.isFrom(source)) }
        if let folder { wanted.append(Self.liesIn(folder)) }
        if !formats.isEmpty { wanted.append(Self.oneOf("document.format", formats.map(\.rawValue).sorted())) }
        if let language { wanted.append(Self.isIn(language)) }
        if let since { wanted.append(("document.date >= ?", [since])) }
        // "2024-05" includes all of its days: compare as far as the bound goes.
        if let until { wanted.append(("substr(document.date, 1, ?) <= ?", [until.count, until])) }

        var unwanted: [Condition] = []
        if !excludedDocumentIDs.isEmpty { unwanted.append(Self.oneOf("document.id", excludedDocumentIDs.sorted())) }
        if !excluding.formats.isEmpty {
            unwanted.append(Self.oneOf("document.format", excluding.formats.map(\.rawValue).sorted()))
        }
        unwanted += excluding.sources.sorted().map(Self.isFrom)
        unwanted += excluding.folders.sorted().map(Self.liesIn)
        unwanted += excluding.languages.sorted().map(Self.isIn)
        let all = wanted + unwanted.map { ("NOT coalesce(\($0.sql), 0)", $0.arguments) }
        return (all.map(\.sql), StatementArguments(all.flatMap(\.arguments)))
    }

    private static func oneOf(_ column: String, _ values: [any DatabaseValueConvertible]) -> Condition {
        ("\(column) IN (\(values.map { _ in "?" }.joined(separator: ", ")))", values)
    }

    /// The sources of that address, or of that last name of it.
    static func sourceIDs(named name: String, in database: Database) throws -> Set<Int64> {
        let (condition, arguments) = isSource(name)
        return try Set(
            Int64.fetchAll(
                database,
                sql: "SELECT id FROM source WHERE \(condition)",
                arguments: StatementArguments(arguments)
            )
        )
    }

    private static func isFrom(_ source: String) -> Condition {
        let (condition, arguments) = isSource(source)
        return ("(document.source_id IN (SELECT id FROM source WHERE \(condition)))", arguments)
    }

    /// A condition on the table `source`.
    private static func isSource(_ name: String) -> Condition {
        let name = withoutSlash(name)
        return ("(address = ? OR lower(substr(address, -length(?) - 1)) = '/' || lower(?))", [name, name, name])
    }

    /// A path from the root names that folder; any other one the folders whose paths hold it, name by name.
    private static func liesIn(_ folder: String) -> Condition {
        let path = withoutSlash(folder)
        if path.isEmpty || path.hasPrefix("/") {
            return ("substr(document.folder || '/', 1, ?) = ?", [path.unicodeScalars.count + 1, path + "/"])
        }
        return ("instr('/' || lower(document.folder) || '/', '/' || lower(?) || '/') > 0", [path])
    }

    private static func isIn(_ language: String) -> Condition {
        ("(document.language = ? OR document.language LIKE ?)", [language, language + "-%"])
    }

    private static func withoutSlash(_ path: String) -> String {
        var path = Substring(path)
        while path.hasSuffix("/") { path = path.dropLast() }
        return String(path)
    }
}
