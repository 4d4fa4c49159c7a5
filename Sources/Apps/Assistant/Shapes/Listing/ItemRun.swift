// Items that stand below each other, whether the format knows that they are a list or only their numbers tell.

internal import Documents
internal import Foundation
internal import Retrieval

/// A list in a section, with the paragraph that leads to it.
struct ItemRun {
    struct Item {
        /// Nil for a bullet.
        var number: Int?
        var words: QuotedWords
    }

    /// The paragraph right above the first item.
    var lead: QuotedWords?
    var items: [Item]

    /// Whether the items are numbered one after the other; bullets among them belong to the one above.
    var isOrdered: Bool {
        let numbers = items.compactMap(\.number)
        guard items.first?.number != nil, numbers.count > 1 else { return false }
        return zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }
    }

    /// The lists of a section.
    ///
    /// A numbered one goes on behind code, notes and paragraphs that stand between its items.
    static func all(in section: Section) -> [ItemRun] {
        var runs: [ItemRun] = []
        var run: ItemRun?
        var paragraph: QuotedWords?
        func end() {
            if let run, run.items.count > 1 { runs.append(run) }
            run = nil
        }
        for stored in section.blocks {
            let words = QuotedWords(documentID: section.document.id, range: stored.block.range, text: stored.text)
            let items = Self.items(of: stored, words)
            if items.isEmpty {
                let last = run?.items.last { $0.number != nil }?.number
                let goesOn = last.map { number in
                    section.blocks.contains { other in
                        other.ordinal > stored.ordinal && other.ordinal <= stored.ordinal + 6
                            && Self.items(of: other, words).first?.number == number + 1
                    }
                }
                if goesOn != true { end() }
                paragraph = stored.block.kind == .paragraph ? words : nil
                continue
            }
            for item in items {
                let last = run?.items.last { $0.number != nil }?.number
                if let number = item.number, let last {
                    // Several blocks of one item share its number; a number out of order begins another list.
                    if number == last {
                        run?.extendLast(by: item.words)
                        continue
                    }
                    if number != last + 1 { end() }
                } else if item.number != nil, run != nil {
                    end()
                }
                if run == nil { run = ItemRun(lead: paragraph, items: []) }
                run?.items.append(item)
            }
        }
        end()
        return runs
    }

    /// Takes a further block of the last item.
    private mutating func extendLast(by words: QuotedWords) {
        guard let last = items.last, last.words.range.upperBound + 1 == words.range.lowerBound else { return }
        items[items.count - 1].words = QuotedWords(
            documentID: words.documentID,
            range: last.words.range.lowerBound..<words.range.upperBound,
            text: last.words.text + "\n" + words.text
        )
    }

    private static func items(of stored: Library.StoredBlock, _ words: QuotedWords) -> [Item] {
        switch stored.block.kind {
        case .numberedItem(let number):
            let (_, start) = Self.mark(of: stored.text)
            return [Item(number: number, words: words.part(start..<words.text.utf8.count))]
        case .listItem:
            let (number, start) = Self.mark(of: stored.text)
            return [Item(number: number, words: words.part(start..<words.text.utf8.count))]
        case .paragraph:
            return lines(of: words)
        default:
            return []
        }
    }

    /// The items of a paragraph whose lines all bring their numbers or bullets.
    private static func lines(of words: QuotedWords) -> [Item] {
        var items: [Item] = []
        var start = 0
        for line in words.text.split(separator: "\n", omittingEmptySubsequences: false) {
            let end = start + line.utf8.count
            defer { start = end + 1 }
            guard !line.allSatisfy(\.isWhitespace) else { continue }
            let (number, behind) = mark(of: String(line))
            guard behind > 0, behind < line.utf8.count else { return [] }
            items.append(Item(number: number, words: words.part(start + behind..<end)))
        }
        return items
    }

    private static let numerals: [Character: Int] = [
        "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    ]

    private static let digits = Pattern(
        #"\s*(?:[(（]?(\d{1,2})(?:[.．](?=\s|\p{Han})|[)）、])|[Ss]tep (\d{1,2})[:.：]?)\s*"#,
        .beginning
    )
    private static let characters = Pattern(#"\s*第?([一二三四五六七八九十])(?:步[:：，,]?|[、．])\s*"#, .beginning)
    private static let bullets = Pattern(#"\s*[•·▪◦‣●○■□*–-]\s+|\s*[•●▪]"#, .beginning)

    /// The number at the beginning of an item, and how many bytes it takes with its signs.
    private static func mark(of text: String) -> (number: Int?, byteCount: Int) {
        let head = String(text.prefix(24))
        func byteCount(_ match: [Substring?]) -> Int { match[0]?.utf8.count ?? 0 }
        if let match = digits.groups(in: head) {
            return ((match[1] ?? match[2]).flatMap { Int($0) }, byteCount(match))
        }
        if let match = characters.groups(in: head) {
            return (match[1]?.first.flatMap { numerals[$0] }, byteCount(match))
        }
        if let match = bullets.groups(in: head) { return (nil, byteCount(match)) }
        return (nil, 0)
    }
}
