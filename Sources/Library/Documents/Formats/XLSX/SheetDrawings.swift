// What lies upon a sheet: comments at their cells, and charts where they cover it.

/// The comments and charts of one sheet.
struct SheetDrawings {
    private var comments: [(cell: String, text: String)] = []
    private var charts: [(range: String, chart: ChartText)] = []
    private let sheet: String

    /// Finds what belongs to the sheet whose part is at `path`.
    init(of path: String, named sheet: String, in package: OfficePackage) throws(ReadingError) {
        self.sheet = sheet
        let relationships = try package.relationships(of: path).filter { !$0.isExternal }
        for part in relationships where part.type == "threadedComment" {
            guard let root = try package.root(of: part.target) else { continue }
            addComments(root.children("ThreadedComment"))
        }
        // For older programs a thread stands among the plain comments too, under a text of its own.
        let threaded = Set(comments.map(\.cell))
        for part in relationships where part.type == "comments" {
            guard let root = try package.root(of: part.target) else { continue }
            addComments(
                root.first("commentList")?.children("comment").filter { !threaded.contains($0["ref"] ?? "") } ?? []
            )
        }
        for drawing in relationships where drawing.type == "drawing" {
            guard let root = try package.root(of: drawing.target) else { continue }
            let parts = try package.relationships(of: drawing.target)
            for frame in root.children {
                for reference in frame.descendants("chart") {
                    guard let part = parts.first(where: { $0.id == reference["r:id"] }), part.type == "chart",
                        let chart = try package.root(of: part.target)
                    else { continue }
                    charts.append((Self.range(of: frame), ChartText(chart)))
                }
            }
        }
    }

    /// Adds each comment as a note and each chart as a table.
    func add(to builder: inout DocumentBuilder) {
        for comment in comments { builder.add(.note, comment.text, at: .cells(sheet: sheet, range: comment.cell)) }
        for (range, chart) in charts { chart.add(to: &builder, at: .cells(sheet: sheet, range: range)) }
    }

    private mutating func addComments(_ elements: [XMLElement]) {
        for element in elements {
            guard let cell = element["ref"], let text = element.first("text") else { continue }
            // Rich text has its pieces in runs; the readings above Japanese words are no part of it.
            let pieces = text.children.filter { $0.name != "rPh" && $0.name != "phoneticPr" }
            let whole = pieces.isEmpty ? text.text : pieces.map { ($0.first("t") ?? $0).text }.joined()
            comments.append((cell, whole.trimmed()))
        }
    }

    /// The cells that a drawing covers: `B2:F17`; `A1` for one that names none.
    private static func range(of frame: XMLElement) -> String {
        func corner(_ name: String) -> String? {
            guard let column = frame.at(name, "col").flatMap({ Int($0.text) }), (0..<20_000).contains(column),
                let row = frame.at(name, "row").flatMap({ Int($0.text) }), (0..<10_000_000).contains(row)
            else { return nil }
            return CellPosition(column: column + 1, row: row + 1).name
        }
        guard let first = corner("from") else { return "A1" }
        return corner("to").map { "\(first):\($0)" } ?? first
    }
}
