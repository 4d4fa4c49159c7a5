// Which pieces of a PDF are headings: those that the outline names, those in larger type than the running text, and
// lines that number or name themselves as headings do.

/// Tells headings from running text.
struct PDFHeadings {
    private let bodySize: Double
    /// The sizes of headings, largest first; the place of a size is its level.
    private let sizes: [Double]
    private let outline: [String: [PDFOutline.Item]]

    init(pages: [PDFPage], outline: PDFOutline) {
        var weights: [Int: Int] = [:]
        for line in pages.lazy.flatMap(\.blocks).flatMap(\.lines) where !line.isVertical {
            weights[Int((line.size * 2).rounded()), default: 0] += line.characterCount
        }
        let body = weights.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
        let bodySize = Double(body) / 2
        self.bodySize = bodySize
        var found: Set<Double> = []
        for block in pages.lazy.flatMap(\.blocks) where block.lines.count <= 3 {
            guard let size = Self.size(of: block.lines), size > bodySize * 1.12 else { continue }
            found.insert((size * 2).rounded() / 2)
        }
        // Sizes within a point are one size.
        var sizes: [Double] = []
        for size in found.sorted(by: >) where sizes.last.map({ $0 - size > 1 }) ?? true { sizes.append(size) }
        self.sizes = sizes
        self.outline = Dictionary(grouping: outline.items) { Self.squeezed($0.title) }
    }

    /// The kind of the piece that `lines` of `block` make.
    func kind(of lines: [PDFLine], block: PDFBlock, on page: PDFPage) -> Block.Kind {
        let text = LineJoining.join(lines.map { $0.plainText[...] })
        if lines.count <= 4, text.count <= 160, let level = level(of: text, lines, page) {
            return .heading(level: min(level, 6))
        }
        return lines.first?.bullet != nil ? .listItem : .paragraph
    }

    private func level(of text: String, _ lines: [PDFLine], _ page: PDFPage) -> Int? {
        if let level = outlineLevel(of: text, on: page.number) { return level }
        guard text.contains(where: \.isLetter), let last = text.last, !"，,;；。、".contains(last) else { return nil }
        if let size = Self.size(of: lines), size > bodySize * 1.12, text.count >= 2,
            lines.first?.bullet == nil || size > bodySize * 1.3, !text.contains("@"),
            text.count(where: { $0 == "," }) < 3
        {
            let place = sizes.firstIndex { size >= $0 - 1 } ?? sizes.count
            return place + 1
        }
        guard lines.count == 1, lines[0].size > bodySize * 0.9 else { return nil }
        return Self.statedLevel(of: text)
    }

    private func outlineLevel(of text: String, on page: Int) -> Int? {
        guard !outline.isEmpty else { return nil }
        let squeezed = Self.squeezed(text)
        let unnumbered = String(squeezed.drop { $0.isNumber || ".．、 ".contains($0) })
        for key in [squeezed, unnumbered] {
            if let item = outline[key]?.first(where: { $0.page.map { $0 == page } ?? true }) { return item.level }
        }
        return nil
    }

    /// `2.1 Methods`, `第二章 …`, `一、…`, `（一）…`, and the names that every paper uses.
    private static func statedLevel(of text: String) -> Int? {
        if isName(text) { return 2 }
        guard text.count <= 60, !text[...].endsSentence else { return nil }
        if let level = PlainHeading.level(of: text[...], isAlone: true) { return level }
        let numerals = "一二三四五六七八九十"
        let start = text.drop { $0 == "（" || $0 == "(" }
        let numeral = start.prefix { numerals.contains($0) }
        if (1...3).contains(numeral.count), let mark = start.dropFirst(numeral.count).first, text.count <= 30 {
            if mark == "、", start.startIndex == text.startIndex { return 2 }
            if "）)".contains(mark), start.startIndex != text.startIndex { return 3 }
        }
        let words = text.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let first = words[1].first,
            first.isUppercase || first.unicodeScalars.allSatisfy(\.isHan)
        else { return nil }
        let numbers = words[0].split(separator: ".")
        guard numbers.count >= 2, numbers.count <= 4,
            numbers.allSatisfy({ $0.count <= 2 && $0.allSatisfy(\.isASCIIDigit) })
        else { return nil }
        return numbers.count + 1
    }

    /// Whether the heading is one of those that every paper has, and so no title.
    static func isName(_ text: String) -> Bool {
        names.contains(text.lowercased().filter { $0.isLetter })
    }

    private static let names: Set<String> = [
        "abstract", "introduction", "references", "bibliography", "acknowledgments", "acknowledgements", "conclusion",
        "conclusions", "contents", "appendix", "discussion", "methods", "results", "relatedwork", "summary",
        "摘要", "引言", "前言", "目录", "参考文献", "结论", "致谢", "附录", "关键词", "概述",
    ]

    /// The type size of lines that all have about one size.
    private static func size(of lines: [PDFLine]) -> Double? {
        let sizes = lines.filter { !$0.isVertical }.map(\.size)
        guard let smallest = sizes.min(), let largest = sizes.max(), largest <= smallest * 1.25 else { return nil }
        return smallest
    }

    private static func squeezed(_ text: String) -> String {
        text.lowercased().filter { !$0.isWhitespace }
    }
}
