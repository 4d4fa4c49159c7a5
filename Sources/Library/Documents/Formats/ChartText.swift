// Charts of Office files (ECMA-376 part 1, DrawingML charts): the title, and the data that the chart keeps a copy of, as
// a table with a row for each category and a column for each series.

/// The text of one chart.
struct ChartText {
    private let title: String?
    private let rows: [[String]]

    /// Takes a `chartSpace` element.
    init(_ root: XMLElement) {
        let chart = root.first("chart")
        let plot = chart?.first("plotArea")
        let series = (plot?.children ?? []).filter { $0.name.hasSuffix("Chart") }.flatMap { $0.children("ser") }
        let axes = (plot?.children ?? []).filter { $0.name.hasSuffix("Ax") }
        title =
            ([chart?.first("title")] + axes.map { $0.first("title") })
            .compactMap { $0.flatMap(Self.titleText) }.joined(separator: " · ").nonBlank

        var categories: [Int: String] = [:]
        var columns: [(name: String, values: [Int: String])] = []
        for element in series {
            for (place, text) in Self.points(element.first("cat") ?? element.first("xVal"))
            where categories[place] == nil {
                categories[place] = text
            }
            let name = element.first("tx").map { Self.points($0)[0] ?? $0.first("v")?.text ?? "" } ?? ""
            columns.append((name, Self.points(element.first("val") ?? element.first("yVal"))))
        }
        let places = Set(categories.keys).union(columns.flatMap(\.values.keys)).sorted().prefix(10_000)
        let names = [""] + columns.map(\.name)
        rows =
            (columns.contains { !$0.name.isEmpty } ? [names] : [])
            + places.map { place in [categories[place] ?? ""] + columns.map { $0.values[place] ?? "" } }
    }

    /// Adds the title as a caption and the data as a table.
    func add(to builder: inout DocumentBuilder, at anchor: Anchor) {
        if let title { builder.add(.caption, title, at: anchor) }
        var table = TableText()
        for (index, row) in rows.enumerated() {
            table.add(row, isHeader: index == 0 && row.first?.isEmpty == true)
        }
        table.add(to: &builder, at: anchor)
    }

    private static func titleText(_ title: XMLElement) -> String? {
        let rich = title.descendants("p").map { $0.descendants("t").map(\.text).joined() }.joined(separator: " ")
        return rich.collapsed().nonBlank ?? points(title.first("tx"))[0]
    }

    /// The texts or numbers that the chart has copied from its sheet, by their places.
    private static func points(_ source: XMLElement?) -> [Int: String] {
        guard let source else { return [:] }
        let caches = ["strCache", "numCache", "strLit", "numLit", "lvl"].flatMap(source.descendants)
        var points: [Int: String] = [:]
        for cache in caches {
            let format = XLSXNumberFormats(code: cache.first("formatCode")?.text ?? "General")
            for point in cache.children("pt") {
                guard let place = point["idx"].flatMap({ Int($0) }), let value = point.first("v")?.text else {
                    continue
                }
                let text = cache.name.hasPrefix("num") ? format.text(of: value, style: 0) : value
                points[place] = points[place].map { "\(text) \($0)" } ?? text
            }
        }
        return points
    }
}
