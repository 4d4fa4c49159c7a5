// What Kaiyuan says of its own in tables, timelines and lists, in both languages.

extension Phrases {
    /// In a cell about which the documents say nothing.
    static func noEvidence(_ language: String) -> String { language == "zh" ? "文档里没有说" : "nothing found" }

    /// Above sentences that stand for a thing as a whole.
    static func whatIsSaid(_ language: String) -> String { language == "zh" ? "文档怎么说" : "What the documents say" }

    /// Behind a computed figure: how it was computed, and of what.
    static func computed(
        _ operation: FigureQuestion.Operation,
        _ count: Int,
        of column: String?,
        _ language: String
    ) -> String {
        let name = column.map { Markdown.escaped($0) }
        if language == "zh" {
            let place = name.map { "「\($0)」下" } ?? ""
            switch operation {
            case .sum: return "，\(place)这 \(count) 个单元格之和："
            case .average: return "，\(place)这 \(count) 个单元格的平均值："
            default: return "，\(place)不同的单元格："
            }
        }
        let place = name.map { " of “\($0)”" } ?? ""
        switch operation {
        case .sum: return ", the sum of these \(count) cells\(place):"
        case .average: return ", the average of these \(count) cells\(place):"
        default: return ", the different cells\(place):"
        }
    }

    /// Around what has the highest or lowest figure.
    static func extreme(
        _ operation: FigureQuestion.Operation,
        of column: String?,
        isHeader: Bool,
        _ language: String
    ) -> (before: String, behind: String) {
        let name = isHeader ? nil : column.map { Markdown.escaped($0) }
        if language == "zh" {
            let degree = operation == .highest ? "最高" : "最低"
            return (name.map { "「\($0)」\(degree)的是 " } ?? "\(degree)的是 ", "：")
        }
        let degree = operation == .highest ? "highest" : "lowest"
        return ("", name.map { " has the \(degree) “\($0)”: " } ?? " has the \(degree) figure: ")
    }

    /// Behind a list that is longer than what is shown.
    static func more(_ count: Int, _ language: String) -> String {
        if language == "zh" { return "文档里还有 \(count) 项。" }
        return count == 1 ? "The document has 1 more." : "The document has \(count) more."
    }

    static func verdict(_ isYes: Bool, _ language: String) -> String {
        if language == "zh" { return isYes ? "是。" : "否。" }
        return isYes ? "Yes." : "No."
    }

    static func comma(_ language: String) -> String { language == "zh" ? "、" : ", " }
}
