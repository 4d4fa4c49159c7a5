// A sentence of a document with all that says what it is about: the headings above it, and the label before its colon.

internal import Documents
internal import Foundation
internal import Retrieval

/// One sentence, where it stands, and what it is about.
struct Statement {
    /// Words that name what a value is of: "Price" in "Price: 12 €", or the heading that a text stands right below.
    struct Label: Equatable {
        var words: QuotedWords
        var keys: Set<String>
    }

    /// Where the sentence stands among all: the document's rank, the block, the sentence.
    struct Position: Equatable, Comparable {
        var document: Int
        var block: Int
        var sentence: Int

        static func < (a: Position, b: Position) -> Bool {
            (a.document, a.block, a.sentence) < (b.document, b.block, b.sentence)
        }
    }

    var position: Position
    var words: QuotedWords
    var units: [TextUnit]
    /// What stands behind the label, or all.
    var value: QuotedWords
    var label: Label?
    /// The words of the title and of each heading above, outermost first.
    var headings: [[String]]

    var keys: [String] { units.map(\.key) }

    /// The sentences of the blocks, but for those of headings, code and tables.
    static func all(in found: [FoundBlocks], analyzer: BilingualAnalyzer) -> [Statement] {
        var cache: [String: [String]] = [:]
        func keys(of heading: String) -> [String] {
            if let known = cache[heading] { return known }
            let keys = analyzer.units(of: heading).map(\.key)
            cache[heading] = keys
            return keys
        }
        var statements: [Statement] = []
        for (rank, found) in found.enumerated() {
            let document = found.document
            var heading: Label?
            for stored in found.blocks {
                let text = QuotedWords(documentID: document.id, range: stored.block.range, text: stored.text)
                switch stored.block.kind {
                case .heading:
                    heading = Label(words: text, keys: Set(keys(of: stored.text)))
                    continue
                case .code, .table: continue
                case .paragraph, .listItem, .numberedItem, .quotation, .note, .caption: break
                }
                let headings = ([document.title] + stored.block.headings).map { keys(of: $0) }
                for (index, range) in QuotableRanges(stored.text).ranges.enumerated() {
                    let words = text.part(range)
                    var statement = Statement(
                        position: Position(document: rank, block: stored.ordinal, sentence: index),
                        words: words,
                        units: analyzer.units(of: words.text),
                        value: words,
                        label: index == 0 ? heading : nil,
                        headings: headings
                    )
                    if index == 0, let (label, value) = labelled(words) {
                        let keys = Set(analyzer.units(of: label.text).map(\.key))
                        statement.label = Label(words: label, keys: keys)
                        statement.value = value
                    }
                    guard !statement.units.isEmpty else { continue }
                    statements.append(statement)
                }
                heading = nil
            }
        }
        return statements
    }

    /// The parts before and behind the colon of "Price: 12 €".
    private static func labelled(_ words: QuotedWords) -> (label: QuotedWords, value: QuotedWords)? {
        let text = words.text
        guard let colon = text.prefix(40).firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let behind = text[text.index(after: colon)...].drop(while: \.isWhitespace)
        let label = text[..<colon].trimmed
        guard !behind.isEmpty, !label.isEmpty, !label.contains(where: { ",，。.;；!?！？".contains($0) }),
            label.split(separator: " ").count <= 5, label.unicodeScalars.count(where: \.isHan) <= 12,
            // 12:30, https://…
            text[colon] == "：" || text[text.index(after: colon)].isWhitespace
        else { return nil }
        let valueStart = text.utf8.distance(from: text.startIndex, to: behind.startIndex)
        return (words.part(0..<label.utf8.count), words.part(valueStart..<text.utf8.count))
    }
}

extension Substring {
    fileprivate var trimmed: String { String(self).trimmed }
}
